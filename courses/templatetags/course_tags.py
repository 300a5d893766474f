"""Courses on pages of others: the cards of the front page, the way back into one's studies."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.conf import settings
from django.template import Context
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _
from wagtail.models import Page

from courses.catalogue.listing import access_in_words, listed_courses
from courses.enrolling.offers import Offer
from courses.enrolling.refusals import Refusal
from courses.pages import leaving
from courses.pages.outline import OutlineModule, OutlineStep
from courses.progress.studies import Learning, studies_by_course
from home.moments import moment_in_words
from home.routing import language_of
from home.templatetags.languages import marked
from home.words import SOURCE_LANGUAGE, said_in

register = template.Library()


@register.simple_tag(takes_context=True)
def my_learning(context: Context) -> Learning:
    """How the reader stands on their courses; three queries, none for a visitor."""
    return Learning(studies_by_course(context["request"].user))


@register.inclusion_tag("courses/leaving.html")
def what_hangs_on(pages: Page | list[dict[str, Any]]) -> dict[str, Any]:
    """Warn of what courses lose with a page, or with those of a bulk action (each an `item`)."""
    chosen = [pages] if isinstance(pages, Page) else [row["item"] for row in pages]
    return {"told": [leaving.told(loss) for loss in leaving.losses(chosen)]}


@register.inclusion_tag("courses/cards.html")
def course_cards(learning: Learning, level: int = 3) -> dict[str, Any]:
    """All courses on offer as cards, with the reader's own progress; three queries."""
    return {
        "courses": listed_courses(get_language() or "fi"),
        "studies": learning.by_course,
        "level": level,
    }


@register.simple_tag(takes_context=True)
def trail_to(context: Context, *titles_and_addresses: str) -> list[dict[str, str]]:
    """
    Breadcrumbs from the catalogue on: title, address, title, address …, last title.

    The last one is this page and needs no address.
    """
    items = [{"title": _("Courses"), "href": context["chrome"].catalogue_url}]
    titles = titles_and_addresses[::2]
    addresses = (*titles_and_addresses[1::2], "")
    items += [
        {"title": title, "href": href} for title, href in zip(titles, addresses, strict=False)
    ]
    return items


@register.filter
def in_studies(course_id: int, studies: dict[int, Any]) -> Any:
    """How the reader stands on a course; None for a course that they do not take."""
    return studies.get(course_id)


register.filter("access_in_words", access_in_words)


@register.filter
def said(words: Mapping[str, str], otherwise: str = "") -> str:
    """Words kept by language: the reader's, else the Finnish ones, marked as such."""
    language = (get_language() or SOURCE_LANGUAGE)[:2]
    found = language if words.get(language) else SOURCE_LANGUAGE
    return marked(said_in(words, found, otherwise), found)


@register.filter
def worded(part: OutlineStep | OutlineModule) -> str:
    """The title of a part of an outline, marked where it is not in the reader's language."""
    return marked(part.title, part.language)


register.filter("moment", moment_in_words)


@register.filter
def spoken_in(page: Page, alternates: list[dict[str, str]]) -> str:
    """Name the languages that a page is written in, by its `chrome.alternates`."""
    known = dict(settings.LANGUAGES)
    codes = [each["code"] for each in alternates if each["code"] in known]
    codes = codes or [language_of(page)]
    return ", ".join(get_language_info(code)["name_translated"].lower() for code in codes)


@register.filter
def soonest(offers: list[Offer]) -> Offer | None:
    """The first of a course's runs that one may still take, signed in or not."""
    open_ones = (one for one in offers if one.is_takeable or one.refusal == Refusal.SIGN_IN)
    return next(open_ones, None)
