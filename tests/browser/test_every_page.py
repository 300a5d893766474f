"""
Every page in each of its states: no barrier, no overflow, nothing asked of anybody else.

What fails unseen (scripts, policies, other hosts) is noted by `tests.browser.watching`.
"""

from contextlib import ExitStack

import pytest

from home.responses import STRICT
from tests.browser.people import ERRORS, LANGUAGES
from tests.browser.places import PLACES

WIDTHS = (360, 1280)
NARROWEST = 320
# What a colour scheme can change; structure is the same in both.
COLOUR_RULES = ["color-contrast", "link-in-text-block"]


@pytest.fixture(scope="module")
def page_of(browsing):
    """A page that one person leafs through, with its watch; opened once for each of them."""
    opened = {}
    with ExitStack() as browsers:

        def page(who, language):
            if (who, language) not in opened:
                context, watch = browsers.enter_context(browsing(who=who, language=language))
                opened[who, language] = context.new_page(), watch
            return opened[who, language]

        yield page


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.name)
def test_no_barriers(page_of, people, accessibility_faults, place, language):
    page, watch = page_of(place.who, language)
    if place.who is None:
        # A sign-up that was begun leads back to itself.
        page.context.clear_cookies()
    answer = page.goto(place.address(people, language))
    assert answer.status == place.status
    if place.through:
        place.through(page)
    assert page.get_attribute("html", "lang") == language
    assert barriers(page, accessibility_faults, language) == []
    noted, watch.problems[:] = watch.problems[:], []
    assert noted == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ERRORS)
def test_no_barriers_on_pages_of_errors(open_page, people, accessibility_faults, name, language):
    page = open_page(language=language)
    page.route(
        f"**/{name}/",
        lambda route: route.fulfill(
            body=people["errors"][language][name],
            content_type="text/html; charset=utf-8",
            headers={"Content-Security-Policy": STRICT},
        ),
    )
    page.goto(f"/{language}/{name}/")
    assert page.get_attribute("html", "lang") == language
    assert barriers(page, accessibility_faults, language) == []


def barriers(page, accessibility_faults, language) -> list[str]:
    """
    What stands in somebody's way.

    Each language has one width in light and the other in dark; `make audit` tries all of all.
    """
    found = [] if page.locator("h1").count() == 1 else ["not one heading of the first level"]
    light, dark = WIDTHS if language == LANGUAGES[0] else reversed(WIDTHS)
    page.set_viewport_size({"width": light, "height": 900})
    page.emulate_media(color_scheme="light")
    found += accessibility_faults(page)
    page.set_viewport_size({"width": dark, "height": 900})
    page.emulate_media(color_scheme="dark")
    found += accessibility_faults(page, rules=COLOUR_RULES)
    page.set_viewport_size({"width": NARROWEST, "height": 900})
    return found + wider_than_the_screen(page) + loose_errors(page)


def wider_than_the_screen(page) -> list[str]:
    """The elements that make the page scroll sideways; what scrolls within itself is fine."""
    return page.evaluate(
        """() => {
          const width = document.documentElement.clientWidth;
          if (document.documentElement.scrollWidth <= width) return [];
          return [...document.querySelectorAll('body *')]
            .filter((element) => element.getBoundingClientRect().right > width + 1)
            .map((element) => element.outerHTML.slice(0, 120));
        }"""
    )


def loose_errors(page) -> list[str]:
    """
    What a page that refused a form leaves untied; nothing on other pages.

    The summary has the focus; each of its links leads to a control that can take it; whatever
    is wrong is said to be, and described by words that are there; each such field is in the
    summary.
    """
    return page.evaluate(
        """() => {
          const summary = document.querySelector('.error-summary');
          const wrong = [...document.querySelectorAll('main [aria-invalid=true]')];
          if (!summary) return wrong.map((field) => `no summary for ${field.name}`);
          const found = [];
          if (!summary.contains(document.activeElement)) found.push('the summary has no focus');
          const targets = [...summary.querySelectorAll('a')].map((link) => {
            const target = document.getElementById(link.hash.slice(1));
            if (!target) found.push(`nothing at ${link.hash}`);
            return target;
          });
          for (const target of targets.filter(Boolean)) {
            const ids = [target, target.closest('fieldset')]
              .flatMap((each) => each?.getAttribute('aria-describedby')?.split(' ') ?? []);
            if (!ids.length) found.push(`${target.id} is not described`);
            found.push(...ids.filter((id) => !document.getElementById(id)?.textContent.trim()));
            if (!target.matches('input, select, textarea')) found.push(`${target.id}: no control`);
            else if (!wrong.includes(target)) found.push(`${target.id} is not said to be wrong`);
          }
          const named = new Set(targets.filter(Boolean).map((target) => target.name));
          const missing = wrong.filter((field) => !named.has(field.name));
          return [...found, ...missing.map((field) => `${field.name} is not in the summary`)];
        }"""
    )
