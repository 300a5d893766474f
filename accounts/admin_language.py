"""The admin speaks the language that its user has chosen, not the browser's."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import activate

from accounts.models import User


def admin_language(user: User) -> str:
    """The language in which this person uses the administration."""
    profile = getattr(user, "wagtail_userprofile", None)
    chosen: str = profile.preferred_language if profile else ""
    return chosen or user.language


class AdminLanguageMiddleware:
    """
    Activate the person's own language under the admin's address, which has no language prefix.

    A language chosen in Wagtail's account settings still comes before it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        in_admin = request.path_info.startswith(f"/{settings.ADMIN_PATH}")
        if in_admin and request.user.is_authenticated:
            activate(request.user.language)
        return self.get_response(request)
