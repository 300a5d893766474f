"""
Learners at each place in their studies, made in the served demo.

Runs in a process of the demo itself (tests.browser.serving), because that is where its files and
secrets are; every deed is done by the function that a person's click calls.
"""

import json
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.utils import timezone, translation
from wagtail.models import Page

from accounts.models import User
from certificates.models import Certificate
from courses.enrolling.enrol import enrol, withdraw
from courses.following.reminder_mail import token_of
from courses.models import (
    Completion,
    CoursePage,
    CourseRun,
    CourseStep,
    Enrolment,
    LessonPage,
)
from courses.progress.completing import complete_step, open_step, record_completion
from demo.accounts import account, verify_address
from home.models import HomePage
from home.routing import address, translation_of
from quizzes.attempts.models import Attempt
from quizzes.attempts.starting import start_attempt
from quizzes.attempts.submitting import submit_attempt
from quizzes.models import QuizPage
from tests.browser.serving import MARK
from tests.factories.quizzes import answered

LANGUAGES = ("fi", "sv")
# What `make audit` looks at; not everything is translated into English.
ALL_LANGUAGES = (*LANGUAGES, "en")
TRAINING = "TT-2026"
PASSWORD = "kuusi pihlaja kanto 7"
ERRORS = ("400", "429", "500", "503", "503_mail")
# One for each test that changes something, besides those whose pages are only looked at.
NAMES = (
    "newcomer",
    "beginner",
    "student",
    "retaker",
    "graduate",
    "reader",
    "typist",
    "leaver",
    "thinker",
    "walker",
    "marker",
    "saver",
    "keeper",
    "parter",
)
NOT_ENROLLED = {"newcomer", "typist"}
# Each test of an attempt takes the next one, whom nobody has touched.
CROWD = [f"taker{number}" for number in range(1, 41)]
# The surname of somebody who completed a course of another polytechnic than the demo staff's.
MARKER = "Vierasmäki-Toisaalta"


def make() -> None:
    """Make everybody and print the facts, as JSON in one line."""
    with translation.override("fi"):
        facts = {"pages": addresses(), "errors": error_pages(), **runs(), **learners()}
    print(f"{MARK}{json.dumps(facts)}")


def addresses() -> dict[str, dict[str, str]]:
    """Return the addresses of content pages by language and name."""
    training = CoursePage.objects.get(course__code=TRAINING, locale__language_code="fi")
    first = training.get_children().first()
    quizzes = QuizPage.objects.descendant_of(training).order_by("path")
    with_runs = CoursePage.objects.get(course__code="TKK1", locale__language_code="fi")
    pages: dict[str, Page] = {
        "front": HomePage.objects.get(locale__language_code="fi"),
        "catalogue": training.get_parent(),
        "course": training,
        "invited_course": CoursePage.objects.get(
            course__code="KK-2026", locale__language_code="fi"
        ),
        "course_with_runs": with_runs,
        "enrolled_lesson": LessonPage.objects.descendant_of(with_runs).order_by("path")[0],
        "lesson": first.get_children()[0],
        "next_lesson": first.get_children()[1],
        "lesson_with_words": Page.objects.get(slug="kuka-vastaa-mistakin"),
        "quiz": quizzes[0],
        "exam": quizzes.last(),
        "assignment": activity(CourseStep.Kind.ASSIGNMENT),
        "webinar": activity(CourseStep.Kind.WEBINAR),
        "before": activity(CourseStep.Kind.SELF_ASSESSMENT, terms__moment="before"),
        "after": activity(CourseStep.Kind.SELF_ASSESSMENT, terms__moment="after"),
        "privacy": Page.objects.get(slug="tietosuojaseloste"),
        "accessibility": Page.objects.get(slug="saavutettavuusseloste"),
        "help": Page.objects.get(slug="ohje"),
    }
    return {
        language: {
            name: address(language, (translation_of(page, language) or page).url_path)
            for name, page in pages.items()
        }
        for language in ALL_LANGUAGES
    }


