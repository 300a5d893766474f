"""The time of an exam, told to those who do not see it run: at half, five minutes and one."""

import re

from playwright.sync_api import expect

from quizzes.attempts.models import Attempt
from tests.browser.learner import Learner

MINUTE = 60_000


def test_what_is_left_is_announced_three_times(open_page, site, people, stored, taker):
    page = open_page(who=taker)
    page.clock.install()
    page.goto(people["pages"]["fi"]["exam"])
    learner = Learner(page, site, stored, "fi")
    attempt = Attempt.objects.using(stored).get(pk=learner.start_quiz())
    minutes = (attempt.deadline_at - attempt.started_at).total_seconds() / 60
    told, shown = page.locator("[data-announce]"), page.locator("[data-time-left]")
    expect(told).to_have_attribute("role", "status")
    expect(told).to_be_empty()
    left = minutes

    for at, words in (
        (minutes / 2, "Half of the time is left."),
        (5, "Five minutes left."),
        (1, "One minute left."),
    ):
        before = told.inner_text()
        # Just before, nothing is said yet; the clock of the page is ours.
        page.clock.fast_forward((left - at - 0.5) * MINUTE)
        assert told.inner_text() == before
        page.clock.fast_forward(MINUTE)
        left = at - 0.5
        expect(told).to_have_text(learner.said(words))

    page.locator("[data-menu] summary", has_text=learner.said("Time left")).click()
    expect(shown).to_have_text(re.compile(learner.said("{n} s").replace("{n}", r"(2\d|30)")))
