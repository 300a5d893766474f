"""What the gathered marks tell of a quiz: its figures, and those of each question."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from quizzes.analysis.choosing import Choice
from quizzes.analysis.figures import (
    ENOUGH,
    Advice,
    ItemFigures,
    QuizFigures,
    advice,
    effective_weights,
    item_figures,
    may_be_chance,
    quiz_figures,
)
from quizzes.analysis.gathering import Asked, Column, Gathered, gather
from quizzes.attempts.models import AttemptQuerySet

# Results are counted in tenths of what could be reached.
BINS = 10


@dataclass(frozen=True)
class AnalysedItem:
    """
    One question with what its marks tell; `question` is None for a place that a draw fills.

    `figures` is None while there are fewer attempts than ENOUGH.
    """

    number: int
    question: Asked | None
    attempts: int
    people: int
    figures: ItemFigures | None
    advice: tuple[Advice, ...]
    may_be_chance: bool

    @property
    def kind(self) -> str:
        """The type of the question; empty for a place."""
        return self.question.kind if self.question else ""

    @property
    def guess(self) -> float | None:
        """What pure guessing earns, as a share."""
        return self.question.guess if self.question else None


@dataclass(frozen=True)
class Analysis:
    """
    What the chosen attempts tell about a quiz.

    `places` are those that a draw fills, if any: whatever was drawn there. `bins` counts the
    results from 0 to 100 % in tenths.
    """

    choice: Choice
    attempts: int
    people: int
    waiting: int
    figures: QuizFigures | None
    items: list[AnalysedItem]
    places: list[AnalysedItem]
    bins: list[int]

    def item(self, key: UUID) -> AnalysedItem | None:
        """Return the question with this key; None where the attempts have it not."""
        found = (item for item in self.items if item.question and item.question.key == key)
        return next(found, None)


def analyse(choice: Choice, attempts: AttemptQuerySet) -> Analysis:
    """Return the analysis of the chosen ones of these attempts; six queries."""
    gathered = gather(choice, attempts)
    items = [
        item_figures(gathered.of(column, question.drawn)) for question, column in gathered.questions
    ]
    places = [item_figures(gathered.of(column, False)) for column in gathered.drawn]
    drawn = [question.drawn for question, _column in gathered.questions]
    # What the whole is made of: what everybody was asked, and the places that a draw fills.
    whole = [item for item, is_drawn in zip(items, drawn, strict=True) if not is_drawn] + places
    weights = effective_weights([*items, *places], whole)
    n = len(gathered.totals)
    return Analysis(
        choice=choice,
        attempts=n,
        people=len(set(gathered.learners)),
        waiting=gathered.waiting,
        figures=quiz_figures(gathered.totals, sum(gathered.most), whole) if n >= ENOUGH else None,
        items=[
            # A drawn question is no part of every whole, so it has no weight in it.
            _told(gathered, number, question, column, item, None if question.drawn else weight)
            for number, ((question, column), item, weight) in enumerate(
                zip(gathered.questions, items, weights[: len(items)], strict=True), start=1
            )
        ],
        places=[
            _told(gathered, number, None, column, item, weight)
            for number, (column, item, weight) in enumerate(
                zip(gathered.drawn, places, weights[len(items) :], strict=True), start=1
            )
        ],
        bins=_bins(gathered.totals, gathered.most),
    )


def _told(
    gathered: Gathered,
    number: int,
    question: Asked | None,
    column: Column,
    found: ItemFigures,
    weight: float | None,
) -> AnalysedItem:
    return AnalysedItem(
        number=number,
        question=question,
        attempts=found.attempts,
        people=gathered.people_in(column),
        figures=replace(found, effective_weight=weight) if found.attempts >= ENOUGH else None,
        # A place is nobody's to mend: whatever was drawn there has its own line.
        advice=advice(found, question.guess) if question else (),
        may_be_chance=may_be_chance(found),
    )


def _bins(totals: Sequence[int], most: Sequence[int]) -> list[int]:
    """Count results in tenths; a full result belongs to the last one, one below 0 to the first."""
    bins = [0] * BINS
    for total, top in zip(totals, most, strict=True):
        if top:
            bins[min(max(BINS * total // top, 0), BINS - 1)] += 1
    return bins
