"""Questions of every type in a browser: on a small phone, by keyboard, and without scripts."""

import pytest
from django.conf import settings
from playwright.sync_api import expect

from quizzes.attempts.models import Response
from quizzes.grading.registry import TYPES
from tests.browser.learner import TIME
from tests.browser.practising import prepare
from tests.browser.test_every_page import COLOUR_RULES

ASKED = sorted(set(TYPES) - {"description"})
SMALLEST = 320


@pytest.fixture(scope="session")
def practice(site):
    return prepare(site)


@pytest.fixture
def open_type(open_page, site, practice, stored):
    """Open the page of a type; returns the page and a function that reads its stored answer."""

    def open_(kind, **looks):
        place = practice["places"][kind]
        page = open_page(**looks)
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": practice["session"]}
        page.context.add_cookies([cookie | {"url": site.url}])
        page.goto(f"/fi/kokeet/yritys/{practice['attempt']}/{place}/")
        responses = Response.objects.using(stored).filter(attempt=practice["attempt"])
        return page, lambda: responses.get(position=place).answer

    return open_


@pytest.mark.parametrize("kind", ASKED)
def test_a_small_phone_shows_it_whole_and_without_barriers(open_type, accessibility_faults, kind):
    page, _answer = open_type(kind, width=SMALLEST)

    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert accessibility_faults(page) == []
    page.emulate_media(color_scheme="dark")
    assert accessibility_faults(page, rules=COLOUR_RULES) == []


def test_items_are_ordered_by_keyboard_and_the_move_is_said(open_type):
    page, answer = open_type("ordering")
    first = page.locator("[data-item]").first
    moved = first.locator("[name=order]").get_attribute("value")

    first.locator("[data-move=down]").focus()
    page.keyboard.press("Enter")

    expect(page.locator("[data-ordering-said]")).to_contain_text("nyt 2. kohta")
    expect(page.locator("[data-receipt]")).to_have_text(TIME)
    focused = "document.activeElement.closest('[data-item]').querySelector('[name=order]').value"
    assert page.evaluate(focused) == moved
    assert answer()["order"][1] == moved


def test_items_are_ordered_without_scripts(open_type):
    page, answer = open_type("ordering", javascript=False)
    last = page.locator("[data-item]").last
    moved = last.locator("[name=order]").get_attribute("value")

    with page.expect_navigation():
        last.locator("[data-move=up]").click()

    assert answer()["order"][-2] == moved
    values = [field.get_attribute("value") for field in page.locator("[name=order]").all()]
    assert values == answer()["order"]


def test_pairs_and_gaps_are_filled_without_scripts(open_type):
    page, answer = open_type("matching", javascript=False)
    for number, select in enumerate(page.locator(".pairs select").all(), start=1):
        select.select_option(index=number)
    with page.expect_navigation():
        page.get_by_role("button", name="Tallenna vastaus").click()
    assert len(answer()["pairs"]) == 3

    page, answer = open_type("gap_select", javascript=False)
    page.get_by_role("combobox", name="Aukko 1 / 3").select_option(label="Kela")
    with page.expect_navigation():
        page.get_by_role("button", name="Tallenna vastaus").click()
    assert list(answer()["gaps"]) == ["1"]


def test_a_number_that_is_none_stays_in_its_gap_with_the_reason_beside(open_type):
    page, answer = open_type("cloze", javascript=False)
    gap = page.get_by_role("textbox", name="Aukko 3 / 3")

    gap.fill("1 000")
    page.get_by_role("button", name="Tallenna vastaus").click()

    expect(gap).to_have_value("1 000")
    expect(gap).to_have_attribute("aria-invalid", "true")
    expect(gap).to_have_accessible_description(page.locator(".field__error").first.inner_text())
    assert answer() is None
