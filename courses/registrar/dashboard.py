"""What study staff and teachers find on the admin's front page."""

from typing import Any

from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.ui.components import Component

from accounts.keeping import is_study_staff
from courses.registrar.access import reads_register


class RegisterPanel(Component):
    """The ways to completions and runs, for those who read the register."""

    name = "register"
    template_name = "courses/register_panel.html"
    order = 40

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Give the template whether the person reads the register, and makes deliveries."""
        user = parent_context["request"].user
        shown = reads_register(user)
        keeps = shown and is_study_staff(user)
        return {"is_shown": shown, "keeps_register": keeps}


@hooks.register("construct_homepage_panels")
def show_register(request: HttpRequest, panels: list[Component]) -> None:
    """Put the ways on the dashboard."""
    panels.append(RegisterPanel())
