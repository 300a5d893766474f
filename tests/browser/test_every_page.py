"""
Every page in each of its states: no barrier, no overflow, nothing asked of anybody else.

What fails unseen (scripts, policies, other hosts) is noted by `tests.browser.watching`.
"""

from contextlib import ExitStack

import pytest

from tests.browser.people import LANGUAGES
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
    answer = page.goto(place.address(people, language))
    assert answer.status == place.status
    if place.through:
        place.through(page)

    assert page.get_attribute("html", "lang") == language
    assert page.locator("h1").count() == 1
    faults = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme="light")
        faults += accessibility_faults(page)
        page.emulate_media(color_scheme="dark")
        faults += accessibility_faults(page, rules=COLOUR_RULES)
    assert faults == []
    page.set_viewport_size({"width": NARROWEST, "height": 900})
    assert wider_than_the_screen(page) == []
    noted, watch.problems[:] = watch.problems[:], []
    assert noted == []


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
