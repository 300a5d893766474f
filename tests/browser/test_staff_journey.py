"""
A polytechnic's study staff takes its completion list out, and sees nobody else's people.
"""

import csv
import datetime
import io
from pathlib import Path

import openpyxl
from playwright.sync_api import Page, expect

from courses.models import Completion, CourseRun
from tests.browser.people import MARKER
from tests.browser.words import said

RUN = "TKK1-2026K"
ROWS = "table.listing tbody tr"


def of_organisation(organisation: int, stored: str):
    """The valid completions of an organisation's runs, as the database has them."""
    return Completion.objects.using(stored).filter(
        run__organiser=organisation, annulled_at__isnull=True
    )


def facts(completions) -> list[tuple]:
    """What a list must say of each completion."""
    return sorted(
        (row.surname, row.given_names, row.run_code, row.completed_on, float(row.credits))
        for row in completions
    )


def download(page: Page, kind: str, chosen: str = "?") -> bytes:
    """Download the list as it is chosen, once its link says so."""
    with page.expect_download() as downloading:
        page.locator(f'a[href*="export={kind}"][href*="{chosen}"]:visible').first.click()
    return Path(downloading.value.path()).read_bytes()


def rows_of_csv(file: bytes) -> list[tuple]:
    """Read the CSV as a Finnish spreadsheet does; the last line says that it is whole."""
    heading, *rows, end = csv.reader(io.StringIO(file.decode("utf-8-sig")), delimiter=";")
    assert end[0].startswith("#")
    return [
        as_facts(dict(zip(heading, row, strict=True)), datetime.date.fromisoformat) for row in rows
    ]


def rows_of_xlsx(file: bytes) -> list[tuple]:
    """Read the first sheet; dates and numbers are typed cells."""
    heading, *rows = openpyxl.load_workbook(io.BytesIO(file)).worksheets[0].values
    return [as_facts(dict(zip(heading, row, strict=True)), datetime.datetime.date) for row in rows]


def as_facts(row: dict, day) -> tuple:
    """The facts of a row, whose headings are in the reader's language."""
    return (
        row[said("Surname")],
        row[said("Given names")],
        row[said("Course run")],
        day(row[said("Completion date")]),
        float(str(row[said("Credits (op)")]).replace(",", ".")),
    )


def test_the_completion_list_as_screen_csv_and_xlsx(open_page, site, people, stored):
    organisation = site.accounts["staff"]["organisation"]
    own = of_organisation(organisation, stored)
    assert own.count() >= 10
    assert Completion.objects.using(stored).filter(surname=MARKER).exists()
    page = open_page("/hallinta/", who="staff")

    page.get_by_role("button", name=said("Reports")).click()
    page.locator('nav a[href="/hallinta/suorituslista/"]').click()
    page.wait_for_url("**/suorituslista/")
    everything = download(page, "csv")
    assert sorted(rows_of_csv(everything)) == facts(own)
    assert MARKER not in everything.decode()
    shown = 0
    while True:
        assert MARKER not in page.content()
        shown += page.locator(ROWS).count()
        if not (following := page.locator(".pagination .next a:visible")).count():
            break
        with page.expect_navigation():
            following.click()
    assert shown == own.count()

    # The filter changes the rows on the screen, and the files follow.
    run = CourseRun.objects.using(stored).get(code=RUN)
    page.goto("/hallinta/suorituslista/")
    page.get_by_role("button", name=said("Show filters")).click()
    page.locator("[aria-controls=drilldown-id_run]").click()
    page.select_option("[name=run]", str(run.pk))
    expect(page.locator(ROWS)).to_have_count(own.filter(run=run).count())
    for kind, read in (("csv", rows_of_csv), ("xlsx", rows_of_xlsx)):
        assert sorted(read(download(page, kind, f"run={run.pk}"))) == facts(own.filter(run=run))


def test_what_is_not_theirs_is_not_offered(open_page, site, stored):
    organisation = site.accounts["staff"]["organisation"]
    page = open_page("/hallinta/suorituslista/", who="staff")

    offered = page.locator("[name=run] option").all_text_contents()
    assert set(offered[1:]) == set(
        CourseRun.objects.using(stored)
        .filter(organiser=organisation)
        .values_list("code", flat=True)
    )
    strange = CourseRun.objects.using(stored).exclude(organiser=organisation).first()
    page.goto(f"/hallinta/suorituslista/?run={strange.pk}")
    assert page.locator(ROWS).count() == 0
    page.goto(f"/hallinta/courserun/edit/{strange.pk}/")
    assert strange.code not in page.content()


def test_no_column_of_the_list_is_cut_off(open_page):
    page = open_page("/hallinta/suorituslista/", who="staff", width=1280)

    last = page.locator("table.listing thead th").last
    assert last.evaluate("cell => cell.getBoundingClientRect().right") <= 1280
    # Where the window is narrower, the list scrolls within itself.
    page.set_viewport_size({"width": 700, "height": 900})
    last.scroll_into_view_if_needed()
    assert last.evaluate("cell => cell.getBoundingClientRect().right") <= 700
