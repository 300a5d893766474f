"""
The study office from nothing to a delivered list: a run, its people by file, their answer and
their pass, a preview, a delivery, its file read back, and the rows marked as entered.

Each press of the secretary's is counted, and so is each that asks for nothing but patience.
"""

import csv
import io
import re
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from uuid import uuid4

from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from courses.catalogue.requirements import StepRule
from courses.models import Completion, Course, CourseRun, DeliveryRow, Enrolment
from tests.browser.keys import press, tab_to
from tests.browser.learner import MAIL_SECONDS, Learner
from tests.browser.looks import in_every_look, of_the_house, see_well
from tests.browser.people import PASSWORD

SURNAME = "Čáhppesnjunni-Ǩiâlgõs"
# Course runs; add; create; from a file; look at it; enrol.
TO_ENROL = 6
# Make a delivery; of so many rows; download; all rows are entered.
TO_DELIVER = 4


@dataclass
class Secretary:
    """Somebody at a page who counts their presses."""

    page: Page
    language: str
    presses: int = 0

    def press(self, thing: Locator) -> None:
        """Press something that leads on."""
        self.presses += 1
        with self.page.expect_navigation():
            thing.click()
        see_well(self.page, self.language)

    def take(self, thing: Locator) -> bytes:
        """Press something that gives a file."""
        self.presses += 1
        with self.page.expect_download() as downloading:
            thing.click()
        return Path(downloading.value.path()).read_bytes()

    def to(self, href: str) -> Locator:
        """A link of the page's main part."""
        return self.page.locator(f'main a[href="{href}"]').first


def link_in_mail(learner: Learner, fitting: str) -> str:
    """The path of the newest link of its kind that was mailed to this learner."""
    folder = Path(learner.site.variables["DATA_DIR"]) / "mail"
    for _tenth in range(MAIL_SECONDS * 10):
        for file in folder.glob("*.log"):
            text = file.read_text(encoding="utf-8")
            # Of the text and of the HTML part alike, where it stands in quotes.
            found = re.findall(rf"https?://[^/\s]+(/[^\s\"<>]*{fitting}[^\s\"<>]*)", text)
            if learner.email in text and found:
                return unescape(found[-1])
        learner.page.wait_for_timeout(100)
    raise AssertionError(f"Nothing like {fitting} was mailed to {learner.email}.")


def choose_password(learner: Learner) -> None:
    """Make the account that staff made one's own, as the mail tells."""
    learner.page.goto("/fi/tili/kirjaudu/")
    learner.page.goto(link_in_mail(learner, "unohtunut"))
    learner.page.fill("[name=email]", learner.email)
    learner.send("[name=email]")
    learner.page.fill("[name=code]", learner.mailed_code())
    learner.send("[name=code]")
    learner.page.fill("[name=password1]", PASSWORD)
    learner.send("[name=password1]")


def take_the_place_and_pass(learner: Learner, pages, stored: str) -> Enrolment:
    """Answer the mail: password, details, consent; then pass the one exam that counts."""
    page = learner.page
    choose_password(learner)
    page.goto(link_in_mail(learner, "suostumus"))
    if page.locator("[name=login]").count():
        page.fill("[name=login]", learner.email)
        page.fill("[name=password]", PASSWORD)
        learner.send("[name=password]")
    page.fill("[name=birth_date]", "31.1.1980")
    page.check("[name=consents]")
    learner.click(page.locator("main form [type=submit]").last)
    enrolment = Enrolment.objects.using(stored).get(learner__email=learner.email)
    assert enrolment.consented_at is not None
    page.goto(pages["exam"])
    learner.start_quiz()
    learner.answer_all()
    learner.submit()
    return enrolment


