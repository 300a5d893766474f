"""Ways to the rooms for course files: addresses and the menu."""

from typing import Any

from django.http import HttpRequest
from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from courses.packages import rooms
from courses.packages.rooms import brings_courses

addresses = (
    [
        path("", rooms.UploadRoom.as_view(), name="upload"),
        path("<int:pk>/", rooms.LookRoom.as_view(), name="look"),
        path("vie/<int:course_id>/", rooms.ExportRoom.as_view(), name="export"),
        path("vie/<int:course_id>/tiedosto/", rooms.DownloadView.as_view(), name="download"),
    ],
    "course_files",
)


@hooks.register("register_admin_urls")
def register_urls() -> list[Any]:
    """Put the rooms below the administration's address."""
    return [path("kurssitiedostot/", include(addresses))]


class ImportMenuItem(MenuItem):
    """Shown to those who may add courses."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this person may."""
        return brings_courses(request.user)


@hooks.register("register_admin_menu_item")
def register_import_menu_item() -> ImportMenuItem:
    """Put it beside the import of questions."""
    return ImportMenuItem(
        _("Import a course"),
        reverse("course_files:upload"),
        name="import-course",
        icon_name="upload",
        order=252,
    )
