"""An administrator opens the admin and finds people in it."""

from playwright.sync_api import expect

from accounts.models import User
from tests.browser.words import said


def test_an_administrator_finds_a_person(open_page, site, stored):
    wanted = User.objects.using(stored).get(email=site.accounts["learner"]["email"])
    page = open_page("/fi/", who="admin")

    # The way in is in the page's header.
    page.locator("header details summary").click()
    with page.expect_navigation():
        page.locator(f'header a[href="{site.accounts["admin"]["admin"]}"]').click()
    page.get_by_role("button", name=said("Settings")).click()
    page.locator('nav a[href="/hallinta/users/"]').click()
    page.wait_for_url("**/hallinta/users/")
    page.fill("[data-search-form] [name=q]", wanted.email)
    people = page.locator("table.listing tbody tr")
    expect(people).to_have_count(1)
    # The list has drawn its own address anew by then, which is a navigation of a kind.
    people.get_by_role("link").first.click()
    expect(page.locator("[name=email]")).to_have_value(wanted.email)


def test_a_learner_is_told_that_the_admin_is_not_for_them(open_page, accessibility_faults):
    page = open_page("/hallinta/", who="learner")

    assert page.locator("table.listing").count() == 0
    assert page.title().startswith(page.text_content("h1"))
    assert said("Administration is for editors and staff.") in page.text_content("main")
    assert accessibility_faults(page) == []
