"""
Find a page by its path in one query, and serve it the way Wagtail does.

Wagtail walks the tree from the root, two queries a level; a lesson lies five levels down.
No page type here has routes of its own, so a page's stored path says the same.

A page that has no live translation serves in Finnish under the reader's own prefix, at its
Finnish path: so the interface round it stays in the reader's language.
"""

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import re_path, reverse
from django.utils.translation import get_language, override
from wagtail.models import Page, Site
from wagtail.url_routing import RouteResult
from wagtail.urls import serve_pattern
from wagtail.views import serve as wagtail_serve

from home.words import SOURCE_LANGUAGE

# The front page of a language; all that a reader meets lies below it.
FRONT_DEPTH = 2
LANGUAGE = F("locale__language_code")


def language_of(page: Page) -> str:
    """Return the language that a page is written in; no query for a page that is served."""
    return getattr(page, "language_code", None) or page.locale.language_code


def page_at(language: str, path: str) -> Page | None:
    """
    Return the live page that serves at a path below a language's prefix, as its own type.

    The language's own page at that path, else the Finnish one; None where neither is live.
    """
    roots = {root.language_code: root.root_path for root in Site.get_site_root_paths()}
    paths = [f"{roots[each]}{path}" for each in (language, SOURCE_LANGUAGE) if each in roots]
    pages = Page.objects.filter(url_path__in=paths, live=True)
    found = {page.url_path: page for page in pages.annotate(language_code=LANGUAGE)}
    return next((found[each].specific for each in paths if each in found), None)


def translation_of(page: Page, language: str) -> Page | None:
    """
    Return the page in another language that its readers meet: live, as all above it are.

    None for a page of that language itself; else two queries.
    """
    if language_of(page) == language:
        return None
    found = Page.objects.live().filter(
        translation_key=page.translation_key, locale__language_code=language
    )
    for translation in found:
        above = [
            translation.path[: depth * Page.steplen]
            for depth in range(FRONT_DEPTH, translation.depth)
        ]
        if not Page.objects.filter(path__in=above, live=False).exists():
            return translation
    return None


def address(language: str, url_path: str) -> str:
    """Return the address of a stored path; its first part is the front page of the language."""
    below = url_path.lstrip("/").partition("/")[2]
    with override(language):
        return reverse("wagtail_serve", args=[below])


def serve(request: HttpRequest, path: str) -> HttpResponse:
    """Serve the page at this path through Wagtail's hooks."""
    language = get_language() or SOURCE_LANGUAGE
    page = page_at(language, path)
    if page and (translation := translation_of(page, language)):
        return redirect(address(language, translation.url_path))
    # Wagtail reads the route from the request, so its hooks and tags find the page as ever.
    request._wagtail_route_for_request = RouteResult(page) if page else None
    return wagtail_serve(request, path)


urlpatterns = [re_path(serve_pattern, serve, name="wagtail_serve")]
