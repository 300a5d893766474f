"""
Find a page by its path in one query, and serve it the way Wagtail does.

Wagtail walks the tree from the root, two queries a level; a lesson lies five levels down.
No page type here has routes of its own, so a page's stored path says the same.
"""

from django.http import HttpRequest, HttpResponse
from django.urls import re_path, reverse
from django.utils.translation import get_language, override
from wagtail.models import Page, Site
from wagtail.url_routing import RouteResult
from wagtail.urls import serve_pattern
from wagtail.views import serve as wagtail_serve


def root_path(language: str) -> str | None:
    """Return the stored path of the front page in a language; None where there is none."""
    for root in Site.get_site_root_paths():
        if root.language_code == language:
            return root.root_path
    return None


def page_at(language: str, path: str) -> Page | None:
    """Return the live page at a path below the language's front page, as its own type."""
    root = root_path(language)
    if root is None:
        return None
    page = Page.objects.filter(url_path=f"{root}{path}", live=True).first()
    return page.specific if page else None


def address(language: str, url_path: str) -> str:
    """Return the address of a stored path; its first part is the front page of the language."""
    below = url_path.lstrip("/").partition("/")[2]
    with override(language):
        return reverse("wagtail_serve", args=[below])


def serve(request: HttpRequest, path: str) -> HttpResponse:
    """Serve the page at this path through Wagtail's hooks."""
    page = page_at(get_language() or "fi", path)
    # Wagtail reads the route from the request, so its hooks and tags find the page as ever.
    request._wagtail_route_for_request = RouteResult(page) if page else None
    return wagtail_serve(request, path)


urlpatterns = [re_path(serve_pattern, serve, name="wagtail_serve")]
