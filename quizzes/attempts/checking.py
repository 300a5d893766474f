"""Checking one question during an attempt: graded at once, and locked when that was all."""

import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from quizzes.attempts.behaviours import (
    INTERACTIVE,
    after_penalty,
    can_be_checked,
    judge,
    plain_mark,
    tries_allowed,
)
from quizzes.attempts.history import GradeEvent
from quizzes.attempts.models import Response
from quizzes.attempts.refusals import SaveRefusal, SaveRefusedError
from quizzes.attempts.writing import locked_response, save_refusal
from quizzes.grading.marks import State
from quizzes.grading.totals import mark_of


@transaction.atomic
def check_answer(
    *,
    learner: User,
    attempt_id: int,
    position: int,
    tries: int,
    now: datetime.datetime | None = None,
) -> Response:
    """
    Grade the answer in force and use up a try; the last one, or a right answer, locks it.

    `tries` is how many the page had seen used: the same check sent again finds one more and
    changes nothing. Raises SaveRefusedError; each check is an event with the mark that it gave.
    """
    now = now or timezone.now()
    response = locked_response(learner, attempt_id, position)
    if response.tries_used > tries:
        return response
    if reason := save_refusal(response, now):
        raise SaveRefusedError(reason)
    attempt, behaviour = response.attempt, response.attempt.copied.behaviour
    if not can_be_checked(response, behaviour):
        raise SaveRefusedError(SaveRefusal.BAD_REQUEST)
    if response.answer is None:
        raise SaveRefusedError(SaveRefusal.NOTHING_TO_CHECK)
    mark = plain_mark(response, attempt)
    response.tries_used += 1
    if behaviour == INTERACTIVE:
        mark = after_penalty(mark, response, response.tries_used)
    is_last = response.tries_used >= tries_allowed(response, behaviour)
    if is_last or mark.state == State.RIGHT:
        judge(response, mark)
        response.locked_at = now
    response.save(update_fields=["tries_used", "locked_at", "fraction", "mark", "state"])
    GradeEvent.objects.create(
        response=response,
        origin=GradeEvent.Origin.CHECK,
        fraction=mark.fraction,
        mark=mark_of(mark.fraction, response.points),
        state=mark.state.value,
        graded_at=now,
    )
    return response