def activity(kind: str, **terms: str) -> Page:
    """Return the Finnish page of an activity of the coordinator training."""
    steps = CourseStep.objects.current().filter(course__code="TKK1", kind=kind, **terms)
    return Page.objects.get(translation_key=steps.get().key, locale__language_code="fi")


def error_pages() -> dict[str, dict[str, str]]:
    """Return the pages, by language and name, that are not to be provoked."""
    pages: dict[str, dict[str, str]] = {}
    for language in LANGUAGES:
        request = RequestFactory().get(f"/{language}/")
        with translation.override(language):
            pages[language] = {
                name: render_to_string(f"{name}.html", request=request) for name in ERRORS
            }
    return pages


def runs() -> dict[str, int]:
    """Return runs that take people and one that does not."""
    today = timezone.localdate()
    closed = CourseRun.objects.filter(enrolment_closes_on__lt=today, ends_on__gte=today).first()
    return {
        "run": CourseRun.objects.get(code="TT-JATKUVA").pk,
        "invited_run": CourseRun.objects.get(code="KK-JATKUVA").pk,
        "polytechnic_run": CourseRun.objects.get(code="TKK1-2027K").pk,
        "closed_run": closed.pk,
    }


def learners() -> dict[str, Any]:
    """Return the session of each learner, and the ids of what they have done."""
    facts: dict[str, Any] = {"sessions": {}}
    for name in NAMES:
        surname = "" if name == "newcomer" else f"Koe-{name.title()}"
        facts["sessions"][name] = session(person(name, surname=surname))
    run = CourseRun.objects.get(code="TT-JATKUVA")
    for name in CROWD:
        taker = person(name, surname=f"Koe-{name.title()}", password=None)
        facts["sessions"][name] = session(taker)
        enrol(run=run, learner=taker, consents=True)
    by_name = {name: User.objects.get(email=email_of(name)) for name in NAMES}
    places = {
        name: enrol(run=run, learner=learner, consents=True)
        for name, learner in by_name.items()
        if name not in NOT_ENROLLED
    }
    second = CourseRun.objects.get(code="TKK1-2027K")
    withdraw(enrol(run=second, learner=by_name["student"], consents=False))
    pass_elsewhere()
    facts["sessions"] |= swedish_colleagues()
    facts |= those_with_activities(facts["sessions"]) | holders(facts["sessions"])
    return facts | study(places["student"]) | graduate(places["graduate"]) | fail(places["retaker"])


def swedish_colleagues() -> dict[str, str]:
    """Let in `editor-sv` and `staff-sv`: as the demo's own, but in a Swedish admin."""
    sessions = {}
    for role in ("editor", "staff"):
        known = User.objects.get(email=account(role).email)
        colleague = person(f"{role}-sv", surname="Kollega", password=None)
        colleague.language, colleague.is_staff = "sv", True
        colleague.save(update_fields=["language", "is_staff"])
        colleague.groups.set(known.groups.all())
        for membership in known.memberships.all():
            colleague.memberships.create(organisation=membership.organisation, role=membership.role)
        sessions[f"{role}-sv"] = session(colleague)
    return sessions


def those_with_activities(sessions: dict[str, str]) -> dict[str, Any]:
    """
    Let learners of the demo's own story in: assessed, sent back, and those yet to write.

    Each test that changes something has one of its own.
    """
    going = Enrolment.objects.standing_ones().filter(run__code="TKK1-2026S").order_by("pk")
    written = list(going[:3])
    others = list(going.filter(self_ratings__isnull=True, submissions__isnull=True)[:4])
    names = (
        "assessed",
        "sent_back",
        "waiting",
        "writer",
        "two_windows",
        "rater",
        "looker",
    )
    by_name = dict(zip(names, [*written, *others], strict=True))
    known = [enrolment.pk for enrolment in by_name.values()]
    by_name["quitter"] = going.filter(completed_at=None).exclude(pk__in=known)[0]
    for name, enrolment in by_name.items():
        sessions[name] = session(enrolment.learner)
    held = Enrolment.objects.filter(run__code="TKK1-2026K", self_ratings__moment="after").first()
    sessions["grown"] = session(held.learner)
    assignment = activity(CourseStep.Kind.ASSIGNMENT)
    return {
        "grown_enrolment": held.pk,
        "looker_enrolment": by_name["looker"].pk,
        "quitter_enrolment": by_name["quitter"].pk,
        "rater_enrolment": by_name["rater"].pk,
        "assignment_key": str(assignment.translation_key),
        "whole": "tyo",
    }


