"""The certificate in a browser: revoked, renewed, and its files checked by strangers."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from certificates.models import Certificate
from tests.browser.keys import press, tab_to
from tests.browser.words import said

REASON = "Suoritus olikin toisen henkilön."
FOUND = {"same": "[data-outcome=same]", "changed": "[data-outcome=changed]"}


@pytest.fixture
def file(open_page, site, tmp_path):
    """The PDF that the demo's learner downloads."""
    page = open_page("", who="learner")
    answer = page.request.get(site.accounts["certificate"]["pdf"])
    assert answer.headers["content-type"] == "application/pdf"
    path = tmp_path / "todistus.pdf"
    path.write_bytes(answer.body())
    return path


def address(site):
    return f"/todistus/{site.accounts['certificate']['code']}/"


def assert_outcome(page, outcome):
    [other] = FOUND.keys() - {outcome}
    expect(page.locator(FOUND[outcome])).to_be_visible()
    expect(page.locator(FOUND[other])).to_be_hidden()


def test_the_file_is_compared_in_the_browser(open_page, site, file):
    page = open_page(address(site))
    sent = []
    # The icon of the page may still be on its way: what counts is what leaves the device.
    page.on("request", lambda request: sent.append(request.post_data_buffer))
    page.set_input_files("[type=file]", file)
    assert_outcome(page, "same")
    edited = file.with_name("muokattu.pdf")
    edited.write_bytes(file.read_bytes() + b"\n")
    page.set_input_files("[type=file]", edited)
    assert_outcome(page, "changed")
    page.click("[data-verify] [type=submit]")
    assert_outcome(page, "changed")
    assert not any(sent)


def test_without_scripts_it_is_sent_and_answered(open_page, site, file):
    page = open_page(address(site), javascript=False)
    hand(page, file.read_bytes())
    assert_outcome(page, "same")
    hand(page, file.read_bytes() + b"\n")
    assert_outcome(page, "changed")
    assert page.context.cookies() == []


def hand(page, content):
    """Choose a file on a public page, and have it sent."""
    page.set_input_files(
        "[type=file]",
        {"name": "tiedosto", "mimeType": "application/octet-stream", "buffer": content},
    )
    page.click("form[enctype] [type=submit]")


@pytest.fixture
def hidden(open_page, site):
    """The holder's page, on which the name is hidden for the time of the test."""
    number = site.accounts["certificate"]["number"]
    page = open_page(f"/fi/todistukset/{number}/", who="learner")
    page.click("text=Piilota nimeni")
    page.wait_for_selector("text=Nimesi on piilotettu julkiselta sivulta.")
    yield page
    page.click("text=Näytä nimeni")
    page.wait_for_selector("text=Nimesi näkyy julkisella sivulla.")


def test_a_hidden_name_is_shown_for_the_file_which_stays_on_the_device(
    open_page, site, file, hidden
):
    page = open_page(f"{address(site)}?lang=fi")
    assert page.locator(".proof__name").count() == 0
    sent = []
    page.on("request", lambda request: sent.append(request.post_data or ""))
    page.set_input_files("[type=file]", file)
    assert_outcome(page, "same")
    assert not any(sent)
    page.click("text=Näytä nimi")
    page.wait_for_selector(".proof__name", state="visible")
    # The digest alone, by which nobody gets the file.
    [said] = filter(None, sent)
    assert len(said) < 100


@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no-scripts"])
def test_a_badge_is_sent_and_answered(open_page, site, javascript):
    number = site.accounts["certificate"]["number"]
    badge = open_page("", who="learner").request.get(f"/fi/todistukset/{number}/merkki.png").body()
    page = open_page(javascript=javascript)
    for place in (address(site), "/todistus/"):
        page.goto(f"{place}?lang=fi")
        hand(page, badge)
        # The answer is seen where the browser leads to, however long the certificate is.
        expect(page.get_by_text("Osaamismerkki on aito")).to_be_in_viewport()
    page.goto("/todistus/?lang=fi")
    hand(page, badge.replace(b"TKP-", b"TKP_"))
    expect(page.get_by_text("Tiedosto ei ole täällä annettu")).to_be_in_viewport()
    assert page.context.cookies() == []


def test_the_code_is_typed_from_paper(open_page, site):
    code = site.accounts["certificate"]["code"]
    page = open_page("/todistus/?lang=sv", javascript=False)
    page.fill("[name=code]", " ".join(code.lower()))
    page.press("[name=code]", "Enter")
    page.wait_for_url(f"**/todistus/{code}/?lang=sv")
    assert page.get_attribute("html", "lang") == "sv"


def test_by_keyboard_staff_revoke_one_and_everybody_reads_why(open_page, stored):
    rows = Certificate.objects.using(stored).in_force().exclude(pdf_sha256="")
    certificate = rows.filter(completion__run__code="TT-JATKUVA").earliest("pk")
    page = open_page(reverse("certificate:list"), who="staff")
    page.fill("[name=search]", certificate.number)
    press(page, "Enter")
    room = reverse("certificate:one", args=[certificate.pk])
    file = page.request.get(f"{room}tiedosto/").body()
    for stop in (room, f"{room}mitatoi/"):
        tab_to(page, f'main a[href="{stop}"]')
        press(page, "Enter")
    tab_to(page, "[name=reason]")
    page.keyboard.type(REASON)
    tab_to(page, "main form [type=submit]")
    press(page, "Enter")
    assert page.url.endswith(room)
    expect(page.locator("#standing")).to_contain_text("mitätöity")

    stranger = open_page(f"/todistus/{certificate.code}/?lang=fi")
    expect(stranger.locator("h1")).to_have_text("Tämä todistus ei ole voimassa")
    expect(stranger.locator("header .lead")).to_contain_text(REASON)
    # Its file is what was issued, and says so no more than it is worth.
    hand(stranger, file)
    answer = stranger.locator(FOUND["same"])
    expect(answer).to_contain_text("se ei ole enää voimassa")
    expect(answer).to_contain_text(REASON)


def test_by_keyboard_the_holder_renews(open_page, people, stored):
    number = people["expiring_certificate"]
    old = Certificate.objects.using(stored).get(number=number)
    page = open_page("/fi/todistukset/", who="renewer", width=360)
    tab_to(page, f'a[href="/fi/todistukset/{number}/kertaus/"]')
    press(page, "Enter")
    tab_to(page, "main form [type=submit]")
    press(page, "Enter")
    # Not without saying that it is read; the error leads to its tick.
    tab_to(page, ".error-summary a")
    page.keyboard.press("Enter")
    expect(page.locator("[name=read]")).to_be_focused()
    page.keyboard.press("Space")
    tab_to(page, "main form [type=submit]")
    press(page, "Enter")

    new = Certificate.objects.using(stored).get(supersedes=old)
    assert new.expires_on > old.expires_on
    assert f"/fi/todistukset/{new.number}/" in page.url
    stranger = open_page(f"/todistus/{old.code}/?lang=sv")
    stranger.click(f'a[href^="/todistus/{new.code}/"]')
    expect(stranger.locator("h1")).to_have_text(said("This certificate is valid", "sv"))
