"""
The end of an attempt: submitted, graded once whoever asks first; or what time makes of it.

Time is watched by every request that looks at an attempt and by the clock, and both call
`close_overdue`: the outcome is the same.
"""

import datetime
import logging
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from courses.enrolling.models import Enrolment
from courses.progress.completing import complete_step
from quizzes.assessing.regrading import correct_late
from quizzes.attempts.behaviours import judged_at_the_end
from quizzes.attempts.exceptions import attempts_with_exceptions
from quizzes.attempts.extending import follow, follow_all_exceptions, is_behind
from quizzes.attempts.history import GradeEvent
from quizzes.attempts.models import Attempt, Response
from quizzes.attempts.settling import RESULT_FIELDS, put_result, unsettle
from quizzes.attempts.timing import Ending, later
from quizzes.grading.totals import total

logger = logging.getLogger(__name__)


@transaction.atomic
def submit_attempt(attempt: Attempt, *, now: datetime.datetime | None = None) -> Attempt:
    """
    Submit an attempt and grade what needs no person; one that has ended stays as it is.

    After the deadline and its grace, the quiz's rule decides: it counts as submitted at the
    deadline, or now where there is time to submit afterwards, or it is abandoned. A pass
    completes the step in the same transaction, and so perhaps the course.
    """
    now = now or timezone.now()
    attempt, enrolment = _locked(attempt)
    ending = attempt.what_time_does(now)
    if ending == Ending.ABANDON:
        _abandon(attempt)
    elif attempt.is_open:
        _submit(attempt, enrolment, _counts_from(attempt, ending, now))
    return attempt


def close_overdue(attempt: Attempt, *, now: datetime.datetime | None = None) -> Attempt:
    """
    Do to an attempt what time does; one that time leaves alone is returned as it is.

    One that came with its exceptions follows them first.
    """
    now = now or timezone.now()
    return _close(attempt, now) if attempt.is_overdue(now) or is_behind(attempt) else attempt


@transaction.atomic
def _close(attempt: Attempt, now: datetime.datetime) -> Attempt:
    attempt, enrolment = _locked(attempt)
    match attempt.what_time_does(now):
        case Ending.SUBMIT:
            _submit(attempt, enrolment, _counts_from(attempt, Ending.SUBMIT, now))
        case Ending.OVERDUE:
            _let_submit_only(attempt)
        case Ending.ABANDON:
            _abandon(attempt)
    return attempt


def close_all_overdue(now: datetime.datetime) -> int:
    """
    Do to every attempt what time does; return to how many. The clock's job.

    Each in its own transaction: one that cannot be graded must not keep the others open.
    """
    follow_all_exceptions()
    closed = 0
    for attempt in Attempt.objects.overdue(now).order_by("deadline_at", "pk"):
        try:
            close_overdue(attempt, now=now)
        except Exception:  # whatever is wrong with this one, the next learner is waiting
            logger.exception("Attempt %s could not be closed", attempt.pk)
        else:
            closed += 1
    return closed


def _locked(attempt: Attempt) -> tuple[Attempt, Enrolment]:
    # Always the enrolment before the attempt, as starting does: else two could wait for each other.
    enrolment = Enrolment.objects.select_for_update().get(pk=attempt.enrolment_id)
    found = attempts_with_exceptions(Attempt.objects.all()).select_related("step")
    locked = found.select_for_update(of=("self",)).get(pk=attempt.pk)
    follow(locked)
    return locked, enrolment


def _counts_from(
    attempt: Attempt, ending: Ending | None, now: datetime.datetime
) -> datetime.datetime:
    """Return as of when it counts as submitted."""
    if ending == Ending.SUBMIT and attempt.deadline_at:
        return attempt.deadline_at
    return now


def _let_submit_only(attempt: Attempt) -> None:
    attempt.state = Attempt.State.OVERDUE
    attempt.grace_until = _end_of_grace(attempt)
    attempt.save(update_fields=["state", "grace_until"])


def _abandon(attempt: Attempt) -> None:
    """Close it without a result; it uses up an attempt all the same."""
    attempt.state = Attempt.State.ABANDONED
    attempt.grace_until = _end_of_grace(attempt)
    attempt.save(update_fields=["state", "grace_until"])


def _end_of_grace(attempt: Attempt) -> datetime.datetime | None:
    kept = attempt.copied
    if kept.when_time_is_up != "grace" or attempt.deadline_at is None:
        return None
    return later(attempt.deadline_at, kept.grace)


def _submit(attempt: Attempt, enrolment: Enrolment, submitted_at: datetime.datetime) -> None:
    responses = list(attempt.responses.select_related("question_version").order_by("position"))
    for response in responses:
        judged_at_the_end(response, attempt)
    Response.objects.bulk_update(responses, ["fraction", "mark", "state"])
    GradeEvent.objects.bulk_create(
        GradeEvent(
            response=response,
            origin=GradeEvent.Origin.SUBMISSION,
            fraction=response.fraction,
            mark=response.mark,
            state=response.state,
            graded_at=submitted_at,
        )
        for response in responses
        if response.mark is not None
    )
    # What was said of a flawed question holds for those who submit after it, too.
    correct_late(attempt, responses)
    attempt.submitted_at = submitted_at
    _put_result(attempt, responses)
    attempt.save(update_fields=[*RESULT_FIELDS, "submitted_at"])
    if attempt.passed:
        complete_step(enrolment, attempt.step, score=attempt.percent)


def _put_result(attempt: Attempt, responses: Sequence[Response]) -> None:
    marks = [response.mark for response in responses if response.mark is not None]
    if len(marks) < len(responses):
        unsettle(attempt)
        return
    points = [response.points for response in responses]
    put_result(attempt, total(marks, points, attempt.pass_percent), attempt.submitted_at)
