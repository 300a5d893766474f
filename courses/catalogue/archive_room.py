"""The room where a course is taken off the offer, and offered again."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

from courses.catalogue.archiving import ARCHIVED, OFFERED_AGAIN, archive_course, hanging_on
from courses.catalogue.course_room import CourseRoom

DEEDS = {"archive": True, "offer": False}


class CourseArchiveRoom(CourseRoom):
    """Who is in the middle of a course and what closes, before it is no longer offered."""

    template_name = "courses/catalogue/archive.html"
    page_title = gettext_lazy("Archive the course")
    header_icon = "folder"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the course and what hangs on it."""
        return super().get_context_data(**kwargs) | {
            "course": self.course,
            "hanging": hanging_on(self.course),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Do what the button says; anything else changes nothing."""
        archived = DEEDS.get(request.POST.get("deed", ""))
        if archived is not None and archive_course(
            self.course, archived=archived, by=self.request.user
        ):
            said = _("%(course)s is archived.") if archived else _("%(course)s is offered again.")
            messages.success(request, said % {"course": self.course})
        return redirect("course_archive", self.course.pk)


@hooks.register("register_admin_urls")
def register_archiving() -> list[URLPattern]:
    """The room of archiving."""
    room = CourseArchiveRoom.as_view()
    return [path("opintojaksot/<int:pk>/arkisto/", room, name="course_archive")]


@hooks.register("register_log_actions")
def name_archiving(actions: LogActionRegistry) -> None:
    """Name what a course's history says of it."""
    actions.register_action(
        ARCHIVED, gettext_lazy("Archive the course"), gettext_lazy("Archived: no longer offered")
    )
    actions.register_action(
        OFFERED_AGAIN, gettext_lazy("Offer the course again"), gettext_lazy("Offered again")
    )
