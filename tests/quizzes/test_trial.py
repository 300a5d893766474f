"""An editor tries a quiz: drawn, answered, graded; nothing is recorded."""

import re

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from quizzes.attempts.history import ResponseEvent
from quizzes.attempts.models import Attempt, QuestionVersion, Response
from quizzes.grading.registry import TYPES
from tests.factories.accounts import UserFactory
from tests.factories.questions import sample_question
from tests.factories.quizzes import QuizFactory, bank_of, question

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    person = UserFactory(is_staff=True)
    person.groups.set(Group.objects.filter(name="Editors"))
    client.force_login(person)
    return person


def at(quiz):
    return reverse("quizzes:trial", args=[quiz.pk])


def nothing_recorded():
    models = (Attempt, Response, ResponseEvent, QuestionVersion)
    return not any(model.objects.exists() for model in models)


def test_an_editor_answers_and_sees_the_result(client, editor):
    quiz = QuizFactory(asks=[question(), question(kind="true_false")], draws=(2, bank_of(5)))

    asked = client.get(at(quiz))
    trial = asked.context["trial"]
    sent = {"seed": trial.seed, "questions": "1 2 3 4"}
    for item in trial.items:
        question_shown = item["question"]
        right = next(each.key for each in question_shown.options if each.verdict == "right")
        sent[f"{question_shown.prefix}choice"] = right
    checked = client.post(at(quiz), sent)

    result = checked.context["trial"]
    assert [item["question"].response.question_version.content for item in result.items] == [
        item["question"].response.question_version.content for item in trial.items
    ]
    assert (result.result.percent, result.result.passed) == (100, True)
    assert "Juuri niin." in checked.text
    assert nothing_recorded()


@pytest.mark.parametrize("kind", TYPES)
def test_every_type_can_be_tried(client, editor, kind):
    quiz = QuizFactory(asks=[sample_question(kind), question()])

    asked = client.get(at(quiz))
    seed = re.search(r'name="seed" value="(\d+)"', asked.text)[1]
    checked = client.post(at(quiz), {"seed": seed, "questions": "1 2"})

    assert checked.status_code == 200
    assert checked.context["trial"].is_graded
    assert nothing_recorded()


def test_what_cannot_be_read_comes_back_with_why(client, editor):
    quiz = QuizFactory(asks=[sample_question("numerical")])

    page = client.post(at(quiz), {"seed": "1", "questions": "1", "q1-text": "1 000"})

    assert not page.context["trial"].is_graded
    assert 'value="1 000"' in page.text


@pytest.mark.parametrize("seed", ["x", "", "9" * 400, "\x00", "-1"])
def test_a_broken_form_draws_anew(client, editor, seed):
    quiz = QuizFactory(asks=[question()])

    page = client.post(at(quiz), {"seed": seed, "questions": "1"})

    assert page.status_code == 200
    assert not page.context["trial"].is_graded


def test_a_quiz_without_questions_enough_says_so(client, editor):
    assert client.get(at(QuizFactory(draws=(3, bank_of(1))))).context["too_few"]


def test_for_anybody_else_it_is_not_there(client):
    client.force_login(UserFactory())

    assert client.get(at(QuizFactory(asks=[question()]))).status_code == 404
