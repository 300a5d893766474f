"""Ways to the rooms of graders and menders: addresses, the menu, the dashboard."""

from typing import Any

from django.http import HttpRequest
from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from quizzes.assessing import urls
from quizzes.assessing.access import grades
from quizzes.assessing.queue import count_waiting


@hooks.register("register_admin_urls")
def register_urls() -> list[Any]:
    """Put the rooms below the administration's address."""
    return [path("arviointi/", include(urls.grading))]


class GradingMenuItem(MenuItem):
    """Shown to those who may have answers to grade."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this person grades."""
        return grades(request.user)


@hooks.register("register_admin_menu_item")
def register_grading_menu_item() -> GradingMenuItem:
    """Put grading below quizzes."""
    return GradingMenuItem(
        _("Grading"), reverse("grading:queue"), name="grading", icon_name="check", order=255
    )


class GradingPanel(Component):
    """How many answers wait; nothing where none does."""

    name = "grading"
    template_name = "quizzes/assessing/panel.html"
    order = 30

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Count, for those who grade."""
        user = parent_context["request"].user
        return {"waiting": count_waiting(user) if grades(user) else 0}


@hooks.register("construct_homepage_panels")
def show_grading(request: HttpRequest, panels: list[Component]) -> None:
    """Put it on the dashboard."""
    panels.append(GradingPanel())
