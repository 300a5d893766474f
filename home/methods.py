"""Which methods of HTTP the site answers to."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

from home.errors import method_not_allowed

ANSWERED = ("GET", "HEAD", "POST", "OPTIONS")


class MethodsMiddleware:
    """
    Refuse methods that nothing here is made for.

    A view that does not look at the method would answer DELETE as if it were GET, and whoever
    sent it would take the 200 for a deed. Views narrow it further where they take no POST;
    Django's answer to that is empty, so it gets a page here.
    The administration is left to Wagtail.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        in_admin = request.path_info.startswith(f"/{settings.ADMIN_PATH}")
        if in_admin:
            return self.get_response(request)
        if request.method not in ANSWERED:
            return method_not_allowed(request, ANSWERED)
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and not response.content:
            return method_not_allowed(request, response.headers["Allow"].split(", "))
        return response
