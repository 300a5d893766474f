"""Course health in the admin: its rooms, the way to them, and the panel of the front page."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from courses.health.parity_room import ParityRoom
from courses.health.rooms import HealthRoom, HealthsRoom, health_rows
from home.reviewing import due_for

# The panel shows the gravest; all of them are a page away.
SHOWN = 4


@hooks.register("register_admin_urls")
def register_health() -> list[URLPattern]:
    """The rooms of health."""
    return [
        path("opintojaksot/kunto/", HealthsRoom.as_view(), name="courses_health"),
        path("opintojaksot/<int:pk>/kunto/", HealthRoom.as_view(), name="course_health"),
        path("opintojaksot/<int:pk>/kielet/", ParityRoom.as_view(), name="course_health_languages"),
    ]


class HealthItem(MenuItem):
    """Shown to those who edit courses."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the person edits courses."""
        return bool(request.user.has_perm("courses.change_course"))


@hooks.register("register_reports_menu_item")
def health_in_menu() -> HealthItem:
    """Course health among the reports."""
    return HealthItem(_("Course health"), reverse("courses_health"), icon_name="warning", order=10)


class HealthPanel(Component):
    """What to mend in the courses, and whose facts are to be checked, on the front page."""

    name = "course_health"
    template_name = "courses/health/panel.html"
    order = 45

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Give the gravest courses and the person's own days of review."""
        user = parent_context["request"].user
        if not user.has_perm("courses.change_course"):
            return {"is_shown": False}
        all_rows = health_rows()
        rows = [row for row in all_rows if row.stops or row.advice]
        return {
            "is_shown": True,
            "unseen": sum(row.health is None for row in all_rows),
            "rows": rows[:SHOWN],
            "more": max(0, len(rows) - SHOWN),
            "due": due_for(user),
        }


@hooks.register("construct_homepage_panels")
def show_health(request: HttpRequest, panels: list[Component]) -> None:
    """Put the health of courses on the dashboard."""
    panels.append(HealthPanel())
