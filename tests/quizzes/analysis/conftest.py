"""Graded attempts by the dozen, without a learner clicking through each of them."""

import datetime
from dataclasses import dataclass
from decimal import Decimal

import pytest

from courses.models import CourseRun
from quizzes.attempts.freezing import freeze_questions
from quizzes.attempts.models import Attempt, Response
from quizzes.banks.models import Question
from quizzes.quiz.models import Quiz
from tests.courses.registrar.conftest import House, house
from tests.factories.courses import EnrolmentFactory
from tests.factories.quizzes import Place, QuizFactory, placed, question, step_of

NOON = datetime.datetime(2026, 5, 20, 12, tzinfo=datetime.UTC)


def attempted(place, enrolment, marks, *, number=1, at=NOON, **fields):
    """
    A graded attempt with a mark for each question, in order: {question: mark}.

    A mark is a share of one point; `answers` gives what was answered, by question.
    """
    answers = fields.pop("answers", {})
    versions = {
        version.question_key: version
        for version in freeze_questions([asked.translation_key for asked in marks]).values()
    }
    reached = sum((Decimal(str(mark)) for mark in marks.values()), Decimal(0))
    result = {"score": reached, "percent": max(100 * reached / len(marks), 0), "passed": False}
    attempt = Attempt.objects.create(
        **{
            "enrolment": enrolment,
            "quiz": place.quiz,
            "step": step_of(place),
            "number": number,
            "language": "fi",
            "state": Attempt.State.GRADED,
            "pass_percent": 60,
            "started_at": at,
            "submitted_at": at,
            "graded_at": at,
            "max_score": len(marks),
            **result,
            **fields,
        }
    )
    Response.objects.bulk_create(
        Response(
            attempt=attempt,
            position=position,
            question_version=versions[asked.translation_key],
            points=1,
            answer=answers.get(asked),
            language="fi",
            state=_state(mark),
            fraction=Decimal(str(mark)),
            mark=Decimal(str(mark)),
        )
        for position, (asked, mark) in enumerate(marks.items(), start=1)
    )
    return attempt


def _state(mark):
    if mark <= 0:
        return Response.State.WRONG
    return Response.State.RIGHT if mark == 1 else Response.State.PARTLY


def taken(place, run, table, questions, **fields):
    """One person's attempt for each row of marks; the questions in their order."""
    return [
        attempted(
            place,
            EnrolmentFactory(run=run),
            dict(zip(questions, map(float, row.split()), strict=True)),
            **fields,
        )
        for row in table
    ]


# Twelve people: the first two questions go with the rest of the result, the third against it.
TWELVE = [*["1 1 0"] * 6, *["0 0 1"] * 2, "1 1 1", *["0 0 0"] * 2, "1 0 0"]


@dataclass
class Taken:
    """A quiz of three questions, asked on a run of ours and on one of theirs."""

    place: Place
    questions: list[Question]
    ours: House
    theirs: House

    @property
    def quiz(self) -> Quiz:
        return self.place.quiz

    @property
    def run(self) -> CourseRun:
        return self.ours.run


@pytest.fixture
def asked(db):
    """The quiz, with nobody's attempt yet."""
    questions = [question() for _ in range(3)]
    place = placed(QuizFactory(asks=questions))
    course = place.step.course
    return Taken(place, questions, house("Järvi-Suomen AMK", course), house("Meri AMK", course))


@pytest.fixture
def twelve(asked):
    """Twelve people of ours; and five of theirs, who got everything wrong."""
    taken(asked.place, asked.ours.run, TWELVE, asked.questions)
    taken(asked.place, asked.theirs.run, ["0 0 0"] * 5, asked.questions)
    return asked
