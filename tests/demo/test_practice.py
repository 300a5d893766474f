"""The practice quiz: one question of every type, in two languages."""

import random

import pytest
from wagtail.models import Locale

from demo.loading.practice import load_practice, sent_for
from demo.loading.texts import COURSES, read, translated
from quizzes.attempts.models import Attempt
from quizzes.attempts.submitting import submit_attempt
from quizzes.banks.models import Question
from quizzes.grading.registry import TYPES
from tests.factories.quizzes import answered, placed, started

FILE = COURSES / "kouluttajakoulutus/03-arviointi/practice.toml"


@pytest.fixture
def quiz(db):
    Locale.objects.get_or_create(language_code="sv")
    return load_practice(read(FILE), translated(FILE, "sv"))


def test_every_type_is_there_once_in_both_languages(quiz):
    for language in ("fi", "sv"):
        made = Question.objects.filter(locale__language_code=language, live=True)
        assert sorted(made.values_list("kind", flat=True)) == sorted(TYPES)


def test_loading_it_again_changes_nothing(quiz):
    again = load_practice(read(FILE), translated(FILE, "sv"))

    assert (again.pk, Question.objects.count()) == (quiz.pk, 2 * len(TYPES))


def test_its_right_answers_are_right(quiz):
    attempt = started(placed(quiz))
    for response in attempt.responses.select_related("question_version"):
        if response.question_version.content["kind"] != "description":
            answered(
                attempt, response.position, choice=(), sent=sent_for(response, random.Random(1))
            )
    submit_attempt(attempt)

    attempt.refresh_from_db()
    states = set(attempt.responses.values_list("state", flat=True))
    assert attempt.state == Attempt.State.NEEDS_GRADING
    assert states == {"right", "needs_grading", "unanswered"}
