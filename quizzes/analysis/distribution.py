"""How one question of a quiz was answered: each version of it, by thirds of the results."""

import datetime
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import CharField, FloatField, QuerySet
from django.db.models.functions import Cast

from quizzes.analysis.answers import Group, Part, Tally, groups
from quizzes.analysis.choosing import Choice
from quizzes.analysis.figures import ENOUGH
from quizzes.analysis.gathering import CHUNK
from quizzes.attempts.models import AttemptQuerySet, QuestionVersion, Response
from quizzes.content import Said, said

# Nobody reads ten thousand essays in a table; they are not even fetched.
WITHOUT_PARTS = frozenset({"essay", "description"})
# How answers turn out, from best to none.
STATES = (
    Response.State.RIGHT,
    Response.State.PARTLY,
    Response.State.WRONG,
    Response.State.UNANSWERED,
)


@dataclass(frozen=True)
class VersionAnswers:
    """
    One version of a question: its number among all that there have been, the day it was first
    asked anywhere, its words in the reader's language, and the answers to it.

    `states` counts how the answers turned out, by state and group.
    """

    number: int
    day: datetime.datetime
    kind: str
    stem: Said
    attempts: int
    facility: float | None
    states: list[tuple[Response.State, tuple[int, int, int]]]
    parts: list[Part]

    @property
    def sizes(self) -> tuple[int, int, int]:
        """How many attempts each group has."""
        lower, middle, upper = (sum(column) for column in zip(*self._counts, strict=True))
        return lower, middle, upper

    @property
    def is_enough(self) -> bool:
        """Whether the answers tell of the question; fewer tell of a handful of people."""
        return self.attempts >= ENOUGH

    @property
    def _counts(self) -> list[tuple[int, int, int]]:
        return [counts for _state, counts in self.states]


class _Version:
    """A version while its answers are counted."""

    def __init__(self, number: int, day: datetime.datetime, frozen: Any, language: str) -> None:
        self.number, self.day, self.frozen, self.language = number, day, frozen, language
        self.tally = Tally(frozen, language)
        self.states: Counter[tuple[str, Group]] = Counter()
        self.fractions = 0.0

    def told(self) -> VersionAnswers:
        attempts = self.states.total()
        return VersionAnswers(
            number=self.number,
            day=self.day,
            kind=self.frozen["kind"],
            stem=said(self.frozen, self.language, "stem"),
            attempts=attempts,
            facility=self.fractions / attempts if attempts else None,
            states=[
                (
                    state,
                    (
                        self.states[state, Group.LOWER],
                        self.states[state, Group.MIDDLE],
                        self.states[state, Group.UPPER],
                    ),
                )
                for state in STATES
            ],
            parts=self.tally.parts(),
        )


def versions_answered(
    choice: Choice, attempts: AttemptQuerySet, key: UUID, language: str
) -> list[VersionAnswers]:
    """Return the versions of a question that the chosen attempts asked, the newest first."""
    versions = {
        version: _Version(number, day, frozen, language)
        for number, (version, day, frozen) in enumerate(
            QuestionVersion.objects.filter(question_key=key)
            .order_by("created_at", "pk")
            .values_list(Cast("pk", CharField(max_length=36)), "created_at", "content"),
            start=1,
        )
    }
    responses = Response.objects.filter(
        attempt__in=choice.counted(attempts).values("pk"), question_version__question_key=key
    ).order_by("attempt")
    group = _groups(responses)
    kinds = {version.frozen["kind"] for version in versions.values()}
    for pk, version, state, fraction, spoken, answer in _answers(responses, kinds):
        found = versions.get(version)
        if found is None or pk not in group:
            continue
        found.states[state, group[pk]] += 1
        found.fractions += fraction or 0.0
        found.tally.add(answer, spoken, group[pk])
    asked = [version.told() for version in versions.values() if version.states]
    return asked[::-1]


def _groups(responses: "QuerySet[Response]") -> dict[int, Group]:
    """Return the group of each attempt by the share of its points that it reached."""
    rows = list(
        responses.values_list(
            "attempt_id",
            Cast("attempt__score", FloatField()),
            Cast("attempt__max_score", FloatField()),
        )
    )
    # Rounded: the same result by two sums of floats is the same result.
    shares = [round(score / most, 9) if most else 0.0 for _pk, score, most in rows]
    return dict(zip((pk for pk, *_rest in rows), groups(shares), strict=True))


def _answers(responses: "QuerySet[Response]", kinds: set[str]) -> Iterator[tuple[Any, ...]]:
    fields = ["attempt_id", Cast("question_version_id", CharField(max_length=36)), "state"]
    fields += [Cast("fraction", FloatField()), "language"]
    if kinds <= WITHOUT_PARTS:
        rows = responses.values_list(*fields)
        return ((*row, None) for row in rows.iterator(chunk_size=CHUNK))
    return responses.values_list(*fields, "answer").iterator(chunk_size=CHUNK)
