"""Lessons read without a connection: saved on request, for one person, and not for ever."""

import re

import pytest
from playwright.sync_api import Error, Page, expect

from tests.browser.learner import Learner
from tests.browser.words import said

KEPT = "caches.keys().then((names) => names.filter((name) => name.startsWith('saved:')).length)"
WORKERS = "navigator.serviceWorker.getRegistrations().then((all) => all.length)"
WAITING = "Object.keys(localStorage).filter((name) => name.startsWith('answers:')).length"
# Also those further down, which the browser would fetch when one comes to them.
PICTURES = """Promise.all([...document.images].map((image) => {
  image.loading = 'eager';
  return image.decode();
}))"""
SAVED = re.compile(r"\b\d{1,2}\.\d{2}\b")


def save(page: Page, lesson: str, language: str = "fi") -> None:
    """Save a lesson from its page, and see that it is."""
    page.goto(lesson)
    assert page.evaluate(WORKERS) == 0
    page.locator("[data-offline=lesson]").click()
    receipt = page.locator("[data-save-panel] [data-receipt]")
    done = said("Saved. You can read this without a connection, too.", language)
    expect(receipt).to_have_text(done, timeout=30_000)
    assert page.evaluate(KEPT) == 1


def lies_bare(page: Page, address: str, language: str = "fi") -> None:
    """See that an address leads to the page without a connection."""
    page.goto(address)
    expect(page.locator("h1")).to_have_text(said("No connection", language))
    expect(page.locator("html")).to_have_attribute("lang", language)


@pytest.mark.parametrize(("language", "width"), [("fi", 360), ("sv", 1280)])
def test_a_saved_lesson_is_read_without_a_connection(open_page, people, language, width):
    pages = people["pages"][language]
    lesson, other = pages["lesson"], pages["next_lesson"]
    page = open_page(who="saver", language=language, width=width)
    save(page, lesson, language)
    title = page.locator("h1").inner_text()
    page.context.set_offline(True)

    page.goto(lesson)

    expect(page.locator("h1")).to_have_text(title)
    expect(page.locator(".callout__heading").first).to_have_text(SAVED)
    assert "Koe-Saver" not in page.content()
    assert page.locator("main form, script").count() == 0
    page.evaluate(PICTURES)
    lies_bare(page, "/todistus/", language)
    lies_bare(page, other, language)
    expect(page.locator(".saved__name")).to_have_text([title])
    page.locator(".saved__name").click()
    expect(page.locator("h1")).to_have_text(title)

    page.context.set_offline(False)
    page.goto(f"/{language}/opinnot/tallennetut/")
    expect(page.locator(".saved__name")).to_have_text([title])
    page.locator(".saved__one button").click()
    expect(page.locator("[data-empty]")).to_be_visible()
    page.context.set_offline(True)
    lies_bare(page, lesson, language)


def test_a_part_is_saved_at_once_and_a_form_that_fails_says_so(open_page, people):
    pages = people["pages"]["fi"]
    page = open_page(who="keeper", width=360)
    save(page, pages["lesson"])
    receipt = page.locator("[data-save-panel] [data-receipt]")
    page.locator("[data-save][data-kind=module]").click()
    expect(receipt).to_have_text(said("Saved. You can read this without a connection, too."))
    page.context.set_offline(True)

    page.locator("form.lesson__done [type=submit]").click()

    expect(page.locator(".offline__unsent")).to_be_visible()
    page.goto(pages["next_lesson"])
    expect(page.locator(".callout__heading").first).to_have_text(SAVED)


def test_answers_wait_and_are_sent_beside_saved_lessons(open_page, people, site, stored):
    pages = people["pages"]["fi"]
    page = open_page(who="keeper")
    save(page, pages["lesson"])
    page.goto(pages["quiz"])
    learner = Learner(page, site, stored, "fi")
    if page.locator(".next-action").count():
        # The attempt that a run before has left open.
        learner.click(learner.next_action)
    else:
        learner.start_quiz()
    page.context.set_offline(True)
    page.locator("[name=choice]:not(:checked)").first.check()
    expect(page.locator("[data-notice]")).to_contain_text("1")
    beside = page.context.new_page()
    beside.goto(pages["lesson"])
    expect(beside.locator(".callout__heading").first).to_have_text(SAVED)
    assert beside.evaluate(WAITING) == 1

    page.context.set_offline(False)

    expect(page.locator("[data-receipt]")).to_have_text(SAVED)
    assert learner.response().answer
    assert page.evaluate(WAITING) == 0


def test_another_person_in_the_same_browser_meets_nothing_of_it(open_page, people):
    lesson = people["pages"]["fi"]["lesson"]
    page = open_page(who="keeper")
    save(page, lesson)
    context = page.context
    session = next(each for each in context.cookies() if "session" in each["name"])
    context.add_cookies([session | {"value": people["sessions"]["reader"]}])

    page.goto("/fi/opinnot/")

    assert page.evaluate(KEPT) == 0
    context.set_offline(True)
    lies_bare(page, lesson)
    expect(page.locator("[data-empty]")).to_be_visible()


def test_who_loses_the_place_loses_the_copy(open_page, people):
    lesson = people["pages"]["fi"]["enrolled_lesson"]
    page = open_page(who="quitter")
    save(page, lesson)
    page.goto(f"/fi/opinnot/{people['quitter_enrolment']}/peruuta/")
    with page.expect_navigation():
        page.locator("main form [type=submit]").click()

    # A service that takes its time may answer after the copy was shown.
    assert any(page.goto(lesson).status == 403 for _try in range(5))
    page.context.set_offline(True)
    lies_bare(page, lesson)


def test_signing_out_leaves_nothing_in_the_browser(open_page, people):
    lesson = people["pages"]["fi"]["lesson"]
    page = open_page(who="parter")
    save(page, lesson)
    page.evaluate("localStorage.other = 'ours, too'")

    with page.expect_navigation():
        page.locator("header form[data-forget]").evaluate("form => form.requestSubmit()")

    expect(page).to_have_url("/fi/")
    left = page.evaluate("caches.keys().then((names) => [...names, ...Object.keys(localStorage)])")
    assert left == []
    page.context.set_offline(True)
    with pytest.raises(Error, match="ERR_INTERNET_DISCONNECTED"):
        page.goto(lesson)


@pytest.mark.parametrize("link", ["[data-offline=lesson]", "[data-settings-here]"])
def test_where_no_script_can_be_had_a_link_leads_to_its_page(open_page, people, link):
    page = open_page(people["pages"]["fi"]["lesson"], who="saver")
    for script in ("offline", "settings-here"):
        page.route(re.compile(rf"/{script}[.\w-]*\.js"), lambda route: route.abort())
    found = page.locator(link)
    leads_to = found.get_attribute("href")

    found.click()

    page.wait_for_url(f"**{leads_to}")
