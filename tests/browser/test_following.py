"""
A polytechnic's staff follow a run's people: the matrix by keyboard and on a phone, a message.
"""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from courses.models import CourseRun, Message
from tests.browser.people import MARKER

RUN = "TKK1-2026S"
ROOMS = ("participants", "messages", "new_message", "dates", "templates")


@pytest.fixture
def address(people, stored):
    """The address of a room of the run."""
    run = CourseRun.objects.using(stored).get(code=RUN)
    return lambda room: reverse(f"run:{room}", args=[run.pk])


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("room", ROOMS)
def test_no_barriers_and_nothing_cut_off(open_page, address, accessibility_faults, room, width):
    page = open_page(address(room), who="staff", width=width)

    assert accessibility_faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert MARKER not in page.content()


def test_names_and_headings_stay_in_sight(open_page, address):
    page = open_page(address("participants"), who="staff", width=360, height=700)
    matrix, name = page.locator(".matrix"), page.locator("tbody .matrix__name").first

    matrix.evaluate("region => region.scrollLeft = 400")

    edge = matrix.evaluate("region => region.getBoundingClientRect().left")
    assert abs(name.evaluate("cell => cell.getBoundingClientRect().left") - edge) < 3
    matrix.evaluate("region => region.scrollTop = 300")
    top = matrix.evaluate("region => region.getBoundingClientRect().top")
    head = page.locator(".matrix thead").evaluate("head => head.getBoundingClientRect().top")
    assert abs(head - top) < 3


def test_by_keyboard_from_the_matrix_to_a_message(open_page, address, stored):
    page = open_page(address("participants"), who="staff")
    # The list scrolls by keys once it has the focus.
    page.locator(".matrix").focus()
    expect(page.locator(".matrix")).to_be_focused()
    page.keyboard.press("Tab")
    tick = page.locator("tbody input[type=checkbox]").first
    for _stop in range(40):
        if tick.evaluate("box => box === document.activeElement"):
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(tick).to_be_checked()
    with page.expect_navigation():
        page.keyboard.press("Enter")

    expect(page.locator("[name=who][value=chosen]")).to_be_checked()
    page.fill("[name=subject]", "Hei {nimi}")
    page.fill("[name=body]", "Miten menee? {link}")
    with page.expect_navigation():
        page.locator("[name=deed][value=send]").press("Enter")
    # Refused, and nothing typed is lost.
    assert page.input_value("[name=body]") == "Miten menee? {link}"
    page.fill("[name=subject]", "Hei {name}")
    with page.expect_navigation():
        page.locator("[name=deed][value=preview]").press("Enter")
    assert "Hei {name}" not in page.locator(".letter").inner_text()
    with page.expect_navigation():
        page.locator("[name=deed][value=send]").press("Enter")

    message = Message.objects.using(stored).get(subject="Hei {name}")
    assert message.copies.count() == 1
    assert page.url.endswith(reverse("run:message", args=[message.run_id, message.pk]))


def test_the_stuck_and_the_silent_are_one_click_away(open_page, address):
    page = open_page(address("participants"), who="staff")

    with page.expect_navigation():
        page.locator('a[href="?show=silent"]').click()

    count = int(page.locator(".choices [aria-current] b").inner_text())
    assert count > 0
    assert page.locator(".matrix__state--silent").count() == count