@in_every_look
def test_from_a_new_run_to_a_list_entered_in_the_register(open_page, site, people, stored, looks):
    code, email = f"TT-{uuid4().hex[:8]}", f"{uuid4().hex}@demo.example"
    who = of_the_house("staff", looks["language"])
    office = Secretary(open_page("/hallinta/", who=who, **looks), looks["language"])
    page = office.page

    # A run, and whoever comes from a file: the new run leads straight there.
    office.press(office.to("/hallinta/courserun/"))
    office.press(page.locator('main a[href="/hallinta/courserun/new/"]').first)
    page.select_option("[name=course]", str(Course.objects.using(stored).get(code="TT-2026").pk))
    page.fill("[name=code]", code)
    office.press(page.locator("main form button[type=submit]").last)
    run = CourseRun.objects.using(stored).get(code=code)
    office.press(office.to(f"/hallinta/ajot/{run.pk}/tiedosto/"))
    roster = f"Sähköposti;Etunimet;Sukunimi\n{email};Inga Márjá;{SURNAME}\n".encode()
    page.set_input_files(
        "[name=file]", {"name": "lista.csv", "mimeType": "text/csv", "buffer": roster}
    )
    office.press(page.locator("main form button[type=submit]"))
    assert SURNAME in page.locator("table.listing").inner_text()
    assert not Enrolment.objects.using(stored).filter(run=run).exists()
    office.press(page.locator("main form button[type=submit]").first)
    assert Enrolment.objects.using(stored).get(run=run).learner.email == email
    assert office.presses == TO_ENROL

    # The letters of a file go by the clock.
    site.manage("tick")
    learner = Learner(open_page(), site, stored, "fi", email=email)
    enrolment = take_the_place_and_pass(learner, people["pages"]["fi"], stored)
    completion = Completion.objects.using(stored).get(enrolment=enrolment)
    assert (completion.surname, completion.run_code) == (SURNAME, code)

    # The delivery: what it would hold is seen before it is made.
    page.goto("/hallinta/")
    office.presses = 0
    office.press(office.to(reverse("register:new")))
    assert SURNAME in page.locator("section:has(#rows)").inner_text()
    office.press(page.locator("section[aria-labelledby=what] button[type=submit]"))
    delivery = DeliveryRow.objects.using(stored).get(completion=completion).delivery
    content = office.take(page.locator('a[href$="/csv/"]').first)
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    [mine] = [dict(zip(rows[0], row, strict=True)) for row in rows[1:-1] if SURNAME in row]
    assert {"Inga Márjá", SURNAME, code, "1980-01-31"} <= set(mine.values())
    assert timezone.localdate().isoformat() in mine.values()
    assert len(rows) - 2 == delivery.row_count
    office.press(page.locator("[name=deed][value=all]"))
    assert not delivery.rows.filter(entered_at__isnull=True).exists()
    assert office.presses == TO_DELIVER


def test_by_keyboard_rules_are_tried_out_and_nothing_is_saved(open_page, stored):
    """To the button at the end by Tab alone; what it would change is said on the next page."""
    course = Course.objects.using(stored).get(code="TKK1")
    room = reverse("course_rules", args=[course.pk])
    page = open_page(room, who="editor")
    before = facts_of(course, stored)
    tab_to(page, "main form select, main form input[type=number]")
    tab_to(page, "main form button[type=submit]")
    press(page, "Enter")
    assert page.url.endswith(room)
    assert facts_of(course, stored) == before


def facts_of(course: Course, stored: str) -> list[tuple]:
    """The course's row and the rules of its steps, as the database has them."""
    rows = Course.objects.using(stored).filter(pk=course.pk).values_list()
    return [*rows, *StepRule.objects.using(stored).filter(step__course=course.pk).values_list()]


def test_by_keyboard_a_row_is_marked_as_entered_and_taken_back(open_page, stored):
    """From the list of deliveries by Tab, Enter and Space."""
    page = open_page(reverse("register:deliveries"), who="staff")
    first = page.locator("main table a").last.get_attribute("href")
    tab_to(page, f'main a[href="{first}"]')
    press(page, "Enter")
    row = page.locator("main [name=rows]").first
    key = int(row.get_attribute("value"))
    entered = DeliveryRow.objects.using(stored).get(pk=key).entered_at is not None
    page.locator("main section[aria-labelledby=rows] h2").first.focus()
    deed = "back" if entered else "chosen"
    tab_to(page, f"main [name=deed][value={deed}]")
    tab_to(page, f"main [name=rows][value='{key}']")
    page.keyboard.press("Space")
    expect(row).to_be_checked()
    for _stop in range(5):
        page.keyboard.press("Shift+Tab")
        if page.evaluate(f"document.activeElement.value === '{deed}'"):
            break
    press(page, "Enter")
    after = DeliveryRow.objects.using(stored).get(pk=key).entered_at is not None
    assert after != entered
