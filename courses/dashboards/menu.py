"""Ways to the dashboards: addresses, the menu of reports, and the front page of the admin."""

from typing import Any

from django.http import HttpRequest
from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from courses.dashboards.rooms import ContentRoom, TeachingRoom, edits_content
from courses.registrar.access import reads_register

dashboard_urls = (
    [
        path("", TeachingRoom.as_view(), name="teaching"),
        path("sisalto/", ContentRoom.as_view(), name="content"),
    ],
    "dashboard",
)


@hooks.register("register_admin_urls")
def register_dashboards() -> list[Any]:
    """The two dashboards."""
    return [path("seuranta/", include(dashboard_urls))]


class TeachingItem(MenuItem):
    """Shown to the staff of runs."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the person reads the register."""
        return reads_register(request.user)


class ContentItem(MenuItem):
    """Shown to those who edit courses."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the person edits courses."""
        return edits_content(request.user)


@hooks.register("register_reports_menu_item")
def teaching_in_menu() -> TeachingItem:
    """The dashboard of teaching, first among the reports."""
    return TeachingItem(
        _("How teaching goes"),
        reverse("dashboard:teaching"),
        name="how-teaching-goes",
        icon_name="date",
        order=1,
    )


@hooks.register("register_reports_menu_item")
def content_in_menu() -> ContentItem:
    """The dashboard of content, after it."""
    return ContentItem(
        _("How content is"),
        reverse("dashboard:content"),
        name="how-content-is",
        icon_name="doc-full-inverse",
        order=2,
    )


class DashboardsPanel(Component):
    """The ways to the dashboards, on the front page; nothing is counted before it is opened."""

    name = "dashboards"
    template_name = "courses/dashboards/panel.html"
    order = 34

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Say which are this person's."""
        user = parent_context["request"].user
        return {"teaches": reads_register(user), "edits": edits_content(user)}


@hooks.register("construct_homepage_panels")
def show_dashboards(request: HttpRequest, panels: list[Component]) -> None:
    """Put the ways above the runs that are on."""
    panels.append(DashboardsPanel())
