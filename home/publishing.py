"""Show a refused publishing as a message in the admin, on whichever path it came."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from wagtail.admin.admin_url_finder import AdminURLFinder

from home.checks import PublishingRefusedError


class PublishingRefusedMiddleware:
    """
    Turn PublishingRefusedError into a message and lead back to where the person was.

    Approval, bulk actions and translation have no place for a validation error; they would
    answer 500. Their own transaction has rolled back by then.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer with a redirect for a refused publishing; leave all else alone."""
        if not isinstance(exception, PublishingRefusedError):
            return None
        for problem in exception.messages:
            messages.error(
                request,
                _("“%(subject)s” was not published. %(problem)s")
                % {"subject": exception.subject, "problem": problem},
            )
        return HttpResponseRedirect(_way_back(request, exception))


def _way_back(request: HttpRequest, refusal: PublishingRefusedError) -> str:
    came_from = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(came_from, {request.get_host()}, request.is_secure()):
        return came_from
    return AdminURLFinder(request.user).get_edit_url(refusal.subject) or "/"
