"""An owner looks at who was trained where, by keyboard, on a phone and in the dark."""

import csv
import io
from pathlib import Path

import pytest

from courses.models import Completion
from tests.browser.words import said

ADDRESS = "/hallinta/koulutetut/"


def test_the_map_and_its_table_say_the_same(open_page, stored):
    page = open_page(ADDRESS, who="admin")

    tiles = page.locator(".county-map g > title").all_text_contents()
    rows = page.locator("#by-county tbody tr").all()
    table = {row.locator("th").inner_text(): int(row.locator("td").inner_text()) for row in rows}
    assert len(tiles) == 23
    for tile in tiles:
        name, _colon, count = tile.rpartition(": ")
        assert table[name] == int(count)
    people = Completion.objects.using(stored).filter(annulled_at__isnull=True).values("learner")
    assert sum(table.values()) == people.distinct().count()
    assert sum(bool(count) for count in table.values()) >= 12


def test_the_demo_tells_an_effect_and_counts_it_in_tens(open_page):
    page = open_page(ADDRESS, who="admin")

    rows = page.locator("#effect tbody tr").all()
    pairs = [int(row.locator("td").last.inner_text()) for row in rows]
    assert pairs
    assert all(count >= 10 and count % 10 == 0 for count in pairs)
    assert page.locator("#effect svg circle").count() == 2 * len(rows)


def test_the_choice_is_made_by_keyboard_and_the_file_follows_it(open_page):
    page = open_page(ADDRESS, who="admin")

    page.locator("#id_course").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent").strip() == said("Show")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    chosen = page.locator("#id_course option:checked").inner_text()
    courses = page.locator("#pass-rates tbody th").all_inner_texts()
    assert courses == [chosen]

    with page.expect_download() as downloading:
        page.locator('#pass-rates a[href*="export=csv"]').press("Enter")
    text = Path(downloading.value.path()).read_bytes().decode("utf-8-sig")
    _heading, *rows, end = csv.reader(io.StringIO(text), delimiter=";")
    assert [row[0] for row in rows] == courses
    assert chosen in end[0]


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("language", ["fi", "sv"])
def test_it_is_accessible_and_fits(open_page, accessibility_faults, width, dark, language):
    page = open_page(ADDRESS, who="admin", width=width, dark=dark, language=language)

    assert accessibility_faults(page, within=".analysis") == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    # What is wider than the window scrolls, and so can be reached by keyboard.
    assert page.evaluate(
        """[...document.querySelectorAll('.analysis .wide-table')].every(
            region => region.tabIndex === 0 && region.getAttribute('aria-label'))"""
    )


def test_the_data_for_the_study_is_taken_by_a_form(open_page):
    page = open_page(ADDRESS, who="admin")

    page.locator(f'a[href$="{ADDRESS}aineisto/"]').first.click()
    with page.expect_download() as downloading:
        page.locator("button[value=csv]").first.click()
    text = Path(downloading.value.path()).read_bytes().decode("utf-8-sig")
    assert "@" not in text
    assert len(text.splitlines()) > 50


def test_study_staff_is_offered_no_data_for_the_study(open_page):
    page = open_page(ADDRESS, who="staff")

    assert page.locator('a[href*="aineisto"]').count() == 0
