"""The demo's glossary and service cards: whole, in three languages, and loaded once."""

import datetime
from collections import Counter

import pytest
from django.utils.text import slugify

from demo.loading.texts import CONTENT, COURSES, lessons, modules, read, translated
from demo.loading.words import LANGUAGES, WORDS, load_words
from home.cards.models import ServiceCard
from home.glossary.linking import Term, link_terms
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


def prose_of(value: object) -> list[str]:
    """The running text in blocks, which is where words are linked."""
    if isinstance(value, str):
        return [value] if "</p>" in value else []
    if isinstance(value, dict):
        value = list(value.values())
    return [prose for part in value for prose in prose_of(part)] if isinstance(value, list) else []


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_term_is_met_in_a_lesson(language):
    """A term that no text uses would never open for anybody."""
    pages = [
        read(file) if language == "fi" else translated(file, language)
        for course in COURSES.iterdir()
        for module in modules(course)
        for file in lessons(module)
    ]
    text = "".join(prose for page in pages if page for prose in prose_of(page.get("body", [])))
    terms = [
        Term(said["term"], (said["term"], *said.get("forms", [])))
        for said in (one[language] for one in TERMS)
    ]
    _, found = link_terms(text, terms, lambda key, words: words)
    assert set(found) == {term.key for term in terms}


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
