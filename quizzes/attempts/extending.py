"""Running attempts follow an exception at once: extra time is a right, also in the middle."""

import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from quizzes.attempts.exceptions import attempts_with_exceptions, exceptions_of
from quizzes.attempts.models import Attempt
from quizzes.attempts.rules import effective_rules, moment
from quizzes.attempts.timing import deadline
from quizzes.quiz.overrides import QuizOverride


@transaction.atomic
def follow_exception(override: QuizOverride, *, now: datetime.datetime | None = None) -> int:
    """
    Work out anew the deadline of every open attempt that an exception is about; return how many.

    From the limits that the attempt copied when it started, and the exceptions that hold now.
    A running attempt may be given time, and that may be taken back; but nobody gets less than
    the deadline that was shown before starting. An attempt that had become overdue can be
    answered again when its new deadline has not passed.
    """
    now = now or timezone.now()
    whose = (
        Q(enrolment__run=override.run_id)
        if override.run_id
        else Q(
            enrolment__learner=override.enrolment.learner_id,
            enrolment__run=override.enrolment.run_id,
        )
    )
    open_ones = Attempt.objects.open().filter(whose, quiz=override.quiz_id)
    changed = 0
    for attempt in attempts_with_exceptions(open_ones).select_for_update(of=("self",)):
        changed += _follow(attempt, now)
    return changed


def _follow(attempt: Any, now: datetime.datetime) -> bool:
    kept = attempt.copied
    promised = moment(kept.promised_until)
    if "time_limit_minutes" not in attempt.rules or promised is None:
        # Without a limit there is nothing to add to; an attempt of earlier days has no copy.
        return False
    rules = effective_rules(kept.limits(), exceptions_of(attempt))
    given = deadline(attempt.started_at, rules.minutes, rules.closes_at)
    new = max(promised, given) if given else promised
    if new == attempt.deadline_at:
        return False
    attempt.deadline_at = new
    attempt.grace_until = None
    attempt.state = Attempt.State.IN_PROGRESS
    # Whoever looks next, or the clock, does what time does now.
    attempt.save(update_fields=["deadline_at", "grace_until", "state"])
    return True


def exception_changed(sender: Any, instance: QuizOverride, **kwargs: Any) -> None:
    """Receiver: an exception was saved or deleted, in whatever way."""
    follow_exception(instance)
