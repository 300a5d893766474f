"""Starting an attempt: the questions are drawn and frozen, all at once."""

import datetime
import random
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from courses.catalogue.models import CourseStep
from courses.enrolling.models import Enrolment
from quizzes.attempts.asking import Asked, ask
from quizzes.attempts.exceptions import (
    attempts_with_exceptions,
    enrolments_with_exceptions,
    rules_for,
)
from quizzes.attempts.models import Attempt, Response
from quizzes.attempts.refusals import StartRefusal, StartRefusedError
from quizzes.attempts.rules import CopiedRules, Rules, written
from quizzes.attempts.submitting import close_overdue
from quizzes.attempts.timing import deadline, later
from quizzes.quiz.models import Quiz


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

    Ten queries at most, whatever the number of questions; one more where questions that must
    be typed in are asked in a translation. Two starts at once end in one attempt: the second
    waits for the first and finds it open.
    """
    now = now or timezone.now()
    enrolment = (
        enrolments_with_exceptions(quiz)
        .select_for_update(of=("self",))
        .select_related("learner", "run")
        .get(pk=enrolment.pk)
    )
    attempts = list(attempts_with_exceptions(Attempt.objects.counted_for(enrolment, quiz)))
    own = [attempt for attempt in attempts if attempt.enrolment_id == enrolment.pk]
    if own:
        own[-1] = attempts[-1] = close_overdue(own[-1], now=now)
    if own and own[-1].is_open:
        return own[-1]
    rules = rules_for(enrolment, quiz)
    if reason := start_refusal(rules, enrolment, attempts, now):
        raise StartRefusedError(reason, refused_until(reason, rules, enrolment, attempts))
    asked = ask(quiz, enrolment.learner, language, dice or random.SystemRandom())
    ends_at = deadline(now, rules.minutes, rules.closes_at)
    attempt = Attempt.objects.create(
        enrolment=enrolment,
        quiz=quiz,
        step=step,
        number=attempts[-1].number + 1 if attempts else 1,
        language=language,
        pass_percent=quiz.pass_percent,
        rules=_copied(quiz, asked, ends_at),
        started_at=now,
        deadline_at=ends_at,
        max_score=sum(response.points for response in asked.responses),
    )
    for response in asked.responses:
        response.attempt = attempt
    Response.objects.bulk_create(asked.responses)
    return attempt


def _copied(quiz: Quiz, asked: Asked, ends_at: datetime.datetime | None) -> dict[str, object]:
    return vars(
        CopiedRules(
            behaviour=quiz.behaviour,
            layout=quiz.layout,
            navigation=quiz.navigation,
            when_time_is_up=quiz.when_time_is_up,
            grace_minutes=quiz.grace_minutes,
            time_limit_minutes=quiz.time_limit_minutes,
            closes_at=written(quiz.closes_at),
            promised_until=written(ends_at),
            grade_max=str(quiz.grade_max) if quiz.grade_max else None,
            sections=asked.sections,
            texts=asked.texts,
        )
    )


def start_refusal(
    rules: Rules,
    enrolment: Enrolment | None,
    attempts: Sequence[Attempt],
    now: datetime.datetime,
) -> StartRefusal | None:
    """
    Return why a new attempt may not start now; None when it may. Questions aside.

    `rules` are those that hold for the learner, `attempts` all that count against their limit.
    """
    if enrolment is None or enrolment.withdrawn_at is not None:
        return StartRefusal.NOT_ENROLLED
    if enrolment.waits_for_answer:
        return StartRefusal.NOT_ANSWERED
    today = timezone.localdate(now)
    if enrolment.run.begins_after(today):
        return StartRefusal.RUN_NOT_BEGUN
    if enrolment.run.ended_before(today):
        return StartRefusal.RUN_OVER
    if rules.closes_at and now >= rules.closes_at:
        return StartRefusal.CLOSED
    if rules.last_start_at and now > rules.last_start_at:
        return StartRefusal.LAST_START_PASSED
    if rules.attempts_allowed and len(attempts) >= rules.attempts_allowed:
        return StartRefusal.NO_ATTEMPTS_LEFT
    if rules.opens_at and now < rules.opens_at:
        return StartRefusal.NOT_OPEN_YET
    if (free_from := waits_until(rules, attempts)) and now < free_from:
        is_too_late = (
            (rules.closes_at and free_from >= rules.closes_at)
            or (rules.last_start_at and free_from > rules.last_start_at)
            or enrolment.run.ended_before(timezone.localdate(free_from))
        )
        return StartRefusal.CANNOT_WAIT if is_too_late else StartRefusal.WAIT
    return None


def refused_until(
    reason: StartRefusal | None,
    rules: Rules,
    enrolment: Enrolment | None,
    attempts: Sequence[Attempt],
) -> datetime.datetime | datetime.date | None:
    """Return the moment or the day that a refusal is about; None where it is about none."""
    match reason:
        case StartRefusal.WAIT | StartRefusal.CANNOT_WAIT:
            return waits_until(rules, attempts)
        case StartRefusal.NOT_OPEN_YET:
            return rules.opens_at
        case StartRefusal.LAST_START_PASSED:
            return rules.last_start_at
        case StartRefusal.CLOSED:
            return rules.closes_at
        case StartRefusal.RUN_NOT_BEGUN if enrolment:
            return enrolment.run.starts_on
        case StartRefusal.RUN_OVER if enrolment:
            return enrolment.run.ends_on
    return None


def waits_until(rules: Rules, attempts: Sequence[Attempt]) -> datetime.datetime | None:
    """Return until when one waits after the last attempt; None where nobody waits."""
    delay = rules.delay_after(len(attempts))
    ended_at = attempts[-1].ended_at if attempts else None
    return later(ended_at, delay) if delay and ended_at else None
