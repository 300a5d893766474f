"""
Every page that a learner or a stranger meets, in each of its states.

`Place.address` says where it is for the facts of `tests.browser.people`; `who` is one of
the learners there, or nobody. Pages that stand behind a form are reached by `through`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.urls import reverse
from django.utils.translation import override
from playwright.sync_api import Page

from tests.browser.people import PASSWORD

Facts = dict[str, Any]
NEW = {"password1": PASSWORD}


@dataclass(frozen=True)
class Place:
    """A page in one of its states."""

    name: str
    address: Callable[[Facts, str], str]
    who: str | None = None
    status: int = 200
    through: Callable[[Page], None] | None = None


def content(name: str, query: str = "") -> Callable[[Facts, str], str]:
    """The address of a page of the page tree."""
    return lambda facts, language: str(facts["pages"][language][name]) + query


def view(name: str, *keys: str, query: str = "") -> Callable[[Facts, str], str]:
    """The address of a view; its arguments are facts, by name."""

    def address(facts: Facts, language: str) -> str:
        with override(language):
            path = reverse(name, args=[facts[key] for key in keys])
        return path + query.format(language=language)

    return address


def fixed(path: str) -> Callable[[Facts, str], str]:
    """An address that has {language} in it, or none."""
    return lambda facts, language: path.format(language=language)


def question(number: int) -> Callable[[Facts, str], str]:
    """The address of a question of the open attempt."""
    return lambda facts, language: (
        view("quizzes:summary", "open_attempt")(facts, language) + (f"{number}/")
    )


def send(page: Page, **values: str) -> None:
    """Fill in the form of the page and send it, past the browser's own checks."""
    form = page.locator("main form").first
    form.evaluate("form => form.noValidate = true")
    for name, value in values.items():
        form.locator(f"[name={name}]").fill(value)
    with page.expect_navigation():
        form.locator("[type=submit]").first.click()


def sending(**values: str) -> Callable[[Page], None]:
    """Send the page's form with these values."""
    return lambda page: send(page, **values)


def sending_address(**values: str) -> Callable[[Page], None]:
    """Send the page's form with an address that nobody has used."""
    return lambda page: send(page, email=f"{uuid4().hex}@demo.example", **values)


def one_after_another(*steps: Callable[[Page], None]) -> Callable[[Page], None]:
    """Do several things on the way."""

    def walk(page: Page) -> None:
        for step in steps:
            step(page)

    return walk


def open_term(page: Page) -> None:
    """Open the definition of a word by keyboard."""
    page.locator("button.term").first.press("Enter")
    page.locator(".term-card:popover-open").wait_for()


def forget_everything(page: Page) -> None:
    """Send a form when the browser has lost its cookies."""
    page.context.clear_cookies()
    send(page, login="x", password="y")


def to_saving(page: Page) -> None:
    """Go where lessons are saved, and save none."""
    page.goto(page.locator("[data-offline=lesson]").get_attribute("href") or "")


