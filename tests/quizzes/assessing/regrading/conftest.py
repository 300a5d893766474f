"""A question with a flaw, its newer version, and whoever corrects the marks."""

import pytest

from quizzes.assessing.regrading import start_regrade
from quizzes.assessing.treating import By, Treatment
from tests.factories.accounts import AdministratorFactory
from tests.factories.assessing import choice_version

A, B = {"options": ["a"]}, {"options": ["b"]}


@pytest.fixture
def flawed():
    """The key says a; it should be b."""
    return choice_version({"a": "1", "b": "0"})


@pytest.fixture
def newer(flawed):
    return choice_version({"a": "0", "b": "1"}, key=flawed.question_key)


@pytest.fixture
def other():
    return choice_version({"a": "1", "b": "0"})


@pytest.fixture
def editor():
    return AdministratorFactory()


@pytest.fixture
def regrade(editor, flawed, newer, django_capture_on_commit_callbacks):
    """Decide on a correction and apply it."""

    def regrading(by=By.VERSION, options=(), run=True, **fields):
        treatment = Treatment(by, tuple(options), (str(flawed.pk),))
        with django_capture_on_commit_callbacks(execute=run):
            return start_regrade(
                editor=editor,
                question_key=flawed.question_key,
                treatment=treatment,
                version=newer if by == By.VERSION else None,
                reason="Avain oli väärin.",
                **fields,
            )

    return regrading


def result(attempt):
    attempt.refresh_from_db()
    return attempt.percent, attempt.passed
