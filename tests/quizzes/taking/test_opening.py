"""A learner's way into an attempt, and who has none."""

from uuid import uuid4

import pytest
from django.urls import reverse

from quizzes.attempts.models import Attempt
from quizzes.attempts.submitting import submit_attempt
from tests.factories.quizzes import answered, enrolled, started, step_of
from tests.quizzes.taking.conftest import JSON, address, at, form, snapshot

pytestmark = pytest.mark.django_db


# --- starting ---------------------------------------------------------------------------


def test_starting_leads_to_the_first_question(client, page, enrolment):
    response = client.post(reverse("quizzes:start", args=[step_of(page).key]))

    attempt = Attempt.objects.get()
    assert response.url == at("question", attempt, 1)
    assert client.get(response.url).status_code == 200


def test_starting_again_continues_at_the_first_open_question(client, page, attempt):
    answered(attempt, 1)

    response = client.post(reverse("quizzes:start", args=[step_of(page).key]))

    assert response.url == at("question", attempt, 2)
    assert Attempt.objects.count() == 1


def test_reading_the_address_of_starting_starts_nothing(client, page, enrolment):
    response = client.get(reverse("quizzes:start", args=[step_of(page).key]))

    assert response.url == page.get_url()
    assert not Attempt.objects.exists()


def test_starting_needs_an_enrolment_and_says_so(client, page, learner, finnish):
    response = client.post(reverse("quizzes:start", args=[step_of(page).key]))

    assert response.status_code == 403
    assert response.context["reason"] == "not_enrolled"
    assert not Attempt.objects.exists()


def test_starting_is_refused_when_attempts_are_used(client, page, enrolment):
    page.quiz.attempts_allowed = 1
    page.quiz.save()
    submit_attempt(started(page, enrolment))

    response = client.post(reverse("quizzes:start", args=[step_of(page).key]))

    assert (response.status_code, response.context["reason"]) == (403, "no_attempts_left")


@pytest.mark.parametrize("kind", ["unknown", "retired", "lesson"])
def test_what_is_no_quiz_cannot_be_started(client, page, enrolment, kind):
    step = step_of(page)
    key = uuid4() if kind == "unknown" else step.key
    if kind == "retired":
        page.unpublish()
    if kind == "lesson":
        step.kind = "lesson"
        step.save()

    assert client.post(reverse("quizzes:start", args=[key])).status_code == 404
    assert not Attempt.objects.exists()


# --- who may ----------------------------------------------------------------------------

EVERY_VIEW = ["question", "summary", "submit", "result", "review"]


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", EVERY_VIEW)
def test_a_strangers_attempt_is_not_there(client, learner, page, name, method):
    strangers = started(page, enrolled(page))
    before = snapshot()

    sent = form(strangers.responses.first(), "true")
    response = getattr(client, method)(address(name, strangers), sent)

    allowed = {404} if method == "get" or name in ("question", "submit") else {405}
    assert response.status_code in allowed
    assert snapshot() == before


@pytest.mark.parametrize("name", EVERY_VIEW)
def test_nobody_in_particular_is_led_to_sign_in_and_back(client, page, name):
    somebodys = started(page)

    response = client.get(address(name, somebodys))

    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))
    assert response.url.endswith(f"?next={address(name, somebodys)}")


def test_a_script_that_was_signed_out_is_told_so(client, page):
    somebodys = started(page)

    response = client.post(at("question", somebodys, 1), {}, headers=JSON)

    assert response.status_code == 401
    assert response.json()["sign_in"] == reverse("account_login")
