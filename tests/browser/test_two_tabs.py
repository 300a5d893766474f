"""
One attempt on two tabs, the back button, and pages that have grown old.

Whoever is refused is told, and what was saved or submitted stays as it was.
"""

import pytest
from playwright.sync_api import Page, expect

from quizzes.attempts.history import GradeEvent, ResponseEvent
from quizzes.attempts.models import Attempt, Response
from quizzes.attempts.refusals import SaveRefusal
from tests.browser.learner import Learner
from tests.browser.words import said

with_and_without_scripts = pytest.mark.parametrize("scripts", [True, False])


@pytest.fixture
def start(open_page, site, people, stored, taker):
    """Start a new attempt at the first section's quiz."""

    def start_(*, scripts: bool) -> Learner:
        quiz = people["pages"]["fi"]["quiz"]
        page = open_page(quiz, who=taker, javascript=scripts)
        learner = Learner(page, site, stored, "fi", scripts=scripts)
        if page.locator(".next-action").count():
            # Where tests are repeated, an earlier one has left an attempt open.
            learner.click(learner.next_action)
            submit(learner)
            page.goto(quiz)
        learner.start_quiz()
        return learner

    return start_


def second_tab(learner: Learner) -> Learner:
    """The same page on another tab of the same browser."""
    page: Page = learner.page.context.new_page()
    page.goto(learner.page.url)
    return Learner(page, learner.site, learner.stored, "fi", scripts=learner.scripts)


def options(learner: Learner) -> list[str]:
    """The keys of what can be chosen, as they stand on the page."""
    return learner.page.locator("[name=choice]").evaluate_all(
        "inputs => inputs.map((input) => input.value)"
    )


def what_counts(attempt: int, stored: str) -> tuple:
    """Everything that an attempt has come to: its result, answers, saves and marks."""
    return (
        Attempt.objects.using(stored)
        .values_list("submitted_at", "score", "percent", "passed")
        .get(pk=attempt),
        list(
            Response.objects.using(stored)
            .filter(attempt=attempt)
            .values_list("position", "answer", "version", "mark")
        ),
        ResponseEvent.objects.using(stored).filter(response__attempt=attempt).count(),
        GradeEvent.objects.using(stored).filter(response__attempt=attempt).count(),
    )


def submit(learner: Learner) -> int:
    """Go to the summary as it is and submit; return the attempt."""
    learner.page.goto(f"/fi/kokeet/yritys/{learner.attempt}/")
    learner.submit()
    assert learner.page.url.endswith("/tulos/")
    return learner.attempt


@with_and_without_scripts
def test_the_last_answer_of_two_tabs_counts_and_says_so(start, scripts):
    first = start(scripts=scripts)
    second = second_tab(first)
    one, other = options(first)[:2]

    first.choose([one])
    second.choose([other])

    told = said("Another page had saved an answer to this question. This one took its place.")
    expect(second.page.locator("main")).to_contain_text(told)
    assert second.response().answer["options"] == [other]
    assert second.response().version == 2


def test_an_answer_to_a_submitted_attempt_changes_nothing(start, stored):
    first = start(scripts=True)
    stale = second_tab(first)
    first.choose(options(first)[:1])
    attempt = submit(first)
    before = what_counts(attempt, stored)

    # A click: the page may have gone before one could see that the choice is made.
    stale.page.locator(f'[name=choice][value="{options(stale)[1]}"]').click()

    stale.page.wait_for_url("**/tulos/")
    expect(stale.page.locator("main")).to_contain_text(str(SaveRefusal.SUBMITTED.label))
    assert what_counts(attempt, stored) == before


def test_an_answer_to_a_submitted_attempt_changes_nothing_without_scripts(start, stored):
    first = start(scripts=False)
    stale = second_tab(first)
    first.choose(options(first)[:1])
    attempt = submit(first)
    before = what_counts(attempt, stored)

    stale.page.locator(f'[name=choice][value="{options(stale)[1]}"]').check()
    with stale.page.expect_navigation() as answer:
        stale.page.locator("[name=go][value=stay]").click()

    assert answer.value.status == 409
    assert str(SaveRefusal.SUBMITTED.label) in stale.page.text_content("main")
    assert stale.page.locator(f'main a[href$="/{attempt}/tulos/"]').is_visible()
    assert what_counts(attempt, stored) == before


@with_and_without_scripts
def test_two_tabs_submit_one_attempt(start, stored, scripts):
    first = start(scripts=scripts)
    first.choose(options(first)[:1])
    attempt = first.attempt
    first.page.goto(f"/fi/kokeet/yritys/{attempt}/")
    second = second_tab(first)

    first.submit()
    before = what_counts(attempt, stored)
    second.submit()

    assert second.page.url == first.page.url
    assert second.page.text_content("h1") == first.page.text_content("h1")
    assert what_counts(attempt, stored) == before


@with_and_without_scripts
def test_going_back_after_submitting_leads_to_the_result(start, stored, scripts):
    learner = start(scripts=scripts)
    learner.choose(options(learner)[:1])
    question = learner.page.url
    attempt = submit(learner)
    before = what_counts(attempt, stored)

    # The summary and the question are kept by no cache: the server answers for them.
    learner.page.go_back()
    learner.page.wait_for_url(f"**/yritys/{attempt}/tulos/")
    learner.page.goto(question)
    learner.page.wait_for_url(f"**/yritys/{attempt}/tulos/")
    assert learner.page.locator("[name=choice]").count() == 0
    assert what_counts(attempt, stored) == before
