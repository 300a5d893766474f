"""The front page, the standard pages and the help, in three languages."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from wagtail.models import Page, Site

from courses.models import CataloguePage
from demo.loading.bodies import body, places, stream
from demo.loading.pages import locale, put, put_translation
from demo.loading.texts import CONTENT, Text, identity, read
from home.html import clean
from home.models import HelpPage, HomePage, StandardPage
from home.words import SOURCE_LANGUAGE

LANGUAGES = ("fi", "sv", "en")
CATALOGUE = {
    "fi": ("Koulutukset", "koulutukset", "Valitse koulutus ja aloita, kun sinulle sopii."),
    "sv": ("Utbildningar", "utbildningar", "Välj en utbildning och börja när det passar dig."),
    "en": ("Courses", "courses", "Choose a course and begin when it suits you."),
}


def load_site() -> CataloguePage:
    """Make the site's pages where they are missing; return the Finnish catalogue."""
    texts = read(CONTENT / "site.toml")
    home = _home(texts["home"])
    title, slug, introduction = CATALOGUE[SOURCE_LANGUAGE]
    catalogue = put(
        home, CataloguePage, "catalogue", title=title, slug=slug, introduction=introduction
    )
    for language in LANGUAGES[1:]:
        title, slug, introduction = CATALOGUE[language]
        put_translation(catalogue, language, title=title, slug=slug, introduction=introduction)
    for text in texts["page"]:
        _standard_page(home, text)
    _help(home, read(CONTENT / "help.toml"))
    return catalogue


def _home(texts: Text) -> HomePage:
    for language in LANGUAGES:
        locale(language)
    root = Page.objects.get(depth=1)
    Page.objects.filter(depth=2, content_type__model="page").delete()
    home = HomePage.objects.filter(locale__language_code=SOURCE_LANGUAGE).first()
    if home is None:
        home = HomePage(
            slug="etusivu",
            locale=locale(SOURCE_LANGUAGE),
            translation_key=identity("page", "home"),
            **_home_words(texts[SOURCE_LANGUAGE]),
        )
        root.refresh_from_db()
        root.add_child(instance=home)
        home.save_revision().publish()
    _site(home)
    for language in LANGUAGES[1:]:
        words = _home_words(texts[language])
        put_translation(home, language, slug=f"home-{language}", **words)
    return home


def _home_words(text: Text) -> dict[str, Any]:
    return {
        "title": text["title"],
        "lead": text["lead"],
        "points": stream(
            "home",
            [
                ("point", {"heading": point["heading"], "text": point["text"]})
                for point in text["points"]
            ],
        ),
    }


def _site(home: HomePage) -> None:
    address = urlsplit(settings.BASE_URL)
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={
            "hostname": address.hostname or "localhost",
            "port": address.port or (443 if address.scheme == "https" else 80),
            "site_name": settings.WAGTAIL_SITE_NAME,
            "root_page": home,
        },
    )


def _standard_page(home: HomePage, text: Text) -> None:
    name = text["slug_fi"]
    page = put(home, StandardPage, name, **_standard_words(text, SOURCE_LANGUAGE))
    for language in LANGUAGES[1:]:
        put_translation(page, language, **_standard_words(text, language))


def _standard_words(text: Text, language: str) -> dict[str, Any]:
    words = text[language]
    block = [{"type": "text", "html": words["html"]}]
    return {
        "title": words["title"],
        "slug": text[f"slug_{language}"],
        "summary": words["summary"],
        "body": body(block, text["slug_fi"], language, block),
        "in_footer": True,
        "part": text.get("part", ""),
    }


def _help(home: HomePage, text: Text) -> None:
    page = put(home, HelpPage, "help", **_help_words(text, SOURCE_LANGUAGE))
    for language in LANGUAGES[1:]:
        put_translation(page, language, **_help_words(text, language))


def _help_words(text: Text, language: str) -> dict[str, Any]:
    topics = [
        (
            "topic",
            {
                "heading": topic["heading"][language],
                "questions": [
                    {"type": "item", "id": place, "value": _question_words(question, language)}
                    for place, question in zip(
                        places(f"help/{number}", len(topic["question"])),
                        topic["question"],
                        strict=True,
                    )
                ],
            },
        )
        for number, topic in enumerate(text["topic"])
    ]
    return {
        "title": text["title"][language],
        "slug": text["slug"][language],
        "summary": text["summary"][language],
        "contact": clean(text["contact"][language]),
        "topics": stream("help", topics),
        "review_by": text["review_by"],
    }


def _question_words(question: Text, language: str) -> dict[str, str]:
    return {
        "question": question["question"][language],
        "answer": clean(question["answer"][language]),
        "other_words": question["other"][language],
    }
