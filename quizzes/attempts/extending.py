"""
Running attempts follow an exception at once: extra time is a right, also in the middle.

An exception is written by `put_exception`. Whatever else writes its row, an attempt's deadline
is compared with the rows wherever it decides something: when the attempt is locked to be
changed or closed, when a page reads it, and by the clock.
"""

import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q

from accounts.models import User
from quizzes.attempts.exceptions import attempts_with_exceptions, exceptions_of
from quizzes.attempts.models import Attempt
from quizzes.attempts.rules import effective_rules, moment
from quizzes.attempts.timing import deadline
from quizzes.quiz.overrides import QuizOverride


class ExceptionStandsError(Exception):
    """There is an exception for this learner or run already; nothing was changed."""


@transaction.atomic
def put_exception(exception: QuizOverride, *, by: User) -> QuizOverride:
    """
    Write an exception, new or changed; running attempts follow it.

    Raises ExceptionStandsError where another stands for the same learner or run: two people,
    or one who pressed twice, make one.
    """
    exception.made_by = by
    try:
        with transaction.atomic():
            exception.save()
    except IntegrityError as error:
        if exception.pk is None and _standing(exception):
            raise ExceptionStandsError from error
        raise
    return exception


def _standing(exception: QuizOverride) -> bool:
    whose = {"enrolment": exception.enrolment} if exception.enrolment else {"run": exception.run}
    return QuizOverride.objects.filter(quiz=exception.quiz, **whose).exists()


def follow_exception(override: QuizOverride) -> int:
    """
    Work out anew the deadline of every open attempt that an exception is about; return how many.

    From the limits that the attempt copied when it started, and the exceptions that hold now.
    A running attempt may be given time, and that may be taken back; but nobody gets less than
    the deadline that was shown before starting. An attempt that had become overdue can be
    answered again when its new deadline has not passed.
    """
    whose = (
        Q(enrolment__run=override.run_id)
        if override.run_id
        else Q(
            enrolment__learner=override.enrolment.learner_id,
            enrolment__run=override.enrolment.run_id,
        )
    )
    open_ones = Attempt.objects.open().filter(whose, quiz=override.quiz_id)
    return _follow_all(open_ones)


def follow_all_exceptions() -> int:
    """Let every running attempt with an exception follow it; return how many did. For the clock."""
    there = QuizOverride.objects.filter(quiz=OuterRef("quiz"))
    mine = Q(enrolment__learner=OuterRef("enrolment__learner")) & Q(
        enrolment__run=OuterRef("enrolment__run")
    )
    excepted = Exists(there.filter(mine | Q(run=OuterRef("enrolment__run"))))
    return _follow_all(Attempt.objects.open().filter(excepted))


def _follow_all(attempts: Any) -> int:
    found = attempts_with_exceptions(attempts)
    behind = [attempt.pk for attempt in found if _deadline_now(attempt) != attempt.deadline_at]
    if not behind:
        return 0
    with transaction.atomic():
        again = attempts_with_exceptions(Attempt.objects.open().filter(pk__in=behind))
        # In one order, as everybody locks: two at once wait for each other and never in a ring.
        locked = again.select_for_update(of=("self",)).order_by("pk")
        return sum(_put_deadline(attempt) for attempt in locked)


def is_behind(attempt: Any) -> bool:
    """
    Whether the deadline of an open attempt is another than its exceptions give.

    False for an attempt that has none, or came without them (`attempts_with_exceptions`).
    """
    if not attempt.is_open or not hasattr(attempt, "own_exception"):
        return False
    return bool(exceptions_of(attempt)) and _deadline_now(attempt) != attempt.deadline_at


def _deadline_now(attempt: Any) -> datetime.datetime | None:
    kept = attempt.copied
    promised = moment(kept.promised_until)
    if "time_limit_minutes" not in attempt.rules or promised is None:
        # Without a limit there is nothing to add to; an attempt of earlier days has no copy.
        kept_deadline: datetime.datetime | None = attempt.deadline_at
        return kept_deadline
    rules = effective_rules(kept.limits(), exceptions_of(attempt))
    given = deadline(attempt.started_at, rules.minutes, rules.closes_at)
    return max(promised, given) if given else promised


def follow(attempt: Any) -> bool:
    """
    Put the deadline that its exceptions give on an open attempt; whether it was another.

    Call with the attempt locked, and read with its exceptions.
    """
    return is_behind(attempt) and _put_deadline(attempt)


def _put_deadline(attempt: Any) -> bool:
    attempt.deadline_at = _deadline_now(attempt)
    attempt.grace_until = None
    attempt.state = Attempt.State.IN_PROGRESS
    # Whoever looks next, or the clock, does what time does now.
    attempt.save(update_fields=["deadline_at", "grace_until", "state"])
    return True


def exception_changed(sender: Any, instance: QuizOverride, **kwargs: Any) -> None:
    """Receiver: an exception was saved or deleted, in whatever way."""
    follow_exception(instance)
