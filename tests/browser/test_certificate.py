"""The certificate in a browser: fetched, and its file compared without leaving the device."""

import pytest

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
    page.wait_for_selector(FOUND[outcome], state="visible")
    [other] = FOUND.keys() - {outcome}
    assert page.locator(FOUND[other]).is_hidden()


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
    page.set_input_files("[type=file]", file)
    page.click("[data-verify] [type=submit]")
    assert_outcome(page, "same")
    assert page.context.cookies() == []


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


def test_a_badge_is_sent_and_answered(open_page, site, tmp_path):
    number = site.accounts["certificate"]["number"]
    badge = open_page("", who="learner").request.get(f"/fi/todistukset/{number}/merkki.png")
    path = tmp_path / "merkki.png"
    path.write_bytes(badge.body())
    for place in (address(site), "/todistus/"):
        page = open_page(f"{place}?lang=fi")
        page.set_input_files("[type=file]", path)
        page.click("form[enctype] [type=submit]")
        page.wait_for_selector("text=Osaamismerkki on aito")
        assert page.context.cookies() == []


def test_the_code_is_typed_from_paper(open_page, site):
    code = site.accounts["certificate"]["code"]
    page = open_page("/todistus/?lang=sv", javascript=False)
    page.fill("[name=code]", " ".join(code.lower()))
    page.press("[name=code]", "Enter")
    page.wait_for_url(f"**/todistus/{code}/?lang=sv")
    assert page.get_attribute("html", "lang") == "sv"
