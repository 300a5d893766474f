"""What every page shows round its content."""

from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse, translate_url
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_info
from wagtail.models import Page

from home.reading_settings.choices import BACK, ReadingSettings, settings_of
from home.routing import address
from home.words import SOURCE_LANGUAGE

# Children of a front page: the catalogue and the pages of the footer.
NAVIGATION_DEPTH = 3
FOOTER_KINDS = ("helppage", "standardpage")


class SiteChrome:
    """
    Addresses of the header and footer, worked out when a template asks for them.

    All pages among them come from one query, whatever the page.
    """

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.language = get_language() or settings.LANGUAGE_CODE

    @cached_property
    def settings(self) -> ReadingSettings:
        """How the reader wants pages to look."""
        return settings_of(self.request)

    @property
    def settings_on_page(self) -> SafeString:
        """The reader's choices as attributes of the page's root element, which the look reads."""
        return format_html_join("", ' data-{}="{}"', self.settings.chosen.items())

    @property
    def settings_url(self) -> str:
        """Where the reader changes them; it leads back to where they were."""
        here = self.request.get_full_path()
        return f"{reverse('reading_settings')}?{urlencode({BACK: here})}"

    @property
    def home_url(self) -> str:
        """The front page in this language."""
        return f"/{self.language}/"

    @property
    def my_studies_url(self) -> str:
        """The learner's home."""
        return reverse("courses:my_studies")

    @property
    def sign_in_url(self) -> str:
        """Sign-in; it leads back to where the reader was."""
        address_here = self.request.get_full_path()
        return f"{reverse('account_login')}?{urlencode({'next': address_here})}"

    @property
    def sign_out_url(self) -> str:
        """Sign-out, by POST."""
        return reverse("account_logout")

    @property
    def profile_url(self) -> str:
        """The person's own details."""
        return reverse("accounts:profile")

    @property
    def admin_url(self) -> str:
        """Wagtail's admin, for those who may enter it by their office; else empty."""
        return reverse("wagtailadmin_home") if self.request.user.is_staff else ""

    @property
    def catalogue_url(self) -> str:
        """The list of courses, or the front page where none is published."""
        return next(
            (page["href"] for page in self._pages if page["kind"] == "cataloguepage"), self.home_url
        )

    @property
    def footer_pages(self) -> list[dict[str, str]]:
        """The help, and pages that an editor put in the footer, in the tree's order."""
        return [page for page in self._pages if page["kind"] in FOOTER_KINDS]

    @property
    def has_userbar(self) -> bool:
        """
        Whether the page has Wagtail's bar: in previews, and on pages for those of the office.

        No query for anybody else; whoever follows a shared link sees no more than a stranger.
        """
        if getattr(self.request, "is_preview", False):
            return not hasattr(self.request, "draft_until")
        return self._page is not None and self.request.user.is_staff

    @property
    def language_links(self) -> list[dict[str, Any]]:
        """
        The same place in each language.

        A page leads to its live translation; where it has none, to the Finnish page under
        that language's prefix, at last to the front page. Any other address leads to itself.
        """
        links = []
        for code, _name in settings.LANGUAGES:
            if self._page:
                path = self._paths.get(code) or self._paths.get(SOURCE_LANGUAGE)
                href = f"{address(code, path)}{self._question}" if path else f"/{code}/"
            else:
                href = translate_url(self.request.get_full_path(), code)
            label = get_language_info(code)["name_local"].capitalize()
            is_current = code == self.language
            links.append({"code": code, "label": label, "href": href, "current": is_current})
        return links

    @property
    def alternates(self) -> list[dict[str, str]]:
        """
        The whole addresses of this page in the languages that it is written in.

        Empty for what is no page, and for a page of one language. The Finnish page is also
        the one for readers of any other language (`x-default`).
        """
        paths = self._paths
        if len(paths) < 2:
            return []
        found = [
            {"code": code, "href": f"{settings.BASE_URL}{address(code, paths[code])}"}
            for code, _name in settings.LANGUAGES
            if code in paths
        ]
        if SOURCE_LANGUAGE in paths:
            href = f"{settings.BASE_URL}{address(SOURCE_LANGUAGE, paths[SOURCE_LANGUAGE])}"
            found.append({"code": "x-default", "href": href})
        return found

    @property
    def canonical(self) -> str:
        """
        The whole address of this page in its own language; empty for what is no page.

        A page without a translation also serves under the other languages' prefixes.
        """
        if not self._page:
            return ""
        paths = self._paths
        code = self.language if self.language in paths else SOURCE_LANGUAGE
        return f"{settings.BASE_URL}{address(code, paths[code])}" if code in paths else ""

    @property
    def _question(self) -> str:
        """What was asked of the page, such as a place in a client case."""
        asked = self.request.META.get("QUERY_STRING", "")
        return f"?{asked}" if asked else ""

    @cached_property
    def _paths(self) -> dict[str, str]:
        """Where this page stands in each language that it is live in."""
        return {page["language"]: page["url_path"] for page in self._pages if page["is_this"]}

    @cached_property
    def _page(self) -> Page | None:
        """The page that is being served, if it is one (home.routing leaves it there)."""
        route = getattr(self.request, "_wagtail_route_for_request", None)
        return route.page if route else None

    @cached_property
    def _pages(self) -> list[dict[str, Any]]:
        wanted = Q(
            Q(content_type__model__in=("cataloguepage", "helppage"))
            | Q(standardpage__in_footer=True),
            depth=NAVIGATION_DEPTH,
            locale__language_code=self.language,
        )
        this = Q(translation_key=self._page.translation_key if self._page else None)
        if self._page:
            wanted |= this
        rows = (
            Page.objects.live()
            .filter(wanted)
            .annotate(is_this=this)
            .order_by("path")
            .values_list(
                "title",
                "url_path",
                "content_type__model",
                "locale__language_code",
                "depth",
                "is_this",
            )
        )
        return [
            {
                "title": title,
                "href": address(language, url_path),
                # A translation of this very page is no part of the navigation.
                "kind": kind if language == self.language and depth == NAVIGATION_DEPTH else "",
                "language": language,
                "url_path": url_path,
                "is_this": is_this,
            }
            for title, url_path, kind, language, depth, is_this in rows
        ]


def site_chrome(request: HttpRequest) -> dict[str, Any]:
    """Return the frame of a page as `chrome`; nothing is read before a template asks."""
    return {"chrome": SiteChrome(request)}
