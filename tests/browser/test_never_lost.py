"""
Answers that cannot be sent at once: no connection, no sign-in, another person.

What was written stays in the browser, is sent when it can be, and by nobody else.
"""

import re

import pytest
from playwright.sync_api import expect

from quizzes.attempts.history import ResponseProposal
from tests.browser.learner import Learner
from tests.browser.test_two_tabs import options, second_tab, start, submit, what_counts
from tests.browser.words import said

__all__ = ["start"]
WAITING = "Object.keys(localStorage).filter((name) => name.startsWith('answers:')).length"
SAVED = re.compile(r"\b\d{1,2}\.\d{2}\b")


@pytest.fixture
def learner(start) -> Learner:
    """Somebody at the first question of a new attempt."""
    return start(scripts=True)


def waiting(learner):
    return learner.page.evaluate(WAITING)


def let(route):
    """Let anything through."""
    route.continue_()


def hold_back(route):
    """Let pages through and no answer."""
    if route.request.method == "POST":
        route.abort()
    else:
        let(route)


def choose_unsent(learner, key):
    """Choose while nothing gets through, and see that it waits."""
    learner.page.route("**/yritys/**", hold_back)
    learner.page.locator(f'[name=choice][value="{key}"]').check()
    expect(learner.page.locator("[data-notice]")).to_contain_text("1")
    assert waiting(learner) == 1


def test_an_answer_given_offline_is_sent_when_the_connection_is_back(learner):
    key = options(learner)[0]
    learner.page.context.set_offline(True)
    learner.page.locator(f'[name=choice][value="{key}"]').check()
    expect(learner.page.locator("[data-notice]")).to_contain_text("1")
    assert waiting(learner) == 1

    learner.page.context.set_offline(False)

    expect(learner.page.locator("[data-receipt]")).to_have_text(SAVED)
    assert learner.response().answer == {"options": [key]}
    assert waiting(learner) == 0


def test_a_button_pressed_offline_keeps_the_page_and_says_so(learner):
    page, key = learner.page, options(learner)[0]
    here = page.url
    page.locator(f'[name=choice][value="{key}"]').check()
    expect(page.locator("[data-receipt]")).to_have_text(SAVED)
    page.context.set_offline(True)

    page.locator(".button--next").first.click()

    expect(page.locator("[data-notice]")).to_contain_text(
        said(
            "No connection. This page stays open, and what you have answered waits in this "
            "browser. Press again when the connection is back.",
            "fi",
        )
    )
    assert page.url == here
    page.context.set_offline(False)
    page.locator(".button--next").first.click()
    page.wait_for_url(lambda url: url != here)


def test_an_answer_that_could_not_be_sent_survives_a_reload(learner):
    key = options(learner)[0]
    choose_unsent(learner, key)

    # The old page goes on trying, and must not succeed before the new one is there.
    loaded = []
    learner.page.on("framenavigated", lambda frame: loaded.append(frame))
    learner.page.route("**/yritys/**", lambda route: (let if loaded else hold_back)(route))
    learner.page.reload()

    expect(learner.page.locator("[data-notice]")).to_contain_text(
        said("A newer answer to this question has been saved.")
    )
    assert learner.response().answer == {"options": [key]}
    assert waiting(learner) == 0


def test_an_answer_that_waited_takes_no_newer_ones_place(learner, taker, stored, browsing):
    first, other = options(learner)[:2]
    choose_unsent(learner, first)
    with browsing(who=taker) as (context, _watch):
        device = Learner(context.new_page(), learner.site, stored, "fi")
        device.page.goto(learner.page.url)
        device.choose([other])
    learner.page.unroute("**/yritys/**")

    learner.page.evaluate("window.dispatchEvent(new Event('online'))")

    expect(learner.page.locator("[data-notice]")).to_contain_text(
        said(
            "While this answer waited for a connection, another page saved a newer one. "
            "Both are kept: load the page and choose which of them counts."
        )
    )
    assert learner.response().answer == {"options": [other]}
    assert ResponseProposal.objects.using(stored).filter(response=learner.response()).count() == 1
    learner.page.reload()
    learner.click(learner.page.locator("[name=take][value='1']"))
    assert learner.response().answer == {"options": [first]}


def test_a_page_of_a_submitted_attempt_is_told_when_it_is_looked_at(start, stored):
    first = start(scripts=True)
    stale = second_tab(first)
    first.choose(options(first)[:1])
    attempt = submit(first)
    before = what_counts(attempt, stored)

    stale.page.evaluate("window.dispatchEvent(new Event('focus'))")

    expect(stale.page.locator(f'[data-notice] a[href$="/{attempt}/tulos/"]')).to_be_visible()
    assert what_counts(attempt, stored) == before


def test_somebody_who_was_signed_out_signs_in_on_another_tab_and_goes_on(learner, site, cookies_of):
    key = options(learner)[0]
    context = learner.page.context
    cookies = context.cookies()
    context.clear_cookies(name=re.compile("session"))

    learner.page.locator(f'[name=choice][value="{key}"]').check()

    expect(learner.page.locator("[data-notice] a[target=_blank]")).to_be_visible()
    # One truth, said once: the connection is there, the sign-in is not.
    expect(learner.page.locator("[data-receipt]")).to_have_text(said("Not sent yet."))
    assert waiting(learner) == 1
    context.add_cookies(cookies)
    learner.page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(learner.page.locator("[data-receipt]")).to_have_text(SAVED)
    assert learner.response().answer == {"options": [key]}


def test_an_answer_without_a_token_that_fits_is_sent_again_with_a_fresh_one(learner):
    key = options(learner)[0]
    statuses = []

    def note(answer):
        if answer.request.method == "POST":
            statuses.append(answer.status)

    learner.page.on("response", note)
    learner.page.context.clear_cookies(name="csrftoken")

    learner.page.locator(f'[name=choice][value="{key}"]').check()

    expect(learner.page.locator("[data-receipt]")).to_have_text(SAVED)
    assert statuses == [403, 200]
    assert learner.response().answer == {"options": [key]}
    assert waiting(learner) == 0


def test_signing_out_asks_first_where_answers_wait(learner):
    page, attempt = learner.page, learner.attempt
    choose_unsent(learner, options(learner)[0])

    with page.expect_navigation():
        page.locator("header form[data-forget]").evaluate("form => form.requestSubmit()")

    expect(page).to_have_url(re.compile("/fi/tili/kirjaudu-ulos/$"))
    expect(page.locator("[data-waiting]")).to_be_focused()
    assert waiting(learner) == 1
    page.unroute("**/yritys/**")
    learner.click(page.locator(f"[data-waiting] a[href$='/yritys/{attempt}/']"))
    expect(page.locator("[data-notice]")).not_to_be_empty()
    assert waiting(learner) == 0


def test_another_person_does_not_send_what_the_first_one_wrote(learner, people, site):
    key = options(learner)[0]
    context = learner.page.context
    mine = context.cookies()
    session = next(cookie for cookie in mine if "session" in cookie["name"])
    context.add_cookies([session | {"value": people["sessions"]["reader"]}])

    learner.page.locator(f'[name=choice][value="{key}"]').check()

    expect(learner.page.locator("[data-notice]")).not_to_be_empty()
    assert waiting(learner) == 1
    assert learner.response().answer is None
    context.add_cookies(mine)
    learner.page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(learner.page.locator("[data-receipt]")).to_have_text(SAVED)
    assert learner.response().answer == {"options": [key]}
