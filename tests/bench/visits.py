"""The requests that are measured, on the demo's own content and people."""

import datetime
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from accounts.models import User
from courses.catalogue.models import CourseStep
from courses.catalogue.runs import CourseRun
from courses.enrolling.enrol import enrol
from courses.enrolling.models import Enrolment
from courses.pages.models import CoursePage, LessonPage
from courses.progress.models import Completion
from demo.accounts import account, verify_address
from home.models import HomePage
from home.routing import address
from quizzes.attempts.models import Attempt
from quizzes.attempts.starting import start_attempt
from quizzes.models import QuizPage
from tests.bench import bare

TRAINING, STANDING_RUN = "TT-2026", "TT-JATKUVA"
EXPORTED_ROWS = 10_000
LANGUAGE = "fi"

Request = Callable[[], HttpResponse]


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def learner() -> User:
    """A learner of the training, on their way."""
    user = User.objects.create_user(
        "mittari@demo.example", "kuusi pihlaja kanto 7", first_name="Mitta", last_name="Mittari"
    )
    verify_address(user)
    enrol(run=CourseRun.objects.get(code=STANDING_RUN), learner=user, consents=True)
    return user


def bare_view(user: User) -> Request:
    """The floor: session and user, a sentence."""
    with override_settings(ROOT_URLCONF="tests.bench.bare", MIDDLEWARE=bare.MIDDLEWARE):
        client = signed_in(user)
        client.handler.load_middleware()

    def request() -> HttpResponse:
        with override_settings(ROOT_URLCONF="tests.bench.bare"):
            return client.get("/")

    return request


def page(client: Client, wanted: Page) -> Request:
    path = address(LANGUAGE, wanted.url_path)
    return lambda: client.get(path)


def front_page(client: Client) -> Request:
    return page(client, HomePage.objects.get(locale__language_code=LANGUAGE))


def training() -> CoursePage:
    return CoursePage.objects.get(course__code=TRAINING, locale__language_code=LANGUAGE)


def lesson(client: Client) -> Request:
    return page(client, LessonPage.objects.descendant_of(training()).order_by("path").first())


def quiz_save(client: Client, user: User) -> Request:
    """Save one answer of the exam as the page's script does, another one each time."""
    step = CourseStep.objects.current().get(
        course__code=TRAINING, kind=CourseStep.Kind.QUIZ, required=True
    )
    attempt: Attempt = start_attempt(
        enrolment=Enrolment.objects.get(learner=user),
        step=step,
        quiz=QuizPage.objects.asked_as(step).get().quiz,
        language=LANGUAGE,
    )
    response = attempt.responses.get(position=1)
    options = response.shown_order
    path = reverse("quizzes:question", args=[attempt.pk, 1])
    version = response.version

    def request() -> HttpResponse:
        nonlocal version
        sent: dict[str, Any] = {
            "choice": options[version % len(options)],
            "key": str(uuid4()),
            "based_on": str(version),
            "go": "stay",
        }
        version += 1
        return client.post(path, sent, headers={"accept": "application/json"})

    return request


def export() -> Request:
    """The whole completion list of the demo's study staff as CSV."""
    staff = User.objects.get(email=account("staff").email)
    fill_completions(CourseRun.objects.visible_to(staff).first(), EXPORTED_ROWS)
    client = signed_in(staff)
    path = reverse("completion_list")

    def request() -> HttpResponse:
        answer = client.get(path, {"export": "csv", "state": "valid"})
        lines = b"".join(answer.streaming_content).count(b"\n")
        if lines < EXPORTED_ROWS:
            raise RuntimeError(f"The export had {lines} lines.")
        return answer

    return request


def fill_completions(run: CourseRun, count: int, prefix: str = "rivi") -> None:
    """Copy one completion of the demo to so many people of the run, `prefix` in their addresses."""
    now = timezone.now()
    model = Completion.objects.valid().first()
    people = User.objects.bulk_create(
        User(email=f"{prefix}{n}@demo.example", first_name=f"Rivi {n}", last_name=f"Suorittaja {n}")
        for n in range(count)
    )
    enrolments = Enrolment.objects.bulk_create(
        Enrolment(
            run=run,
            learner=person,
            enrolled_at=now,
            confirmed_at=now,
            completed_at=now,
            registrar_class=run.registrar_class,
        )
        for person in people
    )
    frozen = {
        field.attname: getattr(model, field.attname)
        for field in Completion._meta.concrete_fields
        if not field.primary_key
    }
    # What replaces another is one of its kind.
    frozen["replaces_id"] = None
    Completion.objects.bulk_create(
        Completion(
            **frozen
            | {
                "enrolment_id": enrolment.pk,
                "learner_id": person.pk,
                "run_id": run.pk,
                "run_code": run.code,
                "given_names": person.first_name,
                "surname": person.last_name,
                "email": person.email,
                "completed_on": now.date() - datetime.timedelta(days=number % 365),
            }
        )
        for number, (enrolment, person) in enumerate(zip(enrolments, people, strict=True))
    )
