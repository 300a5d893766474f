"""A learner's hands: what one does on the pages, found by addresses, names and roles."""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from playwright.sync_api import Locator, Page, expect
from playwright.sync_api import Response as Answer

from quizzes.attempts.models import Response
from tests.browser.looks import see_well
from tests.browser.people import PASSWORD
from tests.browser.served import Site
from tests.browser.words import said
from tests.factories.quizzes import right_keys

CODE = re.compile(r"\b\d{3}-\d{3}-\d{3}\b")
ATTEMPT = re.compile(r"/yritys/(?P<attempt>\d+)/(?:(?P<position>\d+)/)?")
TIME = re.compile(r"\b\d{1,2}[.:]\d{2}\b")
MAIL_SECONDS = 10


@dataclass
class Learner:
    """
    Somebody at a page, in a language, with scripts or without.

    `stored` names the served database, which knows the right answers.
    """

    page: Page
    site: Site
    stored: str
    language: str
    scripts: bool = True
    email: str = ""

    def said(self, words: str) -> str:
        """The words in the learner's language, as the site says them."""
        return said(words, self.language)

    def follow(self, href: str, *, within: str = "main") -> None:
        """Click the first link to an address, opening what it is folded into."""
        to_it = f'a[href="{href}"], a[href^="{href}?"]'
        link = self.page.locator(within).locator(to_it).first
        folded = self.page.locator(within).locator("details:not([open])").filter(has=link)
        while folded.count():
            folded.first.locator("> summary").click()
        self.click(link)

    def click(self, thing: Locator) -> None:
        """Click something that leads to another page, wait for that, and see it well."""
        with self.page.expect_navigation():
            thing.click()
        see_well(self.page, self.language)

    @property
    def next_action(self) -> Locator:
        """The one button that the page offers first."""
        return self.page.locator("main .button--next:visible").first

    def sign_up(self) -> None:
        """Make an account from the sign-in page on: address, password, the mailed code."""
        self.email = f"{uuid4().hex}@demo.example"
        self.click(self.page.locator('main a[href*="/luo-tunnus/"]'))
        self.page.fill("[name=email]", self.email)
        self.page.fill("[name=password1]", PASSWORD)
        self.send("[name=password1]")
        self.page.fill("[name=code]", self.mailed_code())
        self.send("[name=code]")

    def send(self, field: str) -> None:
        """Press Enter in a field, wait for the answer, and see it well."""
        with self.page.expect_navigation():
            self.page.press(field, "Enter")
        see_well(self.page, self.language)

    def mailed_code(self) -> str:
        """The code of the newest message to this learner, from the folder of sent mail."""
        give_up_at = time.monotonic() + MAIL_SECONDS
        while time.monotonic() < give_up_at:
            for text in self.mails():
                if codes := CODE.findall(text):
                    return codes[-1]
            time.sleep(0.1)
        raise AssertionError(f"No code was mailed to {self.email}.")

    def mails(self) -> Iterator[str]:
        """What was mailed to this learner, newest first."""
        folder = Path(self.site.variables["DATA_DIR"]) / "mail"
        for file in sorted(folder.glob("*.log"), key=lambda file: file.stat().st_mtime)[::-1]:
            text = file.read_text(encoding="utf-8")
            if self.email in text:
                yield text

    def enrol(self, given_names: str, surname: str) -> None:
        """Fill in the form of enrolling and send it."""
        self.page.fill("[name=first_name]", given_names)
        self.page.fill("[name=last_name]", surname)
        self.page.fill("[name=birth_date]", "31.1.1980")
        self.page.check("[name=consents]")
        self.click(self.page.locator("main form [type=submit]"))

    def mark_done(self) -> None:
        """Mark the lesson as done."""
        self.click(self.page.locator("form.lesson__done [type=submit]"))

    def start_quiz(self) -> int:
        """Start or continue an attempt; return its id."""
        self.click(self.page.locator('form[action$="/aloita/"] [type=submit]'))
        return self.attempt

    @property
    def place(self) -> re.Match[str]:
        """What the address says of the attempt that the page is about."""
        match = ATTEMPT.search(self.page.url)
        assert match, f"This is about no attempt: {self.page.url}"
        return match

    @property
    def attempt(self) -> int:
        """The attempt that the page is about."""
        return int(self.place["attempt"])

    def response(self) -> Response:
        """The question that is open, as the database has it."""
        asked = Response.objects.using(self.stored).select_related("question_version")
        return asked.get(attempt=self.attempt, position=self.place["position"])

    def choose(self, keys: list[str]) -> None:
        """
        Choose these options of the question, and see the receipt.

        With scripts a choice is saved as it is made, without by the button.
        """
        if not self.scripts:
            for key in keys:
                self.page.locator(f'[name=choice][value="{key}"]').check()
            self.click(self.page.locator("[name=go][value=stay]"))
            expect(self.page.locator("[data-receipt]")).to_have_text(TIME)
            return
        for key in keys:
            option = self.page.locator(f'[name=choice][value="{key}"]')
            if not option.is_checked():
                with self.saving():
                    option.check()

    @contextmanager
    def saving(self) -> Iterator[None]:
        """Do what is saved by itself, and see the receipt of just that."""
        action = self.page.locator("[data-question]").get_attribute("data-action") or ""

        def is_saved(answer: Answer) -> bool:
            return answer.ok and answer.request.method == "POST" and answer.url.endswith(action)

        with self.page.expect_response(is_saved):
            yield
        expect(self.page.locator("[data-receipt]")).to_have_text(TIME)

    def answer_all(self) -> None:
        """Answer every question right, from this one on; ends on the summary."""
        while self.page.locator("[data-quiz]").count():
            response = self.response()
            self.choose(right_keys(response))
            response.refresh_from_db()
            assert set(response.answer["options"]) == set(right_keys(response))
            self.click(self.page.locator(".quiz__nav .button--next"))

    def submit(self) -> None:
        """Submit the attempt from its summary."""
        self.click(self.page.locator('form[action$="/palauta/"] [type=submit]'))
