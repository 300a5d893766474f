"""
The marks of a quiz's attempts, out of the database in constant memory and six queries.

Marks are read once, as plain numbers in the database's order, into flat arrays: 400,000 of
them (40 questions, 10,000 attempts) are some ten megabytes.
"""

from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import CharField, FloatField
from django.db.models.functions import Cast

from home.words import SOURCE_LANGUAGE
from quizzes.analysis.choosing import Choice
from quizzes.analysis.figures import UNIT, Marks
from quizzes.attempts.models import Attempt, AttemptQuerySet, QuestionVersion, Response
from quizzes.banks.models import Question
from quizzes.grading.registry import question_type
from quizzes.quiz.slots import QuizSlot

# Rows read from the database at a time.
CHUNK = 5000
# No question of this type is answered.
DESCRIPTION = "description"
LAST = 1_000_000


@dataclass
class Column:
    """The marks on one item, the attempts that they are of, and what it could give in all."""

    marks: "array[int]" = field(default_factory=lambda: array("q"))
    attempts: "array[int]" = field(default_factory=lambda: array("l"))
    most: int = 0

    def add(self, attempt: int, mark: int, points: int) -> None:
        self.attempts.append(attempt)
        self.marks.append(mark)
        self.most += points


@dataclass(frozen=True)
class Asked:
    """A question as it was asked last: what its figures need to know of it."""

    key: UUID
    kind: str
    guess: float | None
    code: str
    name: str
    drawn: bool
    order: tuple[int, str]


@dataclass
class Gathered:
    """
    The chosen attempts: total, most and learner of each, and the marks by question.

    `drawn` are the places that a draw fills, in their order: the first drawn question of
    every attempt, the second, and so on.
    """

    totals: "array[int]"
    most: "array[int]"
    learners: list[int]
    waiting: int
    questions: list[tuple[Asked, Column]]
    drawn: list[Column] = field(default_factory=list)

    def of(self, column: Column, drawn: bool) -> Marks:
        """Return a column beside the totals of its attempts."""
        return Marks(
            column.marks,
            [self.totals[attempt] for attempt in column.attempts],
            column.most,
            sum(self.most[attempt] for attempt in column.attempts),
            drawn,
        )

    def people_in(self, column: Column) -> int:
        """Return how many people's attempts a column holds."""
        return len({self.learners[attempt] for attempt in column.attempts})


def gather(choice: Choice, attempts: AttemptQuerySet) -> Gathered:
    """Read the chosen ones of these attempts."""
    learners = dict(choice.counted(attempts).values_list("pk", "enrolment__learner"))
    index = {pk: number for number, pk in enumerate(learners)}
    asked = _asked(choice, attempts)
    columns = {question.key: Column() for question in asked.values()}
    empty = bytes(8 * len(index))
    gathered = Gathered(
        totals=array("q", empty),
        most=array("q", empty),
        learners=list(learners.values()),
        waiting=choice.of(attempts).filter(state=Attempt.State.NEEDS_GRADING).count(),
        questions=[],
    )
    last, ordinal = -1, 0
    for pk, version, points, mark in _marks(choice, attempts):
        attempt, question = index.get(pk), asked.get(version)
        # Submitted in this moment, between two queries: not of this analysis.
        if attempt is None or question is None or question.kind == DESCRIPTION:
            continue
        worth, reached = round(points * UNIT), round((mark or 0.0) * UNIT)
        gathered.totals[attempt] += reached
        gathered.most[attempt] += worth
        columns[question.key].add(attempt, reached, worth)
        if question.drawn:
            ordinal = ordinal + 1 if attempt == last else 0
            last = attempt
            if ordinal == len(gathered.drawn):
                gathered.drawn.append(Column())
            gathered.drawn[ordinal].add(attempt, reached, worth)
    by_key = {question.key: question for question in asked.values()}
    gathered.questions = [
        (question, columns[question.key])
        for question in sorted(by_key.values(), key=lambda question: question.order)
        if columns[question.key].marks
    ]
    return gathered


def _marks(
    choice: Choice, attempts: AttemptQuerySet
) -> Iterator[tuple[int, str, float, float | None]]:
    """
    Yield attempt, version, points and mark of every response, attempt by attempt.

    Plain numbers and texts: a Decimal and a UUID for each would take most of the time.
    """
    return (
        Response.objects.filter(attempt__in=choice.counted(attempts).values("pk"))
        .order_by("attempt", "position")
        .values_list(
            "attempt_id",
            Cast("question_version_id", CharField(max_length=36)),
            Cast("points", FloatField()),
            Cast("mark", FloatField()),
        )
        .iterator(chunk_size=CHUNK)
    )


def _asked(choice: Choice, attempts: AttemptQuerySet) -> dict[str, Asked]:
    """Return each version that was asked, by its id as `_marks` writes it; three queries."""
    responses = Response.objects.filter(attempt__in=choice.counted(attempts).values("pk"))
    versions = list(
        QuestionVersion.objects.filter(pk__in=responses.values("question_version"))
        .annotate(as_text=Cast("pk", CharField(max_length=36)))
        .order_by("created_at", "pk")
        .values_list("as_text", "question_key", "content__kind", "content__structure")
    )
    slots = list(
        QuizSlot.objects.filter(quiz=choice.quiz)
        .order_by("sort_order", "pk")
        .values_list("question__translation_key", "bank")
    )
    fixed = {key: place for place, (key, _bank) in enumerate(slots) if key}
    draws = {bank: place for place, (_key, bank) in reversed(list(enumerate(slots))) if bank}
    known = {
        key: (code, name, bank)
        for key, code, name, bank in Question.objects.filter(
            translation_key__in={key for _text, key, *_rest in versions},
            locale__language_code=SOURCE_LANGUAGE,
        ).values_list("translation_key", "code", "name", "bank")
    }
    # The newest version comes last and speaks for its question.
    newest = {key: (kind, structure) for _text, key, kind, structure in versions}
    described = {
        key: _describe(key, *newest[key], fixed, draws, *known.get(key, ("", "", None)))
        for key in newest
    }
    return {text: described[key] for text, key, *_rest in versions}


def _describe(
    key: UUID,
    kind: str,
    structure: dict[str, Any],
    fixed: dict[UUID, int],
    draws: dict[int, int],
    code: str,
    name: str,
    bank: int | None,
) -> Asked:
    """
    Describe a question of the quiz.

    It counts as drawn where the quiz draws from its bank and does not also ask it of
    everybody. One that has left the quiz since stays what it was: asked of everybody.
    """
    drawn = key not in fixed and bank in draws
    place = draws[bank] if drawn and bank is not None else fixed.get(key, LAST)
    return Asked(
        key=key,
        kind=kind,
        guess=guess_of(kind, structure),
        code=code,
        name=name,
        drawn=drawn,
        order=(place, code),
    )


def guess_of(kind: str, structure: dict[str, Any]) -> float | None:
    """Return what pure guessing earns, as a share; None where nobody can tell."""
    found = question_type(kind).guess(structure)
    return None if found is None else float(found)
