"""Changing the language in the middle of a module and of a quiz: one progress, one attempt."""

import pytest
from playwright.sync_api import expect

from courses.progress.models import StepProgress
from quizzes.attempts.models import Attempt, Response
from tests.browser.learner import Learner
from tests.browser.people import email_of
from tests.browser.words import said

with_and_without_scripts = pytest.mark.parametrize("scripts", [True, False])


def in_language(learner: Learner, language: str) -> None:
    """Choose a language in the page's own menu."""
    link = learner.page.locator(f'.language-menu a[lang="{language}"]').first
    folded = learner.page.locator("details:not([open])").filter(has=link)
    if folded.count():
        folded.first.locator("> summary").click()
    learner.language = language
    learner.click(link)


@pytest.fixture
def at(open_page, site, people, stored, taker):
    """Somebody on the course at one of its Finnish pages."""

    def at_(place: str, *, scripts: bool) -> Learner:
        page = open_page(people["pages"]["fi"][place], who=taker, javascript=scripts)
        return Learner(page, site, stored, "fi", scripts=scripts)

    return at_


@with_and_without_scripts
def test_an_attempt_goes_on_in_the_other_language(at, taker, stored, scripts):
    learner = at("quiz", scripts=scripts)
    attempt = learner.start_quiz()
    chosen = learner.page.locator("[name=choice]").first.get_attribute("value")
    learner.choose([chosen])

    in_language(learner, "sv")

    assert learner.page.url.endswith(f"/sv/kokeet/yritys/{attempt}/1/")
    assert learner.page.locator("html").get_attribute("lang") == "sv"
    expect(learner.page.locator(f'[name=choice][value="{chosen}"]')).to_be_checked()
    other = learner.page.locator("[name=choice]").nth(1).get_attribute("value")
    learner.choose([other])

    in_language(learner, "fi")

    expect(learner.page.locator(f'[name=choice][value="{other}"]')).to_be_checked()
    response = Response.objects.using(stored).get(attempt=attempt, position=1)
    assert response.answer["options"] == [other]
    assert (
        Attempt.objects.using(stored).get(enrolment__learner__email=email_of(taker)).pk == attempt
    )


def test_what_is_done_in_one_language_is_done_in_the_other(at, taker, stored):
    learner = at("lesson", scripts=True)
    in_language(learner, "sv")
    here = learner.page.url
    assert "/sv/" in here
    learner.mark_done()
    learner.page.goto(here)
    expect(learner.page.locator(".lesson__done")).to_contain_text(
        said("You have done this lesson", "sv")
    )

    in_language(learner, "fi")

    expect(learner.page.locator(".lesson__done")).to_contain_text(said("You have done this lesson"))
    done = StepProgress.objects.using(stored).filter(
        enrolment__learner__email=email_of(taker), completed_at__isnull=False
    )
    # One row, whichever language it was done in.
    assert done.count() == 1
