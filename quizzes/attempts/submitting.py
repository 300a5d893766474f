"""Submitting an attempt: graded once, whoever asks first."""

import datetime
import logging

from django.db import transaction
from django.utils import timezone

from courses.enrolling.models import Enrolment
from courses.progress.completing import complete_step
from quizzes import content
from quizzes.attempts import timing
from quizzes.attempts.history import GradeEvent
from quizzes.attempts.models import Attempt, Response
from quizzes.grading.totals import mark_of, total

logger = logging.getLogger(__name__)


@transaction.atomic
def submit_attempt(attempt: Attempt, *, now: datetime.datetime | None = None) -> Attempt:
    """
    Submit and grade an attempt; one that is submitted already stays as it is.

    Submitted after the deadline and its grace, it counts as submitted at the deadline. A pass
    completes the step in the same transaction, and so perhaps the course.
    """
    now = now or timezone.now()
    # Always the enrolment before the attempt, as starting does: else two could wait for each other.
    enrolment = Enrolment.objects.select_for_update().get(pk=attempt.enrolment_id)
    attempt = (
        Attempt.objects.select_for_update(of=("self",)).select_related("step").get(pk=attempt.pk)
    )
    if not attempt.is_open:
        return attempt
    late = timing.is_overdue(now, attempt.deadline_at)
    _grade(attempt, attempt.deadline_at if late and attempt.deadline_at else now)
    if attempt.passed:
        complete_step(enrolment, attempt.step)
    return attempt


def _grade(attempt: Attempt, submitted_at: datetime.datetime) -> None:
    responses = list(attempt.responses.select_related("question_version").order_by("position"))
    for response in responses:
        frozen = response.question_version.content
        mark = content.grade(frozen, response.answer, response.language or attempt.language)
        response.fraction = mark.fraction
        response.mark = mark_of(mark.fraction, response.points)
        response.state = Response.State(mark.state.value)
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
    )
    result = total(
        [response.mark for response in responses if response.mark is not None],
        [response.points for response in responses],
        attempt.pass_percent,
    )
    attempt.score, attempt.percent, attempt.passed = result.score, result.percent, result.passed
    attempt.state = Attempt.State.GRADED
    attempt.submitted_at = attempt.graded_at = submitted_at
    attempt.save(update_fields=["state", "score", "percent", "passed", "submitted_at", "graded_at"])


def close_overdue(attempt: Attempt, *, now: datetime.datetime | None = None) -> Attempt:
    """Submit an attempt whose time is up, grace and all; any other is returned as it is."""
    now = now or timezone.now()
    return submit_attempt(attempt, now=now) if attempt.is_overdue(now) else attempt


def close_all_overdue(now: datetime.datetime) -> int:
    """
    Submit every attempt whose time is up; return how many. The clock's job.

    Each in its own transaction: one that cannot be graded must not keep the others open.
    """
    closed = 0
    for attempt in Attempt.objects.overdue(now).order_by("deadline_at", "pk"):
        try:
            submit_attempt(attempt, now=now)
        except Exception:  # whatever is wrong with this one, the next learner is waiting
            logger.exception("Attempt %s could not be closed", attempt.pk)
        else:
            closed += 1
    return closed