PLACES = [
    Place("front", content("front")),
    Place("catalogue", content("catalogue")),
    Place("course, to a stranger", content("course")),
    Place("course by invitation, to a stranger", content("invited_course")),
    Place("course with runs, to a stranger", content("course_with_runs")),
    Place("lesson, to a stranger", content("lesson")),
    Place("quiz, closed to a stranger", content("quiz"), status=403),
    Place("reading settings", fixed("/{language}/lukuasetukset/")),
    Place("lesson, a term open", content("lesson_with_words"), through=open_term),
    Place("search", view("searching:results", query="?q=ty%C3%B6kyky")),
    Place("search, nothing found", view("searching:results", query="?q=zzzz")),
    Place("catalogue, chosen from", content("catalogue", query="?kenelle=health&q=tuki")),
    Place("feedback", view("feedback:form")),
    Place("feedback, wrong", view("feedback:form"), through=sending(words="")),
    Place("glossary", view("glossary:list")),
    Place("glossary, nothing found", view("glossary:list", query="?haku=zzz")),
    Place("term", fixed("/{language}/sanasto/tyovoimaviranomainen/")),
    Place("services", view("cards:list")),
    Place(
        "service card, in a county",
        fixed("/{language}/palvelut/laakinnallinen-kuntoutus/?alue=ahvenanmaa"),
    ),
    Place("privacy", content("privacy")),
    Place("accessibility statement", content("accessibility")),
    Place("help", content("help")),
    Place("turn off reminders", view("courses:reminders_off", "reminder_token")),
    Place("sign in", view("account_login")),
    Place("sign in, wrong", view("account_login"), through=sending(login="x", password="y")),
    Place("sign up", view("account_signup")),
    Place("sign up, wrong", view("account_signup"), through=sending(email="x", password1="y")),
    Place("code for a new account", view("account_signup"), through=sending_address(**NEW)),
    Place(
        "code for a new account, wrong",
        view("account_signup"),
        through=one_after_another(sending_address(**NEW), sending(code="1")),
    ),
    Place("forgotten password", view("account_reset_password")),
    Place(
        "code for a new password, wrong",
        view("account_reset_password"),
        through=one_after_another(sending_address(), sending(code="1")),
    ),
    Place("form expired", view("account_login"), through=forget_everything),
    Place("check a certificate", view("certificates:check", query="?lang={language}")),
    Place(
        "check a certificate, wrong",
        view("certificates:check", query="?lang={language}"),
        through=sending(code="1"),
    ),
    Place("certificate not found", fixed("/todistus/0000/?lang={language}"), status=404),
    Place("certificate", view("certificates:verify", "certificate_code", query="?lang={language}")),
    Place("not found", fixed("/{language}/ei-ole/"), status=404),
    Place("mail of the demo", fixed("/_mail/")),
    Place("course, to whoever signed in", content("course"), "newcomer"),
    Place("course by invitation, to whoever signed in", content("invited_course"), "newcomer"),
    Place("course with runs, to whoever signed in", content("course_with_runs"), "newcomer"),
    Place("lesson, without a place", content("lesson"), "newcomer"),
    Place("quiz, without a place", content("quiz"), "newcomer", status=403),
    Place("enrol", view("courses:enrol", "polytechnic_run"), "newcomer"),
    Place(
        "enrol, wrong",
        view("courses:enrol", "polytechnic_run"),
        "newcomer",
        through=sending(birth_date="eilen", learner_id="12"),
    ),
    Place("enrol with a key", view("courses:enrol", "invited_run"), "newcomer"),
    Place("enrolment closed", view("courses:enrol", "closed_run"), "newcomer", status=409),
    Place("my studies, empty", view("courses:my_studies"), "newcomer"),
    Place("certificates, none", view("my_certificates:list"), "newcomer"),
    Place("front, enrolled", content("front"), "beginner"),
    Place("course, enrolled", content("course"), "beginner"),
    Place("my studies, at the beginning", view("courses:my_studies"), "beginner"),
    Place("front, under way", content("front"), "student"),
    Place("catalogue, under way", content("catalogue"), "student"),
    Place("course, under way", content("course"), "student"),
    Place("lesson, done", content("lesson"), "student"),
    Place("lesson, to do", content("next_lesson"), "student"),
    Place("quiz, passed", content("quiz"), "student"),
    Place("exam, open", content("exam"), "student"),
    Place("question, answered", question(1), "student"),
    Place("question, not answered", question(5), "student"),
    Place("summary", view("quizzes:summary", "open_attempt"), "student"),
    Place("result, passed", view("quizzes:result", "passed_attempt"), "student"),
    Place("review", view("quizzes:review", "passed_attempt"), "student"),
    Place("my studies, under way", view("courses:my_studies"), "student"),
    Place("withdraw", view("courses:withdraw", "enrolment"), "student"),
    Place("profile", view("accounts:profile"), "student"),
    Place("profile, wrong", view("accounts:profile"), "student", through=sending(first_name="")),
    Place("my data", view("accounts:my_data"), "student"),
    Place("erase my data", view("accounts:erase"), "student"),
    Place("erase my data, wrong", view("accounts:erase"), "student", through=sending(password="x")),
    Place("sign out", view("account_logout"), "student"),
    Place("password again", view("account_reauthenticate"), "student"),
    Place(
        "password again, wrong",
        view("account_reauthenticate"),
        "student",
        through=sending(password="x"),
    ),
    Place("another address", view("account_email"), "student"),
    Place("another address, wrong", view("account_email"), "student", through=sending(email="x")),
    Place("another password", view("account_change_password"), "student"),
    Place(
        "another password, wrong",
        view("account_change_password"),
        "student",
        through=sending(oldpassword="x", password1="y"),
    ),
    Place("exam, failed once", content("exam"), "retaker"),
    Place("result, failed", view("quizzes:result", "failed_attempt"), "retaker"),
    Place("review, failed", view("quizzes:review", "failed_attempt"), "retaker"),
    Place("course, completed", content("course"), "graduate"),
    Place("completed", view("courses:completed", "completed_enrolment"), "graduate"),
    Place("withdraw, completed", view("courses:withdraw", "completed_enrolment"), "graduate", 409),
    Place("result, course completed", view("quizzes:result", "completing_attempt"), "graduate"),
    Place("my studies, completed", view("courses:my_studies"), "graduate"),
    Place("certificates", view("my_certificates:list"), "graduate"),
    Place("one certificate", view("my_certificates:one", "certificate_number"), "graduate"),
    Place(
        "refresher, nothing to renew",
        view("my_certificates:refresher", "certificate_number"),
        "graduate",
    ),
    Place("certificates, to renew", view("my_certificates:list"), "late"),
    Place("refresher", view("my_certificates:refresher", "expired_certificate"), "late"),
    Place(
        "refresher, wrong",
        view("my_certificates:refresher", "expired_certificate"),
        "late",
        through=sending(),
    ),
    Place("assignment, to write", content("assignment"), "looker"),
    Place("assignment, assessed", content("assignment"), "assessed"),
    Place("assignment, handed in again", content("assignment"), "sent_back"),
    Place(
        "assignment, nothing to hand in",
        view("courses:hand_in", "looker_enrolment", "assignment_key", "whole"),
        "looker",
    ),
    Place("webinar, ahead", content("webinar"), "looker"),
    Place("webinar, done", content("webinar"), "assessed"),
    Place("self-assessment", content("before"), "looker"),
    Place("self-assessment, unanswered", content("before"), "looker", through=sending()),
    Place("self-assessment, both", content("after"), "grown"),
    Place("study plan, none yet", view("courses:plan", "enrolment"), "student"),
    Place("study plan, wrong", view("courses:plan", "enrolment"), "student", through=sending()),
    Place("notices", view("notices:list"), "student"),
    Place("what to be told", view("notice_choices"), "student"),
    Place(
        "what to be told, wrong", view("notice_choices"), "student", through=sending(begins="22:00")
    ),
    Place("own notes, none yet", view("courses:notes"), "student"),
    Place("saved lessons, none yet", view("saved_lessons"), "student"),
    Place("lessons to save", content("lesson"), "student", through=to_saving),
    Place("saved copy of a lesson", content("lesson", query="?kopio=1"), "student"),
    Place("no connection", view("offline")),
    Place("growth", view("courses:growth", "grown_enrolment"), "grown"),
    Place("gallery", fixed("/_ui/")),
    Place("content blocks", fixed("/_ui/?view=blocks&lang={language}")),
]
