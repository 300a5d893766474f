"""A waiting place by keyboard alone: joining the list of a full run, then taking the seat."""

from playwright.sync_api import expect

from courses.models import CourseRun, Enrolment, WaitingPlace
from tests.browser.keys import press, tab_to
from tests.browser.learner import Learner

FULL = "TKK1-2027K-C"


def test_by_keyboard_one_joins_the_list_and_accepts_the_seat(open_page, people, site, stored):
    page = open_page(people["pages"]["fi"]["course_with_runs"])
    learner = Learner(page, site, stored, "fi")
    run = CourseRun.objects.using(stored).get(code=FULL)

    href = f"/fi/opinnot/ilmoittaudu/{run.pk}/"
    tab_to(page, f'a[href="{href}"]')
    press(page, "Enter")
    learner.sign_up()
    tab_to(page, "main form button[type=submit]")
    press(page, "Enter")
    mine = WaitingPlace.objects.using(stored).get(learner__email=learner.email)
    assert mine.offered_at is None
    expect(page.locator("main")).to_contain_text("Olet jonossa")

    # Staff offer a seat out of turn; the page says so when it is looked at again.
    code = (
        "from courses.enrolling.waiting import offer_now; from courses.models import WaitingPlace; "
        f"offer_now(WaitingPlace.objects.get(pk={mine.pk}))"
    )
    site.manage("shell", "--no-imports", "-c", code)
    page.reload()
    for name, words in {"first_name": "Inga Márjá", "last_name": "Jomppanen"}.items():
        tab_to(page, f"[name={name}]")
        page.keyboard.type(words)
    tab_to(page, "[name=consents]")
    page.keyboard.press("Space")
    tab_to(page, "main .button--next")
    press(page, "Enter")
    enrolment = Enrolment.objects.using(stored).get(learner__email=learner.email)
    assert (enrolment.run_id, enrolment.origin) == (run.pk, "waiting_list")
    assert enrolment.consented_at is not None
