"""The rooms where editors see what is wrong with their courses, each thing leading to its field."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from wagtail.models import Page

from accounts.models import User
from courses.catalogue.course_room import CourseRoom
from courses.catalogue.models import Course
from courses.health.looking import look_through
from courses.health.models import CourseHealth
from home.findings import Finding, Level
from home.rooms import Room
from home.words import said_in


@dataclass(frozen=True)
class Place:
    """Where one finding is mended."""

    title: str
    language: str
    href: str


@dataclass(frozen=True)
class Matter:
    """One thing to mend, and every place where it was found."""

    words: str
    places: list[Place]


class HealthRoom(CourseRoom):
    """The health of one course: what to mend first, and what is worth a look."""

    template_name = "courses/health/course.html"
    page_title = gettext_lazy("Course health")
    header_icon = "clipboard-list"

    def courses(self) -> "QuerySet[Course]":
        """With what was found in them."""
        return super().courses().select_related("health")

    def way(self) -> list[dict[str, Any]]:
        """The health of all courses."""
        return [{"url": reverse("courses_health"), "label": _("Course health")}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give what was found when the course was last looked through."""
        health = getattr(self.course, "health", None)
        rows = health.findings if health else []
        pages = Page.objects.in_bulk([row["page"] for row in rows if row["page"]])
        return super().get_context_data(**kwargs) | {
            "course": self.course,
            "health": health,
            "is_changed": health and health.outline_version != self.course.outline_version,
            "stops": self._matters(rows, Level.STOP, pages),
            "advice": self._matters(rows, Level.ADVICE, pages),
        }

    def _matters(
        self, rows: Iterable[dict[str, Any]], level: Level, pages: dict[int, Page]
    ) -> list[Matter]:
        """What was found on a level; the same of several pages is said once."""
        found: dict[str, list[Place]] = {}
        for row in rows:
            if row["level"] == level:
                place = self._place(row, pages.get(row["page"]))
                if place is not None:
                    words = said_in(row["words"], get_language(), "")
                    found.setdefault(words, []).append(place)
        return [Matter(words, places) for words, places in found.items()]

    def _place(self, row: dict[str, Any], page: Page | None) -> Place | None:
        anchor = Finding("", Level.STOP, "", row["field"], row["block"]).place
        if row["page"] is None:
            rules = row["code"] == "cannot_complete"
            form = reverse("course_rules" if rules else "course:edit", args=[self.course.pk])
            title = _("Rules of completion") if rules else _("The course's own data")
            return Place(title, "", form + anchor)
        if page is None:
            return None  # deleted since
        form = reverse("wagtailadmin_pages:edit", args=[page.pk])
        return Place(page.draft_title, row["language"], form + anchor)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Look the course through again, now."""
        look_through(self.course)
        messages.success(request, _("The course has been looked through."))
        return redirect("course_health", self.course.pk)


class HealthsRoom(Room):
    """The health of every course that is offered, the gravest first."""

    template_name = "courses/health/courses.html"
    page_title = gettext_lazy("Course health")
    header_icon = "clipboard-list"

    def admits(self, user: User) -> bool:
        """Those who edit courses."""
        return user.has_perm("courses.change_course")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give each course with how much was found."""
        return super().get_context_data(**kwargs) | {"rows": health_rows()}


@dataclass(frozen=True)
class HealthRow:
    """How a course is, in numbers; `health` is None before it was looked through."""

    course: Course
    health: CourseHealth | None
    stops: int
    advice: int


def health_rows() -> list[HealthRow]:
    """Return the courses on offer, those with most to mend first; one query."""
    rows = []
    for course in Course.objects.filter(retired_at__isnull=True).select_related("health"):
        health = getattr(course, "health", None)
        levels = Counter(row["level"] for row in health.findings) if health else Counter()
        rows.append(HealthRow(course, health, levels[Level.STOP], levels[Level.ADVICE]))
    return sorted(rows, key=lambda row: (-row.stops, -row.advice, row.course.code))
