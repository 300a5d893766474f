"""Answers that came late or without a sign-in: kept, shown, and settled by their learner."""

import re
from uuid import UUID, uuid4

import pytest
from django.urls import reverse

from quizzes.attempts.history import ResponseEvent, ResponseProposal
from quizzes.attempts.models import Response
from quizzes.attempts.proposing import settle_proposal
from quizzes.attempts.refusals import SaveRefusedError
from quizzes.attempts.submitting import submit_attempt
from quizzes.personal_data import export_quizzes
from quizzes.quiz.overrides import QuizOverride
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.questions import sample_question
from tests.factories.quizzes import (
    QuizFactory,
    QuizPageFactory,
    answered,
    enrolled,
    question,
    started,
)

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}
KEY = UUID(int=7)


@pytest.fixture
def attempt(client):
    page = QuizPageFactory(
        quiz=QuizFactory(asks=[question(), sample_question("short_answer")], time_limit_minutes=10)
    )
    made = started(page, enrolled(page, UserFactory(password=PASSWORD)))
    client.force_login(made.enrolment.learner)
    return made


@pytest.fixture
def options(attempt):
    response = attempt.responses.select_related("question_version").first()
    return [option["id"] for option in response.question_version.content["structure"]["options"]]


def at(name, attempt, *args):
    return reverse(f"quizzes:{name}", args=[attempt.pk, *args])


def form(response, **fields):
    return {"key": str(uuid4()), "based_on": response.version, "go": "stay"} | fields


def in_force():
    return Response.objects.get(position=1).answer


def test_from_the_queue_a_newer_answer_is_not_replaced_but_both_are_kept(attempt, options):
    answered(attempt, 1, [options[1]])

    receipt = answered(attempt, 1, [options[0]], based_on=0, queued=True)

    assert in_force() == {"options": [options[1]]}
    assert receipt.proposal.answer == {"options": [options[0]]}
    assert ResponseEvent.objects.count() == 1


def test_from_the_queue_without_a_newer_answer_it_is_a_save_like_any_other(attempt, options):
    receipt = answered(attempt, 1, [options[0]], based_on=0, queued=True)

    assert receipt.is_new
    assert in_force() == {"options": [options[0]]}
    assert not ResponseProposal.objects.exists()


def test_the_answer_in_force_from_the_queue_proposes_nothing(attempt, options):
    answered(attempt, 1, [options[0]])

    answered(attempt, 1, [options[0]], based_on=0, queued=True)

    assert not ResponseProposal.objects.exists()


def test_the_same_queued_answer_again_is_proposed_once(attempt, options):
    answered(attempt, 1, [options[1]])

    for _ in range(3):
        answered(attempt, 1, [options[0]], based_on=0, queued=True, key=KEY)

    assert ResponseProposal.objects.count() == 1


@pytest.fixture
def proposal(attempt, options):
    answered(attempt, 1, [options[1]])
    return answered(attempt, 1, [options[0]], based_on=0, queued=True).proposal


def settle(proposal, take, learner=None):
    attempt = proposal.response.attempt
    return settle_proposal(
        learner=learner or attempt.enrolment.learner,
        attempt_id=attempt.pk,
        position=1,
        proposal_id=proposal.pk,
        take=take,
    )


@pytest.mark.parametrize("take", [True, False])
def test_the_learner_says_which_counts(proposal, options, take):
    settle(proposal, take)
    settle(proposal, not take)

    proposal.refresh_from_db()
    assert (proposal.taken, proposal.settled_at is not None) == (take, True)
    assert in_force() == {"options": [options[0 if take else 1]]}
    assert ResponseEvent.objects.count() == (2 if take else 1)


def test_nothing_is_settled_after_submitting(proposal, attempt):
    submit_attempt(attempt)

    with pytest.raises(SaveRefusedError):
        settle(proposal, True)

    proposal.refresh_from_db()
    assert proposal.settled_at is None


def test_the_page_shows_both_answers_and_settles_them(client, proposal, attempt, options):
    page = client.get(at("question", attempt, 1))

    assert page.text.count('name="take"') == 2
    assert "Oikea" in page.context["asked"][0].proposals[0][1]
    assert [row["number"] for row in client.get(at("summary", attempt)).context["proposed"]] == [1]
    client.post(at("settle", attempt, 1, proposal.pk), {"take": "1"})
    assert in_force() == {"options": [options[0]]}
    assert 'name="take"' not in client.get(at("question", attempt, 1)).text


