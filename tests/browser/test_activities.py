"""Writing, attending and rating oneself in the browser: saved by itself, and by keyboard."""

from playwright.sync_api import expect

from courses.models import SelfRating, Submission
from tests.browser.keys import press, tab_to
from tests.browser.words import said

TYPED = "Verkostossa on viisi toimijaa, ja asiakas itse on kuudes."


def test_a_text_is_saved_while_it_is_written(open_page, people, stored):
    page = open_page(people["pages"]["fi"]["assignment"], who="writer")
    # At once: whoever pauses in typing has a part saved, and reads of that first.
    page.locator("textarea[name=text]").press("End")
    page.keyboard.insert_text(TYPED)
    expect(page.locator("[data-receipt]")).to_contain_text(
        said("Saved %(moment)s") % {"moment": ""}
    )
    kept = Submission.objects.using(stored).get(text=TYPED)
    assert kept.state == "draft"
    expect(page.locator("[data-count]")).to_contain_text("9")

    # What is typed right before leaving goes along with the button.
    page.locator("textarea[name=text]").press_sequentially(" Ja lisää.")
    page.locator("button[value=check]").click()
    expect(page.locator(".written--whole")).to_have_text(f"{TYPED} Ja lisää.")
    page.locator("main button[type=submit]").click()
    expect(page.locator(".desk .status").first).to_contain_text(
        said("Handed in, waits to be assessed")
    )
    assert Submission.objects.using(stored).get(pk=kept.pk).text == f"{TYPED} Ja lisää."


def test_two_windows_do_not_overwrite_each_other(open_page, people, stored):
    first = open_page(people["pages"]["fi"]["assignment"], who="two_windows", javascript=False)
    second = first.context.new_page()
    second.goto(first.url)
    first.locator("textarea[name=text]").fill("Ensimmäisen ikkunan teksti")
    first.locator("button[value=save]:visible").click()
    second.locator("textarea[name=text]").fill("Toisen ikkunan teksti")
    second.locator("button[value=save]:visible").click()
    expect(second.locator("[role=alert] .written")).to_have_text("Ensimmäisen ikkunan teksti")
    expect(second.locator("textarea[name=text]")).to_have_value("Toisen ikkunan teksti")
    kept = Submission.objects.using(stored).filter(text__contains="ikkunan teksti").get()
    assert kept.text == "Ensimmäisen ikkunan teksti"


def test_rating_oneself_by_keyboard(open_page, people, stored):
    page = open_page(people["pages"]["fi"]["before"], who="rater", width=360)
    for number in range(page.locator(".rating").count()):
        tab_to(page, f".rating:nth-of-type({number + 1}) input")
        page.keyboard.press("Space")
        page.keyboard.press("ArrowRight")
    tab_to(page, ".desk__form button[type=submit]")
    press(page, "Enter")
    expect(page.locator(".ratings__level").first).to_have_text("2 / 5")
    rated = SelfRating.objects.using(stored).filter(enrolment=people["rater_enrolment"])
    assert rated.get().moment == "before"
