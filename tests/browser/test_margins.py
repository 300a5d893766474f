"""A reader's own in a lesson: notes, the place they came to, and how pages look to them."""

import re

import pytest
from playwright.sync_api import expect

from courses.models import Marking, ReadingPlace
from tests.browser.keys import tab_to
from tests.browser.words import said

CODE = "131052-308T"


def test_a_note_and_the_place_are_kept_while_one_reads(open_page, people, stored):
    lesson = people["pages"]["fi"]["next_lesson"]
    page = open_page(lesson, who="marker", width=1280)
    mine = Marking.objects.using(stored).filter(learner__email="marker@demo.example")
    tab_to(page, ".margin__button")
    page.keyboard.press("Enter")
    margin = page.locator("[data-margin]").first
    tab_to(page, "[data-margin] textarea")
    page.keyboard.type(f"Kysy tästä {CODE}")
    tab_to(page, "[data-margin] button[name=keep]")
    page.keyboard.press("Enter")
    expect(margin.locator("[data-receipt]")).to_contain_text(
        said("Saved. A personal identity code in your text was hidden before saving.")
    )
    expect(margin.locator("button[name=keep]")).to_be_focused()
    assert CODE not in mine.get().note
    page.locator(".lesson__side summary").click()
    expect(page.locator(".own-marks__note")).to_contain_text("Kysy tästä")

    passages = page.locator(".lesson__words > [id^=lohko-]")
    ids = [one.get_attribute("id") for one in passages.all()]
    # Focusing the note has scrolled already: the first passage may be told by itself.
    first = ids[0].removeprefix("lohko-")
    with page.expect_response(
        lambda answer: (
            answer.url.endswith("/kohta/") and first not in (answer.request.post_data or "")
        ),
    ):
        passages.nth(4).scroll_into_view_if_needed()
        page.mouse.move(640, 450)
        page.mouse.wheel(0, 300)
    # Opening it again moves nobody, and offers the place. Leaving may have told a further one.
    page.goto(lesson)
    offered = page.locator(".resumed a")
    # The paragraph, or the passage where that begins with it; never the first one.
    expect(offered).to_have_attribute("href", re.compile("^#(jatko|lohko-)"))
    href = offered.get_attribute("href")
    expect(page.locator(".lesson__words").locator(href)).to_have_count(1)
    assert href != f"#{ids[0]}"
    assert ReadingPlace.objects.using(stored).get(learner__email="marker@demo.example").block_id
    assert page.evaluate("scrollY") == 0
    page.goto(f"{lesson}?jatka=1{href}")
    expect(page.locator("#jatko")).to_be_in_viewport()


def test_reading_settings_open_in_the_lesson_and_lead_back_without_scripts(open_page, people):
    lesson = people["pages"]["fi"]["next_lesson"]
    page = open_page(lesson, who="reader", width=320)
    opener = page.locator("[data-settings-here]")
    opener.focus()
    page.keyboard.press("Enter")
    panel = page.locator("#asetukset")
    expect(opener).to_have_attribute("aria-expanded", "true")
    expect(panel.locator("input[name=size]:checked")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(page.locator("html")).to_have_attribute("data-size", "2")
    panel.get_by_role("radio", name=said("Dark"), exact=True).check()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    panel.get_by_role("button", name=said("As pages come")).click()
    expect(page.locator("html")).not_to_have_attribute("data-theme", "dark")
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(opener).to_be_focused()
    plain = open_page(lesson, who="reader", javascript=False)
    plain.locator("[data-settings-here]").click()
    plain.locator("input[name=size][value='3']").check()
    plain.get_by_role("button", name=said("Save"), exact=True).click()
    expect(plain).to_have_url(lesson)
    expect(plain.locator("html")).to_have_attribute("data-size", "3")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_at_the_largest_size_fit_the_smallest_screen(open_page, people, scheme):
    page = open_page("/fi/lukuasetukset/", who="reader", width=320, dark=scheme == "dark")
    for name, value in {"size": "4", "spacing": "3", "theme": "contrast"}.items():
        page.locator(f"input[name={name}][value='{value}']").check()
    expect(page.locator("html")).to_have_attribute("data-size", "4")
    pages = people["pages"]["fi"]
    paths = [pages[name] for name in ("front", "catalogue", "course", "lesson", "next_lesson")]
    for path in [*paths, "/fi/opinnot/", "/fi/opinnot/muistiinpanot/", "/fi/lukuasetukset/"]:
        page.goto(path)
        expect(page.locator("html")).to_have_attribute("data-spacing", "3")
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path


def test_settings_are_kept_without_scripts(open_page):
    page = open_page("/sv/", javascript=False)
    page.get_by_role("link", name=said("Reading settings", "sv")).click()
    page.get_by_role("radio", name=said("Dark", "sv"), exact=True).check()
    page.get_by_role("button", name=said("Save", "sv"), exact=True).click()
    expect(page).to_have_url("/sv/")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
