"""Exceptions for attempts under way, also those written past every signal."""

import pytest

from quizzes.attempts.exceptions import attempts_with_exceptions
from quizzes.attempts.extending import ExceptionStandsError, follow_all_exceptions, put_exception
from quizzes.attempts.models import Attempt
from quizzes.attempts.refusals import SaveRefusal, SaveRefusedError
from quizzes.attempts.starting import start_attempt
from quizzes.attempts.submitting import close_all_overdue, close_overdue, submit_attempt
from quizzes.quiz.overrides import QuizOverride
from tests.factories.accounts import UserFactory
from tests.factories.quizzes import answered, enrolled, started
from tests.quizzes.deadlines.conftest import (
    AT,
    CLOSERS,
    DAY,
    DEADLINE,
    GRACE,
    MINUTE,
    SECOND,
    after,
    allow,
)

pytestmark = pytest.mark.django_db


# --- exceptions for running attempts ----------------------------------------------------


def test_extra_time_reaches_a_running_attempt_at_once(quiz_of):
    place = quiz_of()
    attempt, others = started(place, now=AT), started(place, enrolled(place), now=AT)

    allow(place, attempt.enrolment, extra_minutes=5)

    attempt.refresh_from_db()
    others.refresh_from_db()
    assert (attempt.deadline_at, others.deadline_at) == (DEADLINE + 5 * MINUTE, DEADLINE)


def test_a_runs_extra_time_reaches_everybody_on_it(quiz_of):
    place = quiz_of()
    attempts = [started(place, enrolled(place), now=AT) for _ in range(2)]

    allow(place, extra_minutes=5)

    for attempt in attempts:
        attempt.refresh_from_db()
        assert attempt.deadline_at == DEADLINE + 5 * MINUTE


def test_the_hard_close_holds_against_extra_time_until_it_is_moved(quiz_of):
    place = quiz_of(closes_at=AT + 12 * MINUTE)
    attempt = started(place, now=AT)
    exception = allow(place, attempt.enrolment, extra_minutes=30)
    attempt.refresh_from_db()
    assert attempt.deadline_at == AT + 12 * MINUTE

    exception.closes_at = AT + DAY
    exception.save()

    attempt.refresh_from_db()
    assert attempt.deadline_at == AT + 40 * MINUTE


def test_extra_time_that_is_taken_back_leaves_what_was_promised(quiz_of):
    place = quiz_of()
    attempt = started(place, now=AT)
    exception = allow(place, attempt.enrolment, extra_minutes=5)

    exception.delete()

    attempt.refresh_from_db()
    assert attempt.deadline_at == DEADLINE


def test_nobody_gets_less_than_was_shown_before_starting(quiz_of):
    place = quiz_of()
    attempt = started(place, now=AT)

    allow(place, attempt.enrolment, time_limit_minutes=1)

    attempt.refresh_from_db()
    assert attempt.deadline_at == DEADLINE


def test_an_overdue_attempt_with_more_time_can_be_answered_again(quiz_of):
    place = quiz_of(**GRACE)
    attempt = started(place, now=AT)
    close_all_overdue(DEADLINE + 2 * MINUTE)

    allow(place, attempt.enrolment, extra_minutes=30)

    answered(attempt, 1, now=DEADLINE + 3 * MINUTE)
    assert after(attempt) == "in_progress"
    assert attempt.grace_until is None


# --- exceptions whose rows were written past every signal -------------------------------

LATE = DEADLINE + 90 * SECOND


NOTICERS = [
    *CLOSERS,
    pytest.param(lambda attempt, now: attempt_of_page(attempt, now), id="by a page"),
    pytest.param(lambda attempt, now: submit_attempt(attempt, now=now), id="by submitting"),
    pytest.param(lambda attempt, now: answered(attempt, 2, now=now), id="by an answer"),
    pytest.param(lambda attempt, now: started_again(attempt, now), id="by starting again"),
]


def attempt_of_page(attempt, now):
    found = attempts_with_exceptions(Attempt.objects.filter(pk=attempt.pk)).get()
    return close_overdue(found, now=now)


def started_again(attempt, now):
    return start_attempt(
        enrolment=attempt.enrolment, step=attempt.step, quiz=attempt.quiz, language="fi", now=now
    )


@pytest.mark.parametrize("whose", ["learner", "run"])
@pytest.mark.parametrize("notice", NOTICERS)
def test_a_row_written_in_bulk_gives_its_time_before_time_is_up(quiz_of, notice, whose):
    place = quiz_of()
    attempt = started(place, now=AT)
    answered(attempt, 1, now=AT)
    allow(place, attempt.enrolment if whose == "learner" else None, reason="vasta sovittu")
    QuizOverride.objects.update(extra_minutes=30)
    attempt.refresh_from_db()
    assert attempt.deadline_at == DEADLINE

    notice(attempt, LATE)

    attempt.refresh_from_db()
    assert attempt.deadline_at == DEADLINE + 30 * MINUTE
    # Nothing but the learner's own submitting ends it.
    assert attempt.submitted_at in (None, LATE)
    assert attempt.responses.get(position=1).answer


def test_a_row_written_in_bulk_takes_back_no_more_than_it_gave(quiz_of):
    place = quiz_of()
    attempt = started(place, now=AT)
    allow(place, attempt.enrolment, extra_minutes=30)
    QuizOverride.objects.update(extra_minutes=None, time_limit_minutes=1)

    with pytest.raises(SaveRefusedError) as refused:
        answered(attempt, 1, now=LATE)
    close_all_overdue(LATE)

    attempt.refresh_from_db()
    assert refused.value.reason == SaveRefusal.TIME_IS_UP
    assert (attempt.state, attempt.submitted_at) == ("graded", DEADLINE)


@pytest.mark.parametrize("count", [1, 3])
def test_the_clock_asks_once_for_all_running_attempts(quiz_of, count_queries, count):
    place = quiz_of()
    for _ in range(count):
        allow(place, started(place, enrolled(place), now=AT).enrolment, extra_minutes=5)

    with count_queries(1):
        assert follow_all_exceptions() == 0


def test_of_two_who_press_at_once_the_second_is_told(quiz_of):
    place = quiz_of()
    enrolment, editor = enrolled(place), UserFactory()
    first, second = (
        QuizOverride(quiz=place.quiz, enrolment=enrolment, extra_minutes=5) for _ in range(2)
    )
    put_exception(first, by=editor)

    with pytest.raises(ExceptionStandsError):
        put_exception(second, by=editor)

    assert QuizOverride.objects.get().made_by == editor


def test_an_attempt_that_has_ended_stays_ended(quiz_of):
    place = quiz_of()
    attempt = submit_attempt(started(place, now=AT), now=AT + MINUTE)

    allow(place, attempt.enrolment, extra_minutes=30)

    attempt.refresh_from_db()
    assert (attempt.state, attempt.deadline_at) == ("graded", DEADLINE)


def test_an_editors_change_of_the_quiz_reaches_no_running_attempt(quiz_of):
    place = quiz_of()
    attempt = started(place, now=AT)
    place.quiz.time_limit_minutes, place.quiz.when_time_is_up = 1, "abandon"
    place.quiz.save()

    allow(place, attempt.enrolment, extra_minutes=5)
    close_all_overdue(DEADLINE + 5 * MINUTE + 61 * SECOND)

    assert after(attempt) == "graded"
    assert attempt.submitted_at == DEADLINE + 5 * MINUTE
