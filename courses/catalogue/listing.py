"""The courses on offer, as lists show them: one row a course, in the reader's language."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.template.defaultfilters import floatformat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.catalogue.covers import cover_of
from courses.catalogue.models import Course, CourseStep
from courses.catalogue.programmes import Programme, ProgrammeCourse
from courses.pages.addresses import course_addresses
from courses.pages.models import CoursePage
from home.routing import address
from home.words import SOURCE_LANGUAGE, day_in_words


@dataclass(frozen=True)
class Place:
    """A course's place in a programme: part `number` of `total`."""

    programme: Programme
    number: int
    total: int

    def __str__(self) -> str:
        return _("Part %(number)s of %(total)s: %(programme)s") % {
            "number": self.number,
            "total": self.total,
            "programme": self.programme.name,
        }


@dataclass(frozen=True)
class Listed:
    """
    A live course in words.

    `language` is that of the words and of the page at `href`: Finnish where the reader's
    language has no page. `module_count` says how long its path is drawn, `languages` which
    ones its page is published in.
    """

    course: Course
    title: str
    summary: str
    href: str
    language: str
    place: Place | None = None
    module_count: int = 0
    languages: tuple[str, ...] = ()

    @property
    def cover(self) -> str:
        """The drawing over its card."""
        place = self.place
        return cover_of(self.course, place.number, place.total) if place else cover_of(self.course)

    @property
    def fresh_path(self) -> list[dict[str, str]]:
        """The markers of a path that nobody has walked yet."""
        return [{"label": "", "state": "ahead"} for _module in range(self.module_count)]


@dataclass(frozen=True)
class Group:
    """Courses of one programme, or (programme None) courses that stand alone."""

    programme: Programme | None
    courses: list[Listed] = field(default_factory=list)

    @property
    def size(self) -> str:
        """How much it is in all."""
        credits = sum(listed.course.credits for listed in self.courses)
        courses = ngettext("%(count)s course", "%(count)s courses", len(self.courses))
        return _("%(credits)s op, %(courses)s") % {
            "credits": floatformat(credits),
            "courses": courses % {"count": len(self.courses)},
        }


def listed_courses(language: str) -> list[Listed]:
    """Return the courses with a live page, in the catalogue's order; three queries."""
    pages = (
        CoursePage.objects.live()
        .filter(course__retired_at__isnull=True)
        .select_related("course", "locale")
        .order_by("path")
    )
    source: dict[int, CoursePage] = {}
    own: dict[int, CoursePage] = {}
    spoken: dict[int, list[str]] = {}
    for page in pages:
        spoken.setdefault(page.course_id, []).append(page.locale.language_code)
        if page.locale.language_code == SOURCE_LANGUAGE:
            source[page.course_id] = page
        if page.locale.language_code == language:
            own[page.course_id] = page
    places = _places(source)
    lengths = _module_counts(source)
    return [
        _listed(own.get(key, page), language, places.get(key), lengths.get(key, 0), spoken[key])
        for key, page in source.items()
    ]


def _listed(
    page: CoursePage, reader: str, place: Place | None, module_count: int, spoken: Iterable[str]
) -> Listed:
    return Listed(
        course=page.course,
        title=page.title,
        summary=page.summary,
        href=address(reader, page.url_path),
        language=page.locale.language_code,
        place=place,
        module_count=module_count,
        languages=tuple(sorted(spoken)),
    )


def _places(course_ids: Iterable[int]) -> dict[int, Place]:
    """Return each course's place in its (first) programme; one query."""
    programmes = ProgrammeCourse.objects.filter(course__in=list(course_ids)).values("programme")
    rows = ProgrammeCourse.objects.filter(programme__in=programmes).select_related("programme")
    found: dict[int, Place] = {}
    ordered = rows.order_by("programme__code", "position")
    for programme, members in groupby(ordered, key=lambda row: row.programme):
        courses = [row.course_id for row in members]
        for number, course_id in enumerate(courses, start=1):
            found.setdefault(course_id, Place(programme, number, len(courses)))
    return found


def place_of(course: Course) -> Place | None:
    """Return the course's place in its programme, None when it stands alone; one query."""
    return _places([course.pk]).get(course.pk)


def parts_of(place: Place, language: str) -> list[dict[str, Any]]:
    """Return a programme's courses in order: names, and address where live; two queries."""
    rows = place.programme.places.select_related("course").order_by("position")
    courses = [row.course for row in rows]
    hrefs = course_addresses([course.pk for course in courses], language)
    return [{"names": course.names, "href": hrefs.get(course.pk, "")} for course in courses]


def _module_counts(course_ids: Iterable[int]) -> dict[int, int]:
    """Return how many modules each course has today; one query."""
    steps = CourseStep.objects.current().filter(course__in=list(course_ids))
    pairs = set(steps.order_by().values_list("course_id", "module_key").distinct())
    counts: dict[int, int] = {}
    for course_id, _module in pairs:
        counts[course_id] = counts.get(course_id, 0) + 1
    return counts


def grouped(courses: Iterable[Listed]) -> list[Group]:
    """
    Gather the courses of each programme where its first one stands, in the programme's order.

    Courses that stand alone make one group, the first, whatever their order.
    """
    alone = Group(None)
    groups: dict[int, Group] = {}
    for listed in courses:
        if listed.place is None:
            alone.courses.append(listed)
        else:
            programme = listed.place.programme
            groups.setdefault(programme.pk, Group(programme)).courses.append(listed)
    for group in groups.values():
        group.courses.sort(key=lambda listed: listed.place.number if listed.place else 0)
    return [group for group in (alone, *groups.values()) if group.courses]


def access_in_words(course: Course) -> str:
    """Who may study a course today, in a few words."""
    access = course.access_now
    if access == Course.Access.OPEN:
        return _("Open to everyone")
    if access == Course.Access.ENROL:
        return _("By enrolment")
    if course.opens_to_all_on:
        return _("By invitation, open to everyone from %(day)s") % {
            "day": day_in_words(course.opens_to_all_on)
        }
    return _("By invitation")
