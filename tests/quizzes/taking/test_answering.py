"""A learner's answers, as the browser sends them and is told of them."""

import pytest
from django.utils import timezone

from courses.enrolling.enrol import withdraw
from quizzes.attempts.history import ResponseEvent
from quizzes.attempts.models import Response
from quizzes.attempts.submitting import submit_attempt
from tests.factories.quizzes import (
    QuizFactory,
    QuizPageFactory,
    answered,
    enrolled,
    question,
    right_keys,
    started,
)
from tests.quizzes.taking.conftest import JSON, at, form, run_out, snapshot

pytestmark = pytest.mark.django_db


def test_a_question_shows_its_options_and_no_key(client, attempt):
    response = client.get(at("question", attempt, 1))

    for option in response.context["question"].options:
        assert option.key in response.text
        assert option.feedback.text not in response.text
    assert response.headers["Cache-Control"].count("no-store") == 1


def test_saving_by_the_form_leads_back_with_a_receipt(client, attempt, finnish):
    asked = attempt.responses.first()

    response = client.post(at("question", attempt, 1), form(asked, right_keys(asked)), follow=True)

    assert response.redirect_chain == [(at("question", attempt, 1), 302)]
    saved_at = timezone.localtime(ResponseEvent.objects.get().saved_at)
    assert f"{saved_at.hour}.{saved_at.minute:02}" in response.text
    [chosen] = [option for option in response.context["question"].options if option.chosen]
    assert [chosen.key] == right_keys(asked)


@pytest.mark.parametrize(
    ("go", "to"),
    [
        ("stay", ("question", 1)),
        ("2", ("question", 2)),
        ("summary", ("summary",)),
        ("x", ("question", 1)),
    ],
)
def test_the_buttons_of_the_form_save_and_go_on(client, attempt, go, to):
    asked = attempt.responses.first()

    response = client.post(at("question", attempt, 1), form(asked, right_keys(asked), go=go))

    assert response.url == at(to[0], attempt, *to[1:])
    assert ResponseEvent.objects.count() == 1


def test_going_on_without_an_answer_stores_nothing(client, attempt):
    response = client.post(at("question", attempt, 1), form(attempt.responses.first(), [], go="2"))

    assert response.url == at("question", attempt, 2)
    assert not ResponseEvent.objects.exists()


def test_the_script_gets_a_receipt_and_the_new_version(client, attempt):
    asked = attempt.responses.first()

    response = client.post(at("question", attempt, 1), form(asked, right_keys(asked)), headers=JSON)

    told = response.json()
    assert response.status_code == 200
    assert (told["version"], told["answered"], told["notice"]) == (1, True, "")
    assert 0 < told["seconds_left"] <= 600
    assert told["receipt"]


def test_a_save_takes_seven_queries(client, attempt, count_queries):
    asked = attempt.responses.first()
    sent = form(asked, right_keys(asked))

    with count_queries(7):
        client.post(at("question", attempt, 1), sent, headers=JSON)


def test_the_other_page_is_told_that_it_replaced_an_answer(client, attempt):
    asked = attempt.responses.first()
    answered(attempt, 1)

    other = [option["id"] for option in asked.question_version.content["structure"]["options"]][1]
    response = client.post(at("question", attempt, 1), form(asked, [other]), headers=JSON)

    assert response.json()["notice"]
    assert Response.objects.get(pk=asked.pk).answer == {"options": [other]}


def test_a_reloaded_save_is_stored_once(client, attempt):
    asked = attempt.responses.first()
    sent = form(asked, right_keys(asked))

    for _ in range(3):
        assert client.post(at("question", attempt, 1), sent).status_code == 302

    assert ResponseEvent.objects.count() == 1


@pytest.mark.parametrize("headers", [JSON, {}], ids=["script", "form"])
@pytest.mark.parametrize(
    "spoilt",
    [
        pytest.param({"key": "not-a-uuid"}, id="malformed key"),
        pytest.param({"key": "\x00"}, id="a NUL as key"),
        pytest.param({"key": ""}, id="no key"),
        pytest.param({"based_on": "٣"}, id="digits of another script"),
        pytest.param({"based_on": "-1"}, id="a version below none"),
        pytest.param({"based_on": "9" * 5000}, id="a version of 5,000 digits"),
        pytest.param({"choice": ["nonsense"]}, id="unknown option"),
        pytest.param({"choice": ["\x00\u202e" * 200]}, id="NUL and bidirectional controls"),
    ],
)
def test_bad_input_is_refused_in_words_and_changes_nothing(client, attempt, spoilt, headers):
    asked = attempt.responses.first()
    answered(attempt, 1)
    asked.refresh_from_db()
    before = snapshot()

    response = client.post(
        at("question", attempt, 1), form(asked, right_keys(asked)) | spoilt, headers=headers
    )

    assert response.status_code == 400
    words = response.json()["error"] if headers else response.context["refusal"].label
    assert words
    assert snapshot() == before


