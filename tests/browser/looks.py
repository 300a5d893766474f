"""The looks of the main journeys: phone or desk, Finnish or Swedish, scripts or none."""

import pytest
from playwright.sync_api import Page

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}

# Each width meets each language, and each of these both scripts and none.
SQUARE = {
    "phone-fi": {**PHONE, "language": "fi", "javascript": True},
    "phone-sv-no-scripts": {**PHONE, "language": "sv", "javascript": False},
    "desk-fi-no-scripts": {**DESK, "language": "fi", "javascript": False},
    "desk-sv": {**DESK, "language": "sv", "javascript": True},
}

in_every_look = pytest.mark.parametrize("looks", SQUARE.values(), ids=SQUARE)


def of_the_house(role: str, language: str) -> str:
    """Who has this role (editor, staff) and reads this language in the admin."""
    return role if language == "fi" else f"{role}-{language}"


def see_well(page: Page, language: str) -> None:
    """Fail unless the page says that it is in this language and needs no sideways scrolling."""
    assert page.get_attribute("html", "lang") == language, page.url
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url
