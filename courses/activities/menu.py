"""Ways to the rooms of activities: addresses, the menu, the dashboard."""

from typing import Any

from django.http import HttpRequest
from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from courses.activities.assessing_rooms import QueueRoom
from courses.registrar.access import reads_register

queue_urls = ([path("", QueueRoom.as_view(), name="queue")], "submissions")


@hooks.register("register_admin_urls")
def register_submissions() -> list[Any]:
    """The list over all of one's runs."""
    return [path("palautukset/", include(queue_urls))]


class SubmissionsMenuItem(MenuItem):
    """Shown to those who may have submissions to assess."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this person is study staff or a teacher."""
        return reads_register(request.user)


@hooks.register("register_admin_menu_item")
def register_submissions_menu_item() -> SubmissionsMenuItem:
    """Put submissions below the course runs."""
    return SubmissionsMenuItem(
        _("Submissions"),
        reverse("submissions:queue"),
        name="submissions",
        icon_name="edit",
        order=305,
    )