def test_two_options_for_a_single_choice_are_refused(client, attempt):
    asked = attempt.responses.first()
    both = [option["id"] for option in asked.question_version.content["structure"]["options"]][:2]

    response = client.post(at("question", attempt, 1), form(asked, both))

    assert (response.status_code, response.context["refusal"]) == (400, "one_only")
    assert not ResponseEvent.objects.exists()


def test_a_huge_body_is_refused(client, attempt):
    sent = form(attempt.responses.first(), ["x" * 3_000_000])

    assert client.post(at("question", attempt, 1), sent).status_code == 400
    assert not ResponseEvent.objects.exists()


@pytest.mark.parametrize("place", ["3", "0", "99999999999999999999999", "1" * 300])
def test_a_question_that_there_is_not_is_a_404(client, attempt, place):
    for method in (client.get, client.post):
        response = method(f"{at('summary', attempt)}{place}/", form(attempt.responses.first(), []))
        assert response.status_code == 404


def test_an_attempt_number_beyond_any_database_is_a_404(client, learner):
    assert client.get(f"/fi/kokeet/yritys/{'9' * 40}/").status_code == 404


@pytest.mark.parametrize("headers", [JSON, {}], ids=["script", "form"])
def test_an_answer_to_a_submitted_attempt_is_a_conflict_in_words(client, attempt, headers):
    asked = attempt.responses.first()
    submit_attempt(attempt)
    before = snapshot()

    response = client.post(
        at("question", attempt, 1), form(asked, right_keys(asked)), headers=headers
    )

    assert response.status_code == 409
    assert snapshot() == before
    if headers:
        assert response.json()["next"] == at("result", attempt)
    else:
        assert at("result", attempt) in response.text


def test_an_answer_after_the_grace_is_told_what_counted(client, attempt):
    answered(attempt, 1)
    run_out(attempt, 61)
    asked = attempt.responses.get(position=2)

    response = client.post(at("question", attempt, 2), form(asked, ["true"]))

    assert response.status_code == 409
    assert response.context["reason"] == "time_is_up"
    assert [row["answered_at"] is not None for row in response.context["rows"]] == [True, False]
    attempt.refresh_from_db()
    assert attempt.submitted_at == attempt.deadline_at
    assert ResponseEvent.objects.count() == 1


def test_an_answer_within_the_grace_is_stored(client, attempt):
    run_out(attempt, 30)
    asked = attempt.responses.get(position=2)

    assert client.get(at("question", attempt, 2)).context["time_is_up"]
    assert client.post(at("question", attempt, 2), form(asked, ["true"])).status_code == 302
    assert ResponseEvent.objects.count() == 1


def test_who_left_the_course_cannot_answer(client, attempt, enrolment):
    withdraw(enrolment)

    response = client.post(at("question", attempt, 1), form(attempt.responses.first(), []))

    assert (response.status_code, response.context["reason"]) == (403, "withdrawn")


def test_the_language_may_change_in_the_middle_of_an_attempt(client, attempt):
    answered(attempt, 2, ["false"])
    swedish = at("question", attempt, 2).replace("/fi/", "/sv/")

    response = client.get(swedish)

    [chosen] = [option for option in response.context["question"].options if option.chosen]
    assert chosen.key == "false"
    # There is no Swedish text of this question yet: it is marked as the Finnish that it is.
    assert response.context["question"].stem.language == "fi"
    assert 'id="stem" lang="fi"' in response.text


@pytest.mark.parametrize("count", [1, 3, 20])
def test_a_question_page_takes_few_queries_whatever_the_number_of_questions(
    client, learner, count_queries, count
):
    page = QuizPageFactory(quiz=QuizFactory(asks=[question() for _ in range(count)]))
    attempt = started(page, enrolled(page, learner))
    client.get(at("question", attempt, 1))

    with count_queries(at_most=6):
        client.get(at("question", attempt, 1))


@pytest.mark.parametrize("go", ["flag:999", "check:999", "unflag:0", "999", "0"])
def test_a_button_to_nowhere_saves_the_answer_and_stays(client, attempt, go):
    response = attempt.responses.get(position=1)
    here = at("question", attempt, 1)

    answer = client.post(here, form(response, right_keys(response), go=go))

    assert (answer.status_code, answer.url) == (302, here)
    response.refresh_from_db()
    assert (response.version, response.is_answered) == (1, True)
