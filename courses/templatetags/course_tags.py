"""Courses on pages of others: the cards of the front page, the way back into one's studies."""

from typing import Any

from django import template
from django.template import Context
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from courses.catalogue.listing import access_in_words, listed_courses
from courses.enrolling.models import Enrolment
from courses.progress.studies import studies_by_course

register = template.Library()


@register.inclusion_tag("courses/cards.html", takes_context=True)
def course_cards(context: Context, level: int = 3) -> dict[str, Any]:
    """All courses on offer as cards, with the reader's own progress; six queries at most."""
    return {
        "courses": listed_courses(get_language() or "fi"),
        "studies": studies_by_course(context["request"].user),
        "level": level,
    }


@register.simple_tag(takes_context=True)
def latest_study(context: Context) -> Enrolment | None:
    """The reader's active enrolment to go on with, None without one; one query."""
    user = context["request"].user
    if not user.is_authenticated:
        return None
    mine = Enrolment.objects.active().filter(learner=user)
    return mine.select_related("run__course", "last_step").latest_first().first()


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
