"""
By keyboard alone: from the front page through enrolling to an answered question.

Only Tab, Enter, Space, the arrows and typing are used, and at every stop it must be seen
where one is.
"""

from playwright.sync_api import expect

from courses.models import Enrolment, StepProgress
from tests.browser.keys import press, tab_to
from tests.browser.learner import TIME, Learner


def test_the_skip_link_is_first_and_leads_past_the_header(open_page, people):
    page = open_page(people["pages"]["fi"]["course"])

    tab_to(page, ".skip-link")
    expect(page.locator(".skip-link")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_from_the_front_page_to_an_answer(open_page, site, people, stored):
    pages = people["pages"]["fi"]
    page = open_page(pages["front"], who="typist")
    learner = Learner(page, site, stored, "fi")

    tab_to(page, f'main a[href="{pages["catalogue"]}"]')
    press(page, "Enter")
    tab_to(page, f'main a[href="{pages["course"]}"]')
    press(page, "Enter")
    tab_to(page, ".next-action a")
    press(page, "Enter")

    tab_to(page, "[name=birth_date]")
    page.keyboard.type("31.1.1980")
    tab_to(page, "[name=consents]")
    page.keyboard.press("Space")
    tab_to(page, "main form [type=submit]")
    press(page, "Enter")
    enrolment = Enrolment.objects.using(stored).get(learner__email="typist@demo.example")
    assert enrolment.consented_at is not None

    assert page.url.endswith(pages["lesson"])
    tab_to(page, "form.lesson__done [type=submit]")
    press(page, "Space")
    assert page.url.endswith(pages["next_lesson"])
    done = StepProgress.objects.using(stored).filter(completed_at__isnull=False)
    assert done.filter(enrolment=enrolment).count() == 1

    tab_to(page, f'a[href="{pages["quiz"]}"]')
    press(page, "Enter")
    tab_to(page, 'form[action$="/aloita/"] [type=submit]')
    press(page, "Enter")
    tab_to(page, "[name=choice]")
    page.keyboard.press("Space")
    expect(page.locator("[data-receipt]")).to_have_text(TIME)
    first = learner.response().answer["options"]
    page.keyboard.press("ArrowDown")
    focused = page.evaluate("document.activeElement.value")
    assert focused not in first
    tab_to(page, ".quiz__nav .button--next")
    press(page, "Enter")
    assert learner.place["position"] == "2"
    page.go_back()
    assert page.is_checked(f'[name=choice][value="{focused}"]')
