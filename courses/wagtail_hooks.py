"""What courses add to Wagtail: the gate before their pages and files, and staff's screens."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.models import Page
from wagtail.permissions import register_permission_policy

from accounts.keeping import KeepersPolicy
from courses.activities import menu as activities
from courses.catalogue import archive_room, editing
from courses.catalogue.admin import CourseRunViewSet
from courses.catalogue.programme_admin import ProgrammeRunViewSet
from courses.catalogue.programmes import ProgrammeRun
from courses.catalogue.runs import CourseRun
from courses.dashboards import menu as dashboards
from courses.following import dashboard as following
from courses.health import menu as health
from courses.packages import copy_room
from courses.packages import menu as packages
from courses.pages.documents import may_fetch
from courses.pages.leaving import warn_before_deleting
from courses.pages.models import StepPage
from courses.pages.moving import warn_before_moving
from courses.pages.showing import refusal
from courses.progress.rules_room import RulesRoom
from courses.registrar import dashboard, reports
from courses.training import menu as training
from home.pictures import CustomDocument

__all__ = [
    "activities",
    "archive_room",
    "copy_room",
    "dashboard",
    "dashboards",
    "editing",
    "following",
    "health",
    "keep_documents",
    "keep_the_gate",
    "packages",
    "register_course_runs",
    "register_programme_runs",
    "reports",
    "training",
]

# Before any code asks for it: Wagtail would settle on one that knows no organisations.
register_permission_policy(CourseRun, KeepersPolicy(CourseRun), exact_class=True)
register_permission_policy(ProgrammeRun, KeepersPolicy(ProgrammeRun), exact_class=True)


hooks.register("before_delete_page", warn_before_deleting)
hooks.register("before_move_page", warn_before_moving)


@hooks.register("before_serve_page")
def keep_the_gate(page: Page, request: HttpRequest, args: Any, kwargs: Any) -> HttpResponse | None:
    """Serve a step only when it is in the outline and open for this person."""
    return refusal(request, page) if isinstance(page, StepPage) else None


@hooks.register("before_serve_document")
def keep_documents(document: CustomDocument, request: HttpRequest) -> None:
    """Give a course's document only to those who may read a page that has it."""
    if not may_fetch(document, request.user):
        raise PermissionDenied(_("This file belongs to a course. Enrol on it to open the file."))


@hooks.register("register_admin_viewset")
def register_course_runs() -> CourseRunViewSet:
    """Course runs, scoped to the study staff of their organiser."""
    return CourseRunViewSet()


@hooks.register("register_admin_viewset")
def register_programme_runs() -> ProgrammeRunViewSet:
    """Runs of programmes, scoped likewise."""
    return ProgrammeRunViewSet()


@hooks.register("register_admin_urls")
def register_run_rooms() -> list[Any]:
    """The rooms of one course run."""
    return [path("ajot/<int:run_id>/", include("courses.run_urls"))]


@hooks.register("register_admin_urls")
def register_rules() -> list[Any]:
    """The room of a course's rules of completion."""
    return [path("opintojaksot/<int:course_id>/saannot/", RulesRoom.as_view(), name="course_rules")]
