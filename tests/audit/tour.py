"""Every page of `tests.browser.places`, opened one after the other by whoever may see it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.driving import launch
from tests.browser.people import ALL_LANGUAGES
from tests.browser.places import PLACES, Place
from tests.browser.served import Site
from tests.browser.serving import attended
from tests.browser.visitors import Visitors


@dataclass(frozen=True)
class Grounds:
    """The served demo with its people, and the browser that looks at it."""

    site: Site
    people: dict[str, Any]
    browser: Browser
    visitors: Visitors


@contextmanager
def grounds() -> Iterator[Grounds]:
    """Serve a demo and start a browser, for as long as the block lasts."""
    with attended() as (site, people), sync_playwright() as playwright:
        browser = launch(playwright)
        yield Grounds(site, people, browser, Visitors(browser, site, people))
        browser.close()


def tour(
    found: Grounds, languages: Sequence[str] = ALL_LANGUAGES
) -> Iterator[tuple[Place, str, Page]]:
    """Yield each place in each language, with its page open until the next one is asked for."""
    for language in languages:
        pages: dict[str | None, Page] = {}
        for place in PLACES:
            page = pages.get(place.who) or _page(found, place.who, language)
            pages[place.who] = page
            if place.who is None:
                # A sign-up that was begun leads back to itself.
                page.context.clear_cookies()
            page.goto(place.address(found.people, language))
            if place.through:
                place.through(page)
            yield place, language, page
        for page in pages.values():
            page.context.close()


def _page(found: Grounds, who: str | None, language: str) -> Page:
    looks: dict[str, Any] = {
        "base_url": found.site.url,
        "locale": language,
        "reduced_motion": "reduce",
        "storage_state": found.visitors.cookies(who) if who else None,
    }
    page = found.browser.new_context(**looks).new_page()
    page.set_default_timeout(20_000)
    return page


def cookie_header(found: Grounds, who: str) -> str:
    """Return somebody's session as the value of a Cookie header."""
    for cookie in found.visitors.cookies(who)["cookies"]:
        if cookie["name"] == settings.SESSION_COOKIE_NAME:
            return f"{cookie['name']}={cookie['value']}"
    raise LookupError(f"{who} has no session.")
