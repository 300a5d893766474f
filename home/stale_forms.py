"""
Forms that no longer fit the reader's cookie: left open while signing in or out on another tab.

Django refuses them before any view. What somebody has typed must not be lost with that, so a
view may let its form be sent once more: the same values, shown in words, behind one more press
of a button with a fresh token.

That is offered only where the browser says that the form came from this site (`Origin`, else
`Referer`). A form of another site gets the bare refusal: nothing of it is shown, and there is
nothing to press.
"""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render, resolve_url
from django.utils.cache import add_never_cache_headers, patch_cache_control
from django.utils.translation import gettext as _

from home.errors import wants_json

TOKEN = "csrfmiddlewaretoken"  # noqa: S105 - the name of a field
MARK = "held_in_words"
View = TypeVar("View", bound=Callable[..., HttpResponse])
# What a form holds, as (of what, in words); it is given the request and the view's arguments.
InWords = Callable[..., Sequence[tuple[str, str]]]


def sent_again_by_hand(in_words: InWords, *, but: Sequence[str] = ()) -> Callable[[View], View]:
    """
    Let a form of this view be sent again after one more press; never one with a password.

    `in_words` tells the reader what the button will send, `but` names the fields that are
    left out. Files are always left out: a page cannot hold them.
    """

    def marked(view: View) -> View:
        setattr(view, MARK, (in_words, {TOKEN, *but}))
        return view

    return marked


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form without a token that fits (`CSRF_FAILURE_VIEW`)."""
    ours = _is_ours(request)
    response: HttpResponse
    if wants_json(request):
        response = _told(request) if ours else JsonResponse({"error": _refused()}, status=403)
    else:
        context = _held(request) | {"back": _page_of_the_form(request)} if ours else {}
        response = render(request, "403_csrf.html", context, status=403)
    return _kept_by_nobody(response)


def signed_out_form(request: HttpRequest) -> HttpResponse:
    """
    401 for a form with a token that fits and nobody signed in: what it holds, to be sent again.

    For what is too long to be kept until after signing in.
    """
    context = _held(request) | {"is_signed_out": True}
    return _kept_by_nobody(render(request, "403_csrf.html", context, status=401))


def _kept_by_nobody(response: HttpResponse) -> HttpResponse:
    add_never_cache_headers(response)
    patch_cache_control(response, private=True, no_store=True)
    return response


def signed_out() -> JsonResponse:
    """Tell a script that nobody is signed in, and where that is done; it keeps what it has."""
    words = _("You have been signed out. Sign in on another tab; the answer waits here.")
    told = {"error": words, "sign_in": resolve_url("account_login"), "keep": True}
    return JsonResponse(told, status=401)


def _told(request: HttpRequest) -> JsonResponse:
    """Give a script of ours a cookie that fits: it tries once more, and keeps what it has."""
    if not request.user.is_authenticated:
        return signed_out()
    get_token(request)
    return JsonResponse({"error": _refused(), "again": True, "keep": True}, status=403)


def _refused() -> str:
    return _("The page no longer fits your sign-in, so nothing was saved. Load the page again.")


def _is_ours(request: HttpRequest) -> bool:
    """Whether the browser says that the form stood on a page of this site."""
    own = {f"{request.scheme}://{request.get_host()}", *settings.CSRF_TRUSTED_ORIGINS}
    if "Origin" in request.headers:
        return request.headers["Origin"] in own
    came_from = _came_from(request)
    return f"{came_from.scheme}://{came_from.netloc}" in own


def _page_of_the_form(request: HttpRequest) -> str:
    """Return the path of the page that the form stood on; empty where it is not told."""
    path = _came_from(request).path
    # Two slashes at the beginning would be another site.
    return "/" + path.lstrip("/") if path else ""


def _came_from(request: HttpRequest) -> SplitResult:
    try:
        return urlsplit(request.headers.get("Referer", ""))
    except ValueError:
        return urlsplit("")


def _held(request: HttpRequest) -> dict[str, Any]:
    """Return what the form held, in words and as its fields; nothing where it is not to be kept."""
    match = request.resolver_match
    in_words, left_out = getattr(match.func, MARK, (None, set())) if match else (None, set())
    if in_words is None or match is None:
        return {}
    return {
        "held": in_words(request, *match.args, **match.kwargs),
        "fields": [
            (name, value)
            for name, values in request.POST.lists()
            if name not in left_out
            for value in values
        ],
        "has_files": bool(request.FILES),
    }