def test_the_script_is_told_of_a_proposal(client, attempt, options):
    asked = attempt.responses.first()
    answered(attempt, 1, [options[1]])

    told = client.post(
        at("question", attempt, 1), form(asked, choice=options[0], queued="1"), headers=JSON
    ).json()

    assert told["proposed"]
    assert told["notice"]


@pytest.mark.parametrize("headers", [JSON, {}], ids=["script", "form"])
def test_a_page_of_somebody_else_saves_nothing(client, attempt, options, headers):
    sent = form(attempt.responses.first(), choice=options[0], learner="999999")

    response = client.post(at("question", attempt, 1), sent, headers=headers)

    assert response.status_code == 409
    assert in_force() is None
    if headers:
        assert response.json()["keep"]


# --- without a sign-in ------------------------------------------------------------------


def sign_in(client, address, person):
    """Sign in where one was led to; the session goes on, as it does in a browser."""
    assert client.get(address).status_code == 200
    client.force_login(person)
    return client.get(address.partition("next=")[2])


def test_what_was_written_is_there_after_signing_in_again(client, attempt):
    person = attempt.enrolment.learner
    client.logout()
    sent = form(attempt.responses.get(position=2), text="Pitkä vastaus", learner=person.pk)

    away = client.post(at("question", attempt, 2), sent)
    back = sign_in(client, away.url, person)

    assert back.status_code == 200
    assert "Pitkä vastaus" in back.text
    assert back.context["asked"][0].is_unsaved
    assert attempt.responses.get(position=2).answer is None
    client.post(at("question", attempt, 2), form(attempt.responses.get(position=2), text="Pitkä"))
    assert attempt.responses.get(position=2).answer == {"text": "Pitkä"}
    assert not client.get(at("question", attempt, 2)).context["asked"][0].is_unsaved


def test_what_is_too_long_to_be_kept_stays_on_the_page(client, attempt):
    person = attempt.enrolment.learner
    client.logout()
    long = "sana " * 13_000
    sent = form(attempt.responses.get(position=2), text=long, learner=person.pk)

    held = client.post(at("question", attempt, 2), sent)

    assert held.status_code == 401
    assert dict(held.context["fields"])["text"] == long
    assert "no-store" in held.headers["Cache-Control"]
    assert reverse("account_login") in held.text
    assert "unsent_answers" not in client.session


def test_what_was_written_reaches_nobody_else(client, attempt):
    client.logout()
    sent = form(attempt.responses.get(position=2), text="Pitkä vastaus")
    away = client.post(at("question", attempt, 2), sent)

    stranger = UserFactory(password=PASSWORD)
    back = sign_in(client, away.url, stranger)

    assert back.status_code == 404
    assert "Pitkä vastaus" not in back.text


# --- pages that have grown old ----------------------------------------------------------


def test_a_page_can_ask_how_its_attempt_stands(client, attempt, options):
    answered(attempt, 1, [options[0]])

    told = client.get(at("standing", attempt)).json()

    assert told["open"]
    assert told["versions"] == {"1": 1, "2": 0}
    assert 0 < told["seconds_left"] <= 600


def test_a_page_of_a_submitted_attempt_is_told_where_to_go(client, attempt):
    submit_attempt(attempt)

    told = client.get(at("standing", attempt)).json()

    assert (told["open"], told["next"]) == (False, at("result", attempt))
    assert told["notice"]


def test_a_timer_that_did_not_know_of_more_time_submits_nothing(client, attempt):
    QuizOverride.objects.create(quiz=attempt.quiz, enrolment=attempt.enrolment, extra_minutes=5)

    response = client.post(at("submit", attempt), {"because": "time"})

    assert response.url == at("question", attempt, 1)
    attempt.refresh_from_db()
    assert attempt.is_open


# --- one's own data ---------------------------------------------------------------------


def test_the_export_of_ones_data_holds_signs_and_what_waited(attempt, proposal):
    QuizOverride.objects.create(
        quiz=attempt.quiz, enrolment=attempt.enrolment, extra_minutes=5, reason="Sovittu."
    )
    attempt.responses.filter(position=1).update(flagged=True)

    [exported] = export_quizzes(attempt.enrolment.learner)

    first = exported["responses"][0]
    assert first["flagged"]
    assert [row["answer"] for row in first["proposed"]] == [proposal.answer]
    assert exported["state"] == "in_progress"
    assert exported["exceptions"] == [
        {"extra_minutes": 5, "extra_attempts": 0, "reason": "Sovittu."}
    ]
    assert not re.search("fraction", str(first))
