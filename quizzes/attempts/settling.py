"""From marks to a result: an attempt is graded once none of its answers waits for a person."""

import datetime

from django.utils import timezone
from django.utils.translation import override

from courses.enrolling.models import Enrolment
from courses.progress.completing import complete_step
from quizzes.attempts.models import Attempt, Response
from quizzes.grading.totals import Total, total

RESULT_FIELDS = ["state", "score", "percent", "passed", "graded_at"]


def settle(attempt: Attempt, *, now: datetime.datetime | None = None) -> Attempt:
    """
    Work out the result of a submitted attempt from the marks in force, and complete its step.

    Call in a transaction, with the enrolment and then the attempt locked. Where an answer
    still waits for a person there is no result; an open attempt is left as it is. A pass
    completes the step; a pass that is lost undoes no completion.
    """
    if attempt.is_open or attempt.state == Attempt.State.ABANDONED:
        return attempt
    rows = list(attempt.responses.values_list("state", "mark", "points"))
    if any(state == Response.State.NEEDS_GRADING for state, _mark, _points in rows):
        unsettle(attempt)
    else:
        marks = [mark for _state, mark, _points in rows if mark is not None]
        put_result(attempt, total(marks, [row[2] for row in rows], attempt.pass_percent), now)
    attempt.save(update_fields=RESULT_FIELDS)
    if attempt.passed:
        # A completion keeps its language: the learner's, not that of whoever graded.
        with override(attempt.language):
            complete_step(
                Enrolment.objects.get(pk=attempt.enrolment_id), attempt.step, score=attempt.percent
            )
    return attempt


def put_result(attempt: Attempt, result: Total, now: datetime.datetime | None = None) -> None:
    """Put a result on an attempt; the time of its first grading stays."""
    attempt.score, attempt.percent, attempt.passed = result.score, result.percent, result.passed
    attempt.state = Attempt.State.GRADED
    attempt.graded_at = attempt.graded_at or now or timezone.now()


def unsettle(attempt: Attempt) -> None:
    """Take the result away: a person has to look first."""
    attempt.score = attempt.percent = attempt.passed = attempt.graded_at = None
    attempt.state = Attempt.State.NEEDS_GRADING
