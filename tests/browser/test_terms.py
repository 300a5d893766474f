"""A word that opens its definition: by keyboard alone, and out of the way afterwards."""

import re

from playwright.sync_api import expect


def test_a_term_opens_and_closes_by_keyboard(open_page, people):
    page = open_page(people["pages"]["fi"]["lesson_with_words"])
    term, card = page.locator("button.term").first, page.locator(".term-card:popover-open")

    term.press("Enter")
    expect(card).to_be_visible()
    page.keyboard.press("Tab")
    expect(card.get_by_role("link")).to_be_focused()
    page.keyboard.press("Escape")
    expect(card).to_have_count(0)
    expect(term).to_be_focused()

    # Whoever leafs on leaves it behind, and it covers nothing.
    term.press("Enter")
    for _stop in range(3):
        page.keyboard.press("Tab")
    expect(card).to_have_count(0)
    expect(page.locator("button.term").nth(1)).to_be_focused()

    term.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/fi/sanasto/[a-z-]+/$"))
