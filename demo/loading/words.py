"""The glossary and the service cards, in three languages."""

from typing import Any

from django.utils import timezone
from django.utils.text import slugify

from demo.loading.bodies import stream
from demo.loading.pages import locale
from demo.loading.snippets import snippet_key
from demo.loading.texts import CONTENT, Text, read
from home.cards.models import ServiceCard
from home.glossary.models import GlossaryTerm
from home.html import clean
from home.words import SOURCE_LANGUAGE

LANGUAGES = ("fi", "sv", "en")
WORDS = CONTENT / "words"
CARD_WORDS = ("name", "summary", "decided_by", "cost", "law", "url")
OVERLAY_WORDS = ("contact", "differs")


def load_words() -> None:
    """Publish the terms and the cards that are missing; a query or two for each kind."""
    _add(GlossaryTerm, "term", read(WORDS / "terms.toml")["term"], _term_words)
    _add(ServiceCard, "name", read(WORDS / "cards.toml")["card"], _card_words)


def _add(model: Any, name: str, texts: list[Text], words_of: Any) -> None:
    # All at once, without revisions: a demo is loaded often and these are plain rows.
    there = set(model.objects.values_list("translation_key", "locale__language_code"))
    now = timezone.now()
    locales = {language: locale(language) for language in LANGUAGES}
    model.objects.bulk_create(
        model(
            translation_key=key,
            locale=locales[language],
            slug=slugify(text[language][name]),
            review_by=text["review_by"],
            live=True,
            first_published_at=now,
            last_published_at=now,
            **words_of(text, language, key),
        )
        for text in texts
        for key in [snippet_key(model, text[SOURCE_LANGUAGE][name])]
        for language in LANGUAGES
        if (key, language) not in there
    )


def _term_words(text: Text, language: str, _key: object) -> dict[str, Any]:
    words = text[language]
    return {
        "term": words["term"],
        "other_forms": "\n".join(words.get("forms", [])),
        "definition": clean(words["definition"]),
        "source": words.get("source", ""),
    }


def _card_words(text: Text, language: str, key: object) -> dict[str, Any]:
    words = text[language]
    counties = [
        (
            "county",
            {"county": county["key"], "url": county["url"]}
            | {field: clean(county[language][field]) for field in OVERLAY_WORDS},
        )
        for county in text.get("county", [])
    ]
    return {field: words.get(field, "") for field in CARD_WORDS} | {
        "for_whom": clean(words["for_whom"]),
        "how": clean(words["how"]),
        "overlays": stream(key, counties),
    }
