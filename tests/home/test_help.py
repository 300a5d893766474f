"""The help page: its questions, what is found among them, and where each stands."""

import re

import pytest
from django.test import override_settings

from home.meant import those_meant
from home.stems import PART, WHOLE
from tests.factories.home import HelpPageFactory, front_page, in_language, topics_of

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]

QUESTIONS = [
    ("q-1", "Milloin saan todistuksen?", "<p>Heti, kun vaatimukset täyttyvät.</p>", "diplomi"),
    ("q-2", "Unohdin salasanani. Mitä teen?", "<p>Pyydä koodi. Todistuksesi säilyy.</p>", ""),
    ("q-3", "Miten aikaraja toimii?", "<p>Aika ei pysähdy.</p>", "lisäaika\nlukivaikeus"),
]


@pytest.fixture
def page():
    return HelpPageFactory(questions=QUESTIONS, contact="<p>Kysy opettajalta.</p>")


def asked(client, words, address="/fi/ohje/"):
    """The questions listed for some words, in order."""
    response = client.get(address, {"haku": words})
    assert response.status_code == 200
    topics = response.context["found"].topics
    return [one.value["question"].partition("?")[0] for topic in topics for one in topic.questions]


def test_every_question_has_a_place_that_opens_its_answer(client, page):
    shown = client.get("/fi/ohje/").text
    assert re.findall(r'id="kysymys-(q-\d)"', shown) == ["q-1", "q-2", "q-3"]
    # Closed until asked for: the place is inside, so that a link to it opens the answer.
    assert re.search(
        r'<details class="accordion__item">\s*<summary.*?<div[^>]*id="kysymys-', shown, re.S
    )
    assert "Kysy opettajalta." in shown
    assert "diplomi" not in shown
    assert 'href="/fi/palaute/"' in shown


@pytest.mark.parametrize(
    ("words", "found"),
    [
        pytest.param("todistusta", ["Milloin saan todistuksen"], id="bent, a title before a text"),
        pytest.param("diplomista", ["Milloin saan todistuksen"], id="by another word"),
        pytest.param("lukivaikeuksia", ["Miten aikaraja toimii"], id="no dots, a plural"),
        pytest.param("salasana unohtui", ["Unohdin salasanani. Mitä teen"], id="two words"),
        pytest.param("pysahdy", ["Miten aikaraja toimii"], id="typed without dots"),
        pytest.param("saksofoni", [], id="nothing"),
        pytest.param("%", [], id="no word at all"),
        pytest.param("x" * 5000, [], id="too long"),
    ],
)
def test_questions_are_found_by_their_words(client, page, words, found):
    assert asked(client, words) == found


def test_what_was_asked_is_shown_as_text_and_no_answer_leads_on(client, page):
    shown = client.get("/fi/ohje/", {"haku": "<script>alert(1)</script>"}).text
    assert "<script>alert" not in shown
    assert "/fi/haku/?q=" in shown
    # One that was found is open at once.
    assert "<details" in client.get("/fi/ohje/", {"haku": "diplomi"}).text
    assert " open>" in client.get("/fi/ohje/", {"haku": "diplomi"}).text


def test_the_help_stands_in_the_footer_and_in_each_language(client, page):
    swedish = in_language(
        page, "sv", title="Hjälp", slug="hjalp",
        topics=topics_of([("q-1", "När får jag intyget?", "<p>Genast.</p>", "")], "Studier"),
    )  # fmt: skip
    assert 'href="/fi/ohje/">Ohje</a>' in client.get(front_page().url).text
    assert 'href="/sv/hjalp/">Hjälp</a>' in client.get(front_page("sv").url).text
    assert 'id="kysymys-q-1"' in client.get(swedish.url).text
    assert asked(client, "intyg", swedish.url) == ["När får jag intyget"]


@override_settings(LANGUAGE_CODE="fi")
def test_help_without_a_translation_is_said_to_be_finnish(client, page):
    front_page("sv")
    shown = client.get("/sv/ohje/").text
    assert "bara på finska" in shown
    assert '<div class="help" lang="fi">' in shown


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow_with_questions(client, django_assert_max_num_queries, count):
    HelpPageFactory(questions=QUESTIONS[:count])
    client.get("/fi/ohje/")
    with django_assert_max_num_queries(6):
        client.get("/fi/ohje/", {"haku": "todistus"})


def test_a_compound_is_meant_whole_where_it_is_known(monkeypatch):
    """With Voikko, "aikaraja" is known by "aika" too: that is for lists that lack the whole."""
    keys = {"aikaraja": {"aikaraja": WHOLE, "aika": PART}, "aika": {"aika": WHOLE}}
    monkeypatch.setattr("home.meant.keys_of", lambda word, _language: keys[word])
    assert those_meant(["aikaraja", "aika"], "aikaraja", str, "fi").found == ["aikaraja"]
    assert those_meant(["aika"], "aikaraja", str, "fi").found == ["aika"]


def test_a_whole_question_is_asked_by_its_rare_words():
    texts = ["en saa", "saa tulla", "saa koodin", "ei saa", "en tule saa"]
    found = those_meant(texts, "en saa koodia", str, "fi")
    assert "saa koodin" in found.found
    assert not found.has_all
