"""A draft as whoever has its link sees it: without an account, a cookie, or a trace."""

import copy
from typing import cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers, patch_cache_control
from django.utils.translation import override
from django.views.decorators.http import require_safe

from accounts.limits import answer_too_many
from home.drafts.links import is_open, link_with, misses, note_opened
from home.moments import moment_in_words
from home.routing import language_of
from home.sharing import DraftShare

# What would tell the draft who reads it: it is shown as to a stranger, whoever they are.
TELLING = ("HTTP_COOKIE", "HTTP_AUTHORIZATION")
ENDED = 410


@require_safe
def shared_draft(request: HttpRequest, secret: str) -> HttpResponse:
    """Show the latest draft of a page by a link's secret; wrong secrets are limited."""
    tries = misses(request)
    if wait := tries.wait():
        return answer_too_many(request, wait)
    share = link_with(secret)
    if share is None:
        tries.count()
        raise Http404
    if not is_open(share):
        return _unseen(render(request, "home/drafts/ended.html", status=ENDED))
    note_opened(share)
    return _unseen(_draft(request, share))


def _draft(request: HttpRequest, share: DraftShare) -> HttpResponse:
    """The page as its preview shows it to somebody who has not signed in."""
    page = share.page.get_latest_revision_as_object()
    stranger = copy.copy(request)
    stranger.META = {name: value for name, value in request.META.items() if name not in TELLING}
    # A preview is a request of its own, in the language of the page's address.
    with override(language_of(page)):
        until = moment_in_words(share.expires_at)
        shown = page.make_preview_request(
            stranger, page.default_preview_mode, {"draft_until": until}
        )
    return cast(HttpResponse, shown)


def _unseen(response: HttpResponse) -> HttpResponse:
    """Keep it out of caches and search engines, and its address out of other sites' logs."""
    response.cookies.clear()
    add_never_cache_headers(response)
    patch_cache_control(response, private=True, no_store=True)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
