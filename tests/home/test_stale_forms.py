"""A form that no longer fits its cookie: nothing is done, nothing typed is lost or given away."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from tests.factories.accounts import PASSWORD, AccountHolderFactory
from tests.factories.questions import sample_question
from tests.factories.quizzes import QuizFactory, QuizPageFactory, enrolled, question, started

pytestmark = pytest.mark.django_db
OURS = {"Origin": "http://testserver"}
BY_REFERER = {"Referer": "http://testserver/fi/kokeet/yritys/1/2/"}
THEIRS = [
    pytest.param({"Origin": "https://evil.example"}, id="another site"),
    pytest.param({"Origin": "null"}, id="a frame without a site"),
    pytest.param({"Origin": "http://testserver.evil.example"}, id="a site that begins like ours"),
    pytest.param({"Origin": "https://evil.example"} | BY_REFERER, id="the origin goes first"),
    pytest.param({"Referer": "https://evil.example/testserver"}, id="by referer"),
    pytest.param({"Referer": "http://[broken"}, id="a broken referer"),
    pytest.param({}, id="the browser does not say"),
]
JSON = {"Accept": "application/json"}
TYPED = 'Pitkä <script>alert("x")</script> & vastaus'


@pytest.fixture
def attempt():
    page = QuizPageFactory(quiz=QuizFactory(asks=[question(), sample_question("short_answer")]))
    return started(page, enrolled(page, AccountHolderFactory()))


@pytest.fixture
def browser(attempt):
    """A browser that has signed in anew on another tab, after the form was opened."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(attempt.enrolment.learner)
    return client


def form(attempt, **fields):
    return {
        "csrfmiddlewaretoken": "a" * 64,
        "learner": str(attempt.enrolment.learner_id),
        "key": "00000000-0000-0000-0000-000000000007",
        "based_on": "0",
        "go": "summary",
        "text": TYPED,
    } | fields


def at(attempt, position=2):
    return reverse("quizzes:question", args=[attempt.pk, position])


