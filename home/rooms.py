"""Pages of the administration that are no list of records: rooms, each with its own door."""

from abc import ABC, abstractmethod
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from accounts.models import User


class Room(WagtailAdminTemplateMixin, TemplateView, ABC):
    """A page of the administration with breadcrumbs; says who may come in."""

    request: Any

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Admit those whom the room is for."""
        if not self.admits(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @abstractmethod
    def admits(self, user: User) -> bool:
        """Whether the room is for this person; every room says it."""

    def way(self) -> list[dict[str, Any]]:
        """The rooms on the way here, as links."""
        return []

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, the way, and here."""
        here = {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()}
        return [*self.breadcrumbs_items, *self.way(), here]
