"""Which translations lag: how each course's pages stand in the other languages."""

from collections import Counter, defaultdict
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _
from wagtail.models import Page

from courses.dashboards.answers import Answer, Picture, Row, percent
from courses.health.parity import STATE_WORDS, TRANSLATED_TO, State, state_of
from courses.pages.models import CoursePage
from home import charts
from home.words import SOURCE_LANGUAGE

# As strips show them: what is ready first.
STATES = (State.LIVE, State.OLDER, State.DRAFT, State.MISSING)
MOST = 12

Counts = dict[tuple[int, str], Counter[State]]


def ask() -> Answer:
    """Answer for every course that is offered, each language; two queries."""
    roots = CoursePage.objects.filter(
        alias_of__isnull=True, course__retired_at__isnull=True
    ).select_related("course")
    courses = {root.path: root.course for root in roots}
    counts = _counts({path: course.pk for path, course in courses.items()})
    named = {course.pk: course for course in courses.values()}
    pictures = [_picture(language, named, counts) for language in TRANSLATED_TO]
    said = []
    for language in TRANSLATED_TO:
        whole = sum((counts[course, language] for course in named), Counter())
        said.append(
            _("%(language)s: %(share)s %% of %(all)s pages published and up to date.")
            % {
                "language": _name(language),
                "share": percent(whole[State.LIVE], whole.total()),
                "all": whole.total(),
            }
        )
    return Answer(" ".join(said), [picture for picture in pictures if picture.rows])


def _name(language: str) -> str:
    return str(get_language_info(language)["name_translated"]).capitalize()


def _counts(roots: dict[str, int]) -> Counts:
    """Count the Finnish live pages below these by course, language and state."""
    if not roots:
        return defaultdict(Counter)
    length = {len(path) for path in roots}
    pages: dict[int, dict[UUID, dict[str, Any]]] = defaultdict(lambda: defaultdict(dict))
    rows = (
        Page.objects.filter(alias_of__isnull=True, depth__gte=min(length) // Page.steplen)
        .order_by()
        .values_list(
            "path",
            "translation_key",
            "locale__language_code",
            "live",
            "last_published_at",
            named=True,
        )
    )
    for page in rows:
        course = next(
            (roots[page.path[:size]] for size in length if page.path[:size] in roots), None
        )
        if course is not None:
            pages[course][page.translation_key][page.locale__language_code] = page
    found: Counts = defaultdict(Counter)
    for course, by_key in pages.items():
        for twins in by_key.values():
            source = twins.get(SOURCE_LANGUAGE)
            if source is not None and source.live:
                for language in TRANSLATED_TO:
                    found[course, language][state_of(source, twins.get(language))] += 1
    return found


def _picture(language: str, courses: dict[int, Any], counts: Counts) -> Picture:
    rows = [
        (course, [counts[course.pk, language][state] for state in STATES])
        for course in courses.values()
        if counts[course.pk, language]
    ]
    # Those with most to do first.
    rows.sort(key=lambda row: (row[1][0] - sum(row[1]), row[0].code))
    keys = [str(STATE_WORDS[state]).capitalize() for state in STATES]
    return Picture(
        name=_name(language),
        said=_("A strip for each course: how many of its Finnish pages stand how."),
        headings=[_("Course"), *keys],
        rows=[
            Row(str(course), number, reverse("course_health_languages", args=[course.pk]))
            for course, number in rows
        ],
        drawn=charts.strips(
            [(str(course), number, str(sum(number))) for course, number in rows[:MOST]], keys
        ),
    )
