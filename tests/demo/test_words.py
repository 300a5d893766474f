"""The demo's glossary and service cards: whole, in three languages, and loaded once."""

import datetime
from collections import Counter

import pytest
from django.utils.text import slugify

from demo.loading.texts import CONTENT, read
from demo.loading.words import LANGUAGES, WORDS, load_words
from home.cards.models import ServiceCard
from home.glossary.models import GlossaryTerm
from home.glossary.shown import with_terms

TERMS = read(WORDS / "terms.toml")["term"]
CARDS = read(WORDS / "cards.toml")["card"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_leads_to_two_terms(language):
    forms = Counter(
        form.casefold()
        for text in TERMS
        for form in [text[language]["term"], *text[language].get("forms", [])]
    )
    assert [form for form, count in forms.items() if count > 1] == []


@pytest.mark.parametrize(("texts", "name"), [(TERMS, "term"), (CARDS, "name")])
def test_whatever_is_said_in_finnish_is_said_in_every_language(texts, name):
    for text in texts:
        said = [set(text[language]) - {"forms"} for language in LANGUAGES]
        assert said[0] == said[1] == said[2], text["fi"][name]
        assert text["review_by"] > datetime.date(2027, 1, 1)
    for language in LANGUAGES:
        addresses = {slugify(text[language][name]) for text in texts}
        assert len(addresses) == len(texts)


def test_counties_are_those_of_the_demo():
    known = {each["key"] for each in read(CONTENT / "organisations.toml")["organisation"]}
    told = [(county, card) for card in CARDS for county in card.get("county", [])]
    assert {county["key"] for county, _ in told} <= known
    assert len({card["fi"]["name"] for _, card in told}) >= 2


@pytest.mark.slow
def test_they_are_published_once_in_three_languages(db, django_assert_max_num_queries):
    load_words()
    with django_assert_max_num_queries(8):
        load_words()

    for language in LANGUAGES:
        assert GlossaryTerm.objects.shown_in(language).count() == len(TERMS) >= 30
        assert ServiceCard.objects.shown_in(language).count() == len(CARDS) >= 12
    for card in ServiceCard.objects.all():
        card.clean_fields(exclude=["locale", "responsible"])
    for term in GlossaryTerm.objects.all():
        term.clean_fields(exclude=["locale", "responsible"])
    found = {
        "fi": "<p>Kysy työeläkelaitokselta ammatillisesta kuntoutuksesta.</p>",
        "sv": "<p>Fråga arbetspensionsanstalten om yrkesinriktad rehabilitering.</p>",
        "en": "<p>Ask the pension provider about vocational rehabilitation.</p>",
    }
    for language, text in found.items():
        assert with_terms(text, language).count('class="term"') == 2, language
