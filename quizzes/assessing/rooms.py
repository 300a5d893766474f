"""What the rooms of graders and of menders of questions have in common."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from accounts.models import User
from quizzes.assessing.access import grades, mends_questions


class Room(WagtailAdminTemplateMixin, TemplateView):
    """A page of the administration with breadcrumbs; says who may come in."""

    request: Any

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Admit those whom the room is for."""
        if not self.admits(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def admits(self, user: User) -> bool:
        """Whether the room is for this person."""
        raise NotImplementedError

    def way(self) -> list[dict[str, Any]]:
        """The rooms on the way here, as links."""
        return []

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, the way, and here."""
        here = {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()}
        return [*self.breadcrumbs_items, *self.way(), here]


class GradersRoom(Room):
    """A room of those who grade answers."""

    page_title = _("Grading")
    header_icon = "check"

    def admits(self, user: User) -> bool:
        """Graders."""
        return grades(user)

    def queue_crumb(self) -> dict[str, Any]:
        """The link to the list of what waits."""
        return {"url": reverse("grading:queue"), "label": _("Grading")}


class MendersRoom(Room):
    """A room of those who mend questions."""

    page_title = _("Flawed questions")
    header_icon = "warning"

    def admits(self, user: User) -> bool:
        """Editors and administrators."""
        return mends_questions(user)
