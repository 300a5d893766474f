"""
Which rooms of the administration are open to study staff and teachers.

Their group opens the administration and nothing in it. Wagtail takes whoever is inside for
an editor, though, in many places: choosers list every question of an exam, every document
and draft to them. So for those who hold no other permission everything is closed, except
the rooms that apps name here.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from wagtail import hooks
from wagtail.admin.auth import permission_denied, user_has_any_page_permission

from accounts.models import User

INSIDE = "wagtailadmin.access_admin"

_open: set[str] = {
    "admin_sign_in",
    "admin_reset",
    "wagtailadmin_home",
    "wagtailadmin_account",
    "wagtailadmin_logout",
    "wagtailadmin_dismissibles",
    "wagtailadmin_sprite",
    "wagtailadmin_javascript_catalog",
    "wagtailadmin_editing_sessions:",
    "wagtail_localize:javascript_catalog",
}


def open_to_staff(names: Iterable[str]) -> None:
    """Name rooms by URL name, or a whole namespace by its name and a colon; in `ready()`."""
    _open.update(names)


def is_open(view_name: str) -> bool:
    """Whether study staff may go there, as far as this door is concerned."""
    return view_name in _open or any(
        name.endswith(":") and view_name.startswith(name) for name in _open
    )


def may_only_look_in(user: User) -> bool:
    """Whether the only thing that this person may do is to be in the administration."""
    return user.get_all_permissions() == {INSIDE} and not user_has_any_page_permission(user)


class AdminDoorMiddleware:
    """Turn study staff away from every room of the administration that is not theirs."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: Any) -> HttpResponse | None:
        """Ask only about people who are signed in, and only where it matters."""
        if not request.path_info.startswith(f"/{settings.ADMIN_PATH}"):
            return None
        if not request.user.is_authenticated:
            return None
        if is_open(request.resolver_match.view_name) or not may_only_look_in(request.user):
            return None
        denied: HttpResponse = permission_denied(request)
        return denied


def connect() -> None:
    """Take closed rooms out of the menus too."""
    for menu in ("construct_main_menu", "construct_reports_menu", "construct_settings_menu"):
        hooks.register(menu, _hide_closed_rooms)


def _hide_closed_rooms(request: HttpRequest, menu_items: list[Any]) -> None:
    if may_only_look_in(request.user):
        menu_items[:] = [item for item in menu_items if _leads_somewhere_open(item)]


def _leads_somewhere_open(item: Any) -> bool:
    try:
        return is_open(resolve(item.url).view_name)
    except Resolver404:
        # A menu in the menu: it has no address, and hides itself when it is empty.
        return True
