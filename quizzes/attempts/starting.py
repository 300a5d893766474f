"""Starting an attempt: the questions are drawn and frozen, all at once."""

import datetime
import random
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from courses.catalogue.models import CourseStep
from courses.enrolling.models import Enrolment
from quizzes.attempts.drawing_lots import draw_questions
from quizzes.attempts.freezing import freeze_questions
from quizzes.attempts.models import Attempt, Response
from quizzes.attempts.refusals import StartRefusal, StartRefusedError
from quizzes.attempts.submitting import close_overdue
from quizzes.attempts.timing import deadline
from quizzes.drawing import TooFewQuestionsError
from quizzes.grading.registry import question_type
from quizzes.quiz.models import Quiz
from quizzes.quiz.slots import QuizSlot


@transaction.atomic
def start_attempt(
    *,
    enrolment: Enrolment,
    step: CourseStep,
    quiz: Quiz,
    language: str,
    now: datetime.datetime | None = None,
    dice: random.Random | None = None,
) -> Attempt:
    """
    Start an attempt, or return the one that is open; raises StartRefusedError with the reason.

    Ten queries at most, whatever the number of questions. Two starts at once end in one
    attempt: the second waits for the first and finds it open.
    """
    now = now or timezone.now()
    enrolment = (
        Enrolment.objects.select_for_update(of=("self",))
        .select_related("learner")
        .get(pk=enrolment.pk)
    )
    attempts = list(Attempt.objects.counted_for(enrolment, quiz))
    own = [attempt for attempt in attempts if attempt.enrolment_id == enrolment.pk]
    last = own[-1] if own else None
    if last and last.is_overdue(now):
        last = close_overdue(last, now=now)
    if last and last.is_open:
        return last
    if reason := start_refusal(quiz, enrolment, len(attempts), now):
        raise StartRefusedError(reason)
    asked = _ask(quiz, enrolment, dice or random.SystemRandom())
    attempt = Attempt.objects.create(
        enrolment=enrolment,
        quiz=quiz,
        step=step,
        number=attempts[-1].number + 1 if attempts else 1,
        language=language,
        pass_percent=quiz.pass_percent,
        started_at=now,
        deadline_at=deadline(now, quiz.time_limit_minutes, quiz.closes_at),
        max_score=sum(response.points for response in asked),
    )
    for response in asked:
        response.attempt = attempt
    Response.objects.bulk_create(asked)
    return attempt


def start_refusal(
    quiz: Quiz, enrolment: Enrolment | None, attempts_used: int, now: datetime.datetime
) -> StartRefusal | None:
    """Return why a new attempt may not start now; None when it may. Questions aside."""
    if enrolment is None or enrolment.withdrawn_at is not None:
        return StartRefusal.NOT_ENROLLED
    if quiz.closes_at and now >= quiz.closes_at:
        return StartRefusal.CLOSED
    if quiz.last_start_at and now > quiz.last_start_at:
        return StartRefusal.LAST_START_PASSED
    if quiz.attempts_allowed and attempts_used >= quiz.attempts_allowed:
        return StartRefusal.NO_ATTEMPTS_LEFT
    return None


def _ask(quiz: Quiz, enrolment: Enrolment, dice: random.Random) -> list[Response]:
    """Draw and freeze; raises StartRefusedError where a slot cannot be filled."""
    slots = list(
        QuizSlot.objects.filter(quiz=quiz).select_related("question").order_by("sort_order")
    )
    try:
        drawn = draw_questions(slots, enrolment.learner, dice)
    except TooFewQuestionsError as error:
        raise StartRefusedError(StartRefusal.NOT_READY) from error
    pairs = [(UUID(key), slot) for keys, slot in zip(drawn, slots, strict=True) for key in keys]
    versions = freeze_questions(key for key, _slot in pairs)
    if not versions or not any(slot.points for _key, slot in pairs) or len(versions) < len(pairs):
        raise StartRefusedError(StartRefusal.NOT_READY)
    asked = []
    for position, (key, slot) in enumerate(pairs, start=1):
        content = versions[key].content
        asked.append(
            Response(
                position=position,
                question_version=versions[key],
                points=slot.points,
                shown_order=question_type(content["kind"]).shown_order(content["structure"], dice),
            )
        )
    return asked
