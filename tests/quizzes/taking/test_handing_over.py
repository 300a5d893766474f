"""A learner's way out of an attempt: summary, result and review."""

import pytest
from django.urls import reverse

from quizzes.attempts.submitting import submit_attempt
from tests.factories.quizzes import (
    QuizFactory,
    QuizPageFactory,
    answered,
    enrolled,
    question,
    started,
)
from tests.quizzes.taking.conftest import address, at, run_out, snapshot

pytestmark = pytest.mark.django_db


def test_the_summary_lists_what_is_not_answered(client, attempt):
    answered(attempt, 1)

    response = client.get(at("summary", attempt))

    assert [row["position"] for row in response.context["unanswered"]] == [2]
    assert at("question", attempt, 2) in response.text


def test_completing_the_course_leads_to_where_it_says_so(client, attempt, enrolment):
    for position in (1, 2):
        answered(attempt, position)

    response = client.post(at("submit", attempt))

    assert response.url == reverse("courses:completed", args=[enrolment.pk])
    completed = client.get(response.url)
    assert completed.status_code == 200
    assert f'<a href="{at("review", attempt)}">' in completed.text
    result = client.get(at("result", attempt))
    assert reverse("courses:completed", args=[enrolment.pk]) in result.text


def test_a_fail_leads_to_the_result(client, attempt):
    response = client.post(at("submit", attempt), follow=True)

    assert response.redirect_chain == [(at("result", attempt), 302)]
    assert not response.context["attempt"].passed
    assert at("review", attempt) in response.text


def test_submitting_twice_ends_on_the_same_result(client, attempt):
    client.post(at("submit", attempt))
    before = snapshot()

    response = client.post(at("submit", attempt))

    assert response.url == at("result", attempt)
    assert snapshot() == before


def test_reading_the_address_of_submitting_submits_nothing(client, attempt):
    assert client.get(at("submit", attempt)).url == at("summary", attempt)
    attempt.refresh_from_db()
    assert attempt.is_open


@pytest.mark.parametrize("name", ["question", "summary", "result", "review"])
def test_an_attempt_whose_time_is_up_is_submitted_by_being_looked_at(client, attempt, name):
    answered(attempt, 1)
    run_out(attempt, 3600)

    response = client.get(address(name, attempt), follow=True)

    attempt.refresh_from_db()
    assert attempt.submitted_at == attempt.deadline_at
    assert response.status_code == 200
    assert response.context["attempt"].percent == 50


@pytest.mark.parametrize("name", ["question", "summary"])
def test_a_submitted_attempt_leads_to_its_result(client, attempt, name):
    submit_attempt(attempt)

    assert client.get(address(name, attempt)).url == at("result", attempt)


@pytest.mark.parametrize("name", ["result", "review"])
def test_an_open_attempt_has_no_result_yet(client, attempt, name):
    response = client.get(at(name, attempt))

    assert response.url == at("summary", attempt)


def test_the_review_tells_the_right_answer_and_every_feedback(client, attempt):
    answered(attempt, 2, ["true"])
    submit_attempt(attempt)

    response = client.get(at("review", attempt))

    shown = response.context["questions"]
    assert [item.response.state for item in shown] == ["unanswered", "wrong"]
    for item in shown:
        for option in item.options:
            assert option.feedback.text in response.text
    verdicts = [option.verdict for option in shown[0].options]
    assert verdicts == ["right", "partly", "wrong"]


@pytest.mark.parametrize("count", [1, 3])
def test_the_review_takes_few_queries_whatever_the_number_of_questions(
    client, learner, count_queries, count
):
    page = QuizPageFactory(quiz=QuizFactory(asks=[question() for _ in range(count)]))
    attempt = submit_attempt(started(page, enrolled(page, learner)))
    client.get(at("review", attempt))

    with count_queries(at_most=5):
        client.get(at("review", attempt))


def test_the_result_says_how_many_attempts_are_left(client, page, enrolment):
    page.quiz.attempts_allowed = 2
    page.quiz.save()

    first = submit_attempt(started(page, enrolment))
    assert client.get(at("result", first)).context["tries_left"] == 1

    second = submit_attempt(started(page, enrolment))
    response = client.get(at("result", second))
    assert response.context["tries_left"] == 0
    assert response.context["refusal"] == "no_attempts_left"


def test_a_quiz_whose_page_is_gone_keeps_its_results_readable(client, page, attempt):
    submit_attempt(attempt)
    page.delete()

    for name in ("result", "review"):
        response = client.get(at(name, attempt))
        assert response.status_code == 200
        assert reverse("courses:my_studies") in response.text
