"""A learner in the middle of an attempt."""

import datetime
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from quizzes.attempts.history import ResponseEvent
from quizzes.attempts.models import Attempt, Response
from tests.factories.accounts import UserFactory
from tests.factories.quizzes import QuizFactory, QuizPageFactory, enrolled, question, started

JSON = {"Accept": "application/json"}


@pytest.fixture
def learner(client):
    person = UserFactory()
    client.force_login(person)
    return person


@pytest.fixture
def page():
    """A required quiz of two questions in ten minutes."""
    quiz = QuizFactory(asks=[question(), question(kind="true_false")], time_limit_minutes=10)
    return QuizPageFactory(quiz=quiz, required=True)


@pytest.fixture
def enrolment(page, learner):
    return enrolled(page, learner)


@pytest.fixture
def attempt(page, enrolment):
    return started(page, enrolment)


def at(name, attempt, *args):
    return reverse(f"quizzes:{name}", args=[attempt.pk, *args])


def form(response, choice, **fields):
    """What the page's form sends."""
    return {
        "choice": choice,
        "key": str(uuid4()),
        "based_on": str(response.version),
        "go": "stay",
    } | fields


def run_out(attempt, seconds):
    """Let the attempt's deadline have passed so long ago."""
    now = timezone.now()
    attempt.started_at = now - datetime.timedelta(days=1)
    attempt.deadline_at = now - datetime.timedelta(seconds=seconds)
    attempt.save()


def snapshot():
    return [list(model.objects.values()) for model in (Attempt, Response, ResponseEvent)]


def address(name, attempt):
    return at(name, attempt, 1) if name == "question" else at(name, attempt)
