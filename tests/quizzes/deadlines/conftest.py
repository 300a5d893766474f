"""Quizzes with limits, and moments to count from."""

import datetime

import pytest

from home.clock import tick
from quizzes.attempts.submitting import close_all_overdue, close_overdue
from quizzes.quiz.overrides import QuizOverride
from tests.factories.quizzes import QuizFactory, placed, question

MINUTE = datetime.timedelta(minutes=1)


HOUR = 60 * MINUTE


DAY = 24 * HOUR


SECOND = datetime.timedelta(seconds=1)


AT = datetime.datetime(2026, 11, 22, 12, 0, tzinfo=datetime.UTC)


@pytest.fixture
def quiz_of():
    """A placed quiz of two statements, ten minutes long unless told otherwise."""

    def make(**rules):
        asks = [question(kind="true_false") for _ in range(2)]
        return placed(QuizFactory(asks=asks, **{"time_limit_minutes": 10} | rules), required=True)

    return make


def allow(place, enrolment=None, **fields):
    """An exception for one learner, else for the whole run."""
    whose = {"enrolment": enrolment} if enrolment else {"run": place.step.course.runs.get()}
    return QuizOverride.objects.create(quiz=place.quiz, **whose, **fields)


CLOSERS = [
    pytest.param(lambda attempt, now: close_overdue(attempt, now=now), id="by a request"),
    pytest.param(lambda attempt, now: close_all_overdue(now), id="by the clock's job"),
    pytest.param(lambda attempt, now: tick(now), id="by the clock"),
]


GRACE = {"when_time_is_up": "grace", "grace_minutes": 60}


DEADLINE = AT + 10 * MINUTE


def after(attempt):
    attempt.refresh_from_db()
    return attempt.state
