"""Headers that every answer carries: what may run on a page, and who may keep it."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers, patch_cache_control

from home.framing import with_frames
from home.offline.reader import forget_after_signing_out, tell_reader

STRICT = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; media-src 'self'; connect-src 'self'; worker-src 'self'; "
    "manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
)
# Six templates of Wagtail's admin have inline scripts, and its editor sets inline styles.
ADMIN = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
    "media-src 'self'; connect-src 'self'; frame-src 'self'; form-action 'self'; "
    "base-uri 'self'; object-src 'none'; frame-ancestors 'self'"
)


class ResponseHeadersMiddleware:
    """
    Set the content security policy, and keep personal pages out of every cache.

    A page is personal when its making looked into a session that holds something: somebody
    is signed in, or is half way through signing up. Then it is `no-store`, so that the back
    button of a shared computer shows nothing. Everybody else's page may be cached.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        in_admin = request.path_info.startswith(f"/{settings.ADMIN_PATH}")
        strict = with_frames(STRICT, getattr(request, "frame_sources", ()))
        response.headers.setdefault("Content-Security-Policy", ADMIN if in_admin else strict)
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=()")
        is_personal = _is_personal(request)
        if in_admin or is_personal:
            add_never_cache_headers(response)
            patch_cache_control(response, private=True, no_store=True)
        if is_personal:
            tell_reader(request, response)
        forget_after_signing_out(request, response)
        return response


def _is_personal(request: HttpRequest) -> bool:
    """
    Ask the session, which knows without another query whether it was read.

    Not the user: reading that here would cost a query, and would fail a second time where
    the database is away.
    """
    session = getattr(request, "session", None)
    return session is not None and session.accessed and not session.is_empty()