def holders(sessions: dict[str, str]) -> dict[str, str]:
    """Let in the holders of what has expired, to look at, and of what soon will, to renew."""
    ending = Certificate.objects.exclude(expires_on=None).order_by("expires_on")
    expired, expiring = ending.with_ground()[:2]
    sessions["late"] = session(expired.completion.learner)
    sessions["renewer"] = session(expiring.completion.learner)
    return {"expired_certificate": expired.number, "expiring_certificate": expiring.number}


def email_of(name: str) -> str:
    """Return the address of one of the people made here."""
    return f"{name}@demo.example"


def person(name: str, *, surname: str, password: str | None = PASSWORD) -> User:
    """Make a learner whose address is confirmed; without a surname nothing is known of them."""
    names = {"first_name": "Lumi Orvokki", "last_name": surname} if surname else {}
    learner = User.objects.create_user(email_of(name), password, **names)
    verify_address(learner)
    return learner


def pass_elsewhere() -> None:
    """Let somebody complete a course that another polytechnic organises."""
    outsider = person("outsider", surname=MARKER)
    run = CourseRun.objects.get(code="TKK1-2027K-B")
    enrolment = enrol(run=run, learner=outsider, consents=True)
    with transaction.atomic():
        record_completion(enrolment, origin=Completion.Origin.RULES, assessor="Koe")


def session(user: User) -> str:
    """Sign a person in; return the key of the session."""
    client = Client()
    client.force_login(user)
    return client.session.session_key


def study(enrolment: Enrolment) -> dict[str, int]:
    """Read a lesson, pass a section's quiz, and begin the exam: two questions answered."""
    first, second = CourseStep.objects.current().filter(course__code=TRAINING)[:2]
    complete_step(enrolment, first)
    quiz = quizzes().first()
    facts = {
        "enrolment": enrolment.pk,
        "reminder_token": token_of(enrolment.pk),
        "passed_attempt": take(enrolment, quiz).pk,
        "open_attempt": begin(enrolment, exam(), answers=2).pk,
    }
    open_step(enrolment, second.pk)
    return facts


def fail(enrolment: Enrolment) -> dict[str, int]:
    """Submit the exam with one question answered."""
    return {"failed_attempt": take(enrolment, exam(), right=1).pk}


def quizzes() -> QuerySet[CourseStep]:
    """The steps of the training that are quizzes, in order."""
    return CourseStep.objects.current().filter(course__code=TRAINING, kind=CourseStep.Kind.QUIZ)


def exam() -> CourseStep:
    """The one quiz that the completion asks for."""
    return quizzes().get(required=True)


def graduate(enrolment: Enrolment) -> dict[str, Any]:
    """Pass the exam, nothing else: that is what the certificate asks for."""
    attempt = take(enrolment, exam())
    certificate = enrolment.completions.get().certificates.get()
    return {
        "completed_enrolment": enrolment.pk,
        "completing_attempt": attempt.pk,
        "certificate_code": certificate.code,
        "certificate_number": certificate.number,
    }


def begin(enrolment: Enrolment, step: CourseStep, *, answers: int) -> Attempt:
    """Start an attempt and answer its first questions right."""
    quiz = QuizPage.objects.get(translation_key=step.key, locale__language_code="fi").quiz
    attempt = start_attempt(enrolment=enrolment, step=step, quiz=quiz, language="fi")
    for position in range(1, answers + 1):
        answered(attempt, position)
    return attempt


def take(enrolment: Enrolment, step: CourseStep, *, right: int | None = None) -> Attempt:
    """Start an attempt, answer so many questions (all, unless told), and submit."""
    attempt = begin(enrolment, step, answers=0)
    count = attempt.responses.count() if right is None else right
    for position in range(1, count + 1):
        answered(attempt, position)
    return submit_attempt(attempt)
