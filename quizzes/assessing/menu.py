"""Ways to the rooms of graders and menders: addresses, the menu, the dashboard."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.widgets.button import Button

from accounts.models import User
from quizzes.assessing import urls
from quizzes.assessing.access import grades, mends_questions
from quizzes.assessing.queue import count_waiting
from quizzes.banks.models import Question


@hooks.register("register_admin_urls")
def register_urls() -> list[Any]:
    """Put the rooms below the administration's address."""
    return [
        path("arviointi/", include(urls.grading)),
        path("virheelliset-kysymykset/", include(urls.flaws)),
    ]


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


class FlawsMenuItem(MenuItem):
    """Shown to those who mend questions."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this person mends questions."""
        return mends_questions(request.user)


@hooks.register("register_reports_menu_item")
def register_flaws_menu_item() -> FlawsMenuItem:
    """Put flawed questions among the reports."""
    return FlawsMenuItem(
        _("Flawed questions"),
        reverse("flaws:list"),
        name="flawed-questions",
        icon_name="warning",
        order=30,
    )


@hooks.register("register_snippet_listing_buttons")
def offer_flagging(snippet: Any, user: User, next_url: str | None = None) -> Iterator[Button]:
    """Offer to flag a question in the list of questions."""
    if isinstance(snippet, Question) and mends_questions(user):
        yield Button(
            _("Flag as wrong"),
            reverse("flaws:flag", args=[snippet.translation_key]),
            icon_name="warning",
            priority=70,
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