def hidden(response):
    """The fields of the page's own form, as a browser would send them."""
    held = response.text.partition('<form class="text"')[2].partition("</form>")[0]
    found = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', held)
    entities = {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&#x27;": "'", "&amp;": "&"}
    fields = {}
    for name, value in found:
        for entity, letter in entities.items():
            value = value.replace(entity, letter)
        fields[name] = value
    return fields


@pytest.mark.parametrize("headers", [OURS, BY_REFERER], ids=["by origin", "by referer"])
def test_an_answer_is_shown_and_sent_once_more(browser, attempt, headers):
    refused = browser.post(at(attempt), form(attempt), headers=headers)

    assert refused.status_code == 403
    assert attempt.responses.get(position=2).answer is None
    assert "no-store" in refused.headers["Cache-Control"]
    assert refused.context["held"] == [("Kysymys 2", TYPED)]
    assert "<script>alert" not in refused.text
    assert f'method="post" action="{at(attempt)}"' in refused.text
    again = hidden(refused)
    assert again.keys() == {"csrfmiddlewaretoken", "learner", "key", "based_on", "text"}

    saved = browser.post(at(attempt), again, headers=headers)

    assert saved.url == at(attempt)
    assert attempt.responses.get(position=2).answer == {"text": TYPED}


@pytest.mark.parametrize("headers", THEIRS)
def test_a_form_of_another_site_gets_nothing_to_press(browser, attempt, headers):
    refused = browser.post(at(attempt), form(attempt), headers=headers)

    assert refused.status_code == 403
    assert "vastaus" not in refused.text
    assert hidden(refused) == {}
    assert "evil" not in refused.text
    assert attempt.responses.get(position=2).answer is None


@pytest.mark.parametrize("headers", THEIRS)
def test_a_script_of_another_site_gets_no_token(browser, attempt, headers):
    refused = browser.post(at(attempt), form(attempt), headers=headers | JSON)

    assert refused.status_code == 403
    assert refused.json().keys() == {"error"}


def test_what_was_chosen_is_said_in_words(browser, attempt):
    asked = attempt.responses.select_related("question_version").get(position=1)
    option = asked.question_version.content["structure"]["options"][0]["id"]

    refused = browser.post(at(attempt, 1), form(attempt, choice=option), headers=OURS)

    assert refused.context["held"] == [("Kysymys 1", "Oikea")]
    assert hidden(refused)["choice"] == option


def test_a_stranger_reads_only_what_came_with_the_request(attempt):
    asked = attempt.responses.select_related("question_version").get(position=1)
    option = asked.question_version.content["structure"]["options"][0]["id"]
    stranger = Client(enforce_csrf_checks=True)
    stranger.force_login(AccountHolderFactory())

    for client in (stranger, Client(enforce_csrf_checks=True)):
        refused = client.post(at(attempt, 1), form(attempt, choice=option, text=""), headers=OURS)

        assert refused.context["held"] == [("Vastauksesi", "Myös valintasi on tallella.")]
        assert "Oikea" not in refused.text


def test_signed_out_it_is_sent_once_more_and_waits_for_the_sign_in(attempt):
    nobody = Client(enforce_csrf_checks=True)

    refused = nobody.post(at(attempt), form(attempt), headers=OURS)
    away = nobody.post(at(attempt), hidden(refused), headers=OURS)

    assert away.url.startswith(reverse("account_login"))
    nobody.force_login(attempt.enrolment.learner)
    assert "Pitkä" in nobody.get(at(attempt)).text
    assert attempt.responses.get(position=2).answer is None


def test_passwords_are_never_carried_along(attempt):
    client = Client(enforce_csrf_checks=True)

    refused = client.post(
        reverse("account_login"),
        {"login": attempt.enrolment.learner.email, "password": PASSWORD},
        headers=OURS | {"Referer": "http://testserver//evil.example/fi/tili/kirjaudu/?next=/x"},
    )

    assert refused.status_code == 403
    assert PASSWORD not in refused.text
    assert hidden(refused) == {}
    # The way back is a path of this site, whatever the browser said.
    assert 'href="/evil.example/fi/tili/kirjaudu/"' in refused.text
    assert "no-store" in refused.headers["Cache-Control"]


def test_files_are_not_carried_along_and_that_is_said(browser, attempt, tmp_path):
    (tmp_path / "liite.txt").write_text("salaisuus")

    with (tmp_path / "liite.txt").open("rb") as upload:
        refused = browser.post(at(attempt), form(attempt, upload=upload), headers=OURS)

    assert "upload" not in hidden(refused)
    assert "salaisuus" not in refused.text
    assert refused.context["has_files"]


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_it_speaks_the_readers_language(browser, attempt, language):
    with override(language):
        address = at(attempt)

    refused = browser.post(address, form(attempt), headers=OURS)

    assert f'<html lang="{language}"' in refused.text


def test_a_script_is_given_a_cookie_that_fits_and_its_next_try_is_saved(browser, attempt):
    headers = OURS | JSON
    refused = browser.post(at(attempt), form(attempt), headers=headers)

    told = refused.json()
    assert (refused.status_code, told["again"], told["keep"]) == (403, True, True)
    assert attempt.responses.get(position=2).answer is None
    token = refused.cookies["csrftoken"].value

    sent = form(attempt)
    del sent["csrfmiddlewaretoken"]
    for _ in range(2):
        saved = browser.post(at(attempt), sent, headers=headers | {"X-CSRFToken": token})
        assert saved.json()["version"] == 1
    assert attempt.responses.get(position=2).events.count() == 1


def test_a_script_without_a_sign_in_is_told_to_sign_in(attempt):
    nobody = Client(enforce_csrf_checks=True)

    refused = nobody.post(at(attempt), form(attempt), headers=OURS | JSON)

    assert refused.status_code == 401
    assert refused.json()["sign_in"] == reverse("account_login")
