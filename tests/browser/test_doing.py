"""Doing something in a lesson: kept by itself with scripts, by buttons and links without."""

from playwright.sync_api import expect

from courses.models import BlockDeed
from tests.browser.keys import press, tab_to
from tests.browser.words import said

CODE = "131052-308T"


def test_marks_and_notes_are_kept_while_they_are_made(open_page, people, stored):
    page = open_page(people["pages"]["fi"]["next_lesson"], who="thinker", width=360)
    mine = BlockDeed.objects.using(stored).filter(learner__email="thinker@demo.example")
    tab_to(page, ".criterion input")
    page.keyboard.press("Space")
    expect(page.locator(".checklist__score")).to_contain_text("1 / 5")
    expect(page.locator(".checklist [data-receipt] .icon")).to_be_visible()
    assert [mark["points"] for mark in mine.get(kind="checklist").data["marks"]] == [1]

    tab_to(page, ".reflection textarea")
    # At once: whoever pauses in typing has the code hidden before the rest is there.
    page.keyboard.insert_text(f"Asiakas {CODE} muutti mieltäni.")
    expect(page.locator(".reflection [data-receipt]")).to_contain_text(
        said("A personal identity code in your text was hidden before saving.")
    )
    expect(page.locator(".reflection textarea")).to_have_value(
        "Asiakas ••••••••••• muutti mieltäni."
    )
    page.goto(people["pages"]["sv"]["next_lesson"])
    expect(page.locator(".criterion input:checked")).to_have_count(1)
    expect(page.locator(".reflection textarea")).to_have_value(
        "Asiakas ••••••••••• muutti mieltäni."
    )


def test_a_case_is_walked_to_its_end_without_scripts(open_page, people, stored):
    page = open_page(people["pages"]["fi"]["next_lesson"], who="walker", javascript=False)
    ways = page.locator(".case__choice")
    for _step in range(2):
        with page.expect_navigation():
            ways.first.click()
    expect(page.locator(".case__end")).to_be_visible()
    expect(page.locator(".case__steps li")).to_have_count(2)
    page.goto(people["pages"]["fi"]["next_lesson"])
    expect(page.locator(".case__end")).to_be_visible()
    page.get_by_role("link", name=said("Start again")).click()
    expect(page.locator(".case__end")).to_have_count(0)

    page.locator(".criterion input[value='1']").first.check()
    tab_to(page, ".checklist .actions button[value=save]")
    press(page, "Enter")
    expect(page.locator(".checklist__score")).to_contain_text("1 / 5")
