"""The item analysis of a large quiz: 40 questions, 10,000 attempts."""

import random
from pathlib import Path

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from courses.enrolling.models import Enrolment
from quizzes.attempts.freezing import freeze_questions
from quizzes.models import Attempt, Quiz, Response
from tests.bench.visits import Request, signed_in
from tests.factories.courses import CourseRunFactory
from tests.factories.quizzes import QuestionBankFactory, QuizFactory, placed, question

QUESTIONS, ATTEMPTS = 40, 10_000
# Rows written at a time, so that making them takes less memory than analysing them.
CHUNK = 500


def page() -> Request:
    """The page of the quiz, with all its tables and charts."""
    quiz = _large_quiz()
    administrator = User.objects.create_superuser("mittari-yllapito@demo.example")
    client = signed_in(administrator)
    address = reverse("item_analysis_quiz", args=[quiz.pk])

    def request() -> HttpResponse:
        return client.get(address)

    return request


def peak_of(request: Request) -> str:
    """Return the most memory that this whole process has during one request (Linux)."""
    # Forget the peak so far.
    Path("/proc/self/clear_refs").write_text("5")
    request()
    lines = Path("/proc/self/status").read_text().splitlines()
    [peak] = [line for line in lines if line.startswith("VmHWM:")]
    return f"the whole process {int(peak.split()[1]) / 1024:.0f} MB at most"


def _large_quiz() -> Quiz:
    bank = QuestionBankFactory(name="Mittauspankki")
    questions = [question(bank) for _ in range(QUESTIONS)]
    place = placed(QuizFactory(name="Mittauskoe", asks=questions))
    run = CourseRunFactory(course=place.step.course)
    versions = list(freeze_questions(asked.translation_key for asked in questions).values())
    now = timezone.now()
    dice = random.Random(40)
    for start in range(0, ATTEMPTS, CHUNK):
        people = User.objects.bulk_create(
            User(email=f"koe{start + n}@demo.example") for n in range(CHUNK)
        )
        enrolments = Enrolment.objects.bulk_create(
            Enrolment(run=run, learner=person, enrolled_at=now, registrar_class=run.registrar_class)
            for person in people
        )
        marks = [[_mark(dice, skill) for _version in versions] for skill in _skills(dice)]
        attempts = Attempt.objects.bulk_create(
            Attempt(
                enrolment=enrolment,
                quiz=place.quiz,
                step=place.step,
                number=1,
                language="fi",
                state=Attempt.State.GRADED,
                pass_percent=60,
                started_at=now,
                submitted_at=now,
                graded_at=now,
                score=sum(row),
                max_score=QUESTIONS,
                percent=100 * sum(row) / QUESTIONS,
                passed=sum(row) >= 0.6 * QUESTIONS,
            )
            for enrolment, row in zip(enrolments, marks, strict=True)
        )
        Response.objects.bulk_create(
            Response(
                attempt=attempt,
                position=position,
                question_version=version,
                points=1,
                answer={"options": []},
                language="fi",
                state=Response.State.RIGHT if mark else Response.State.WRONG,
                fraction=mark,
                mark=mark,
            )
            for attempt, row in zip(attempts, marks, strict=True)
            for position, (version, mark) in enumerate(zip(versions, row, strict=True), start=1)
        )
    return place.quiz


def _skills(dice: random.Random) -> list[float]:
    return [dice.gauss(0, 1) for _ in range(CHUNK)]


def _mark(dice: random.Random, skill: float) -> int:
    return int(skill + dice.gauss(0, 1) > 0)
