"""
The badge of a certificate for whoever has its code and is a program.

At `.json` and `.jwt`, and at the certificate's own address for who asks for such a type.
"""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from certificates import limits
from certificates.codes import read_code
from certificates.models import Badge, Certificate

View = Callable[..., HttpResponse]
PAGE = "text/html"
DOCUMENT_TYPES = (
    "application/vc",
    "application/vc+ld+json",
    "application/ld+json",
    "application/json",
)
TOKEN_TYPES = ("application/vc+jwt", "application/jwt")


def badge_for_programs(page: View) -> View:
    """Answer with the badge where the request prefers such a type to a page."""

    @wraps(page)
    def answer(request: HttpRequest, code: str) -> HttpResponse:
        wanted = request.get_preferred_type([PAGE, *DOCUMENT_TYPES, *TOKEN_TYPES])
        if request.method == "POST" or wanted in (PAGE, None):
            response = page(request, code)
        else:
            response = _badge(request, code, wanted)
        patch_vary_headers(response, ["Accept"])
        return response

    return answer


@require_safe
def badge_json(request: HttpRequest, code: str) -> HttpResponse:
    """Give the badge with its embedded proof."""
    return _badge(request, code, "application/ld+json")


@require_safe
def badge_token(request: HttpRequest, code: str) -> HttpResponse:
    """Give the badge as a signed token."""
    return _badge(request, code, "application/vc+jwt")


def _badge(request: HttpRequest, code: str, media_type: str) -> HttpResponse:
    response = _found(request, code, media_type)
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cache-Control"] = "no-cache, private"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _found(request: HttpRequest, typed: str, media_type: str) -> HttpResponse:
    if wait := limits.seconds_to_wait(request):
        return _problem(429, _("Too many requests. Wait a little."), wait)
    code = read_code(typed)
    certificate = Certificate.objects.filter(code=code).first() if code else None
    if certificate is None:
        limits.count_miss(request)
        return _problem(404, _("No certificate has this code. Compare it with the paper."))
    if certificate.name_is_hidden:
        return _problem(
            403, _("The holder has hidden the name, and the badge holds it. Ask the holder for it.")
        )
    badge = Badge.objects.filter(certificate=certificate).first()
    if badge is None:
        return _problem(503, _("The badge is being made. Try again soon."), 20)
    content = badge.token if media_type in TOKEN_TYPES else badge.document
    return HttpResponse(content, content_type=media_type)


def _problem(status: int, said: str, wait: int = 0) -> HttpResponse:
    response = JsonResponse(
        {"status": status, "detail": said}, status=status, content_type="application/problem+json"
    )
    if wait:
        response.headers["Retry-After"] = str(wait)
    return response
