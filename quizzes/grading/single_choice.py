"""Single choice: the fraction of the chosen option."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from quizzes.grading.marks import Mark, Unfit, UnfitAnswerError
from quizzes.grading.options import (
    Json,
    chosen_options,
    option_fractions,
    options_in_order,
    options_structure,
    options_words,
)


@dataclass(frozen=True)
class SingleChoice:
    """The fraction of each option; the best is 1, others may be negative."""

    fractions: Mapping[str, Decimal]


def grade(content: SingleChoice, chosen: str | None) -> Mark:
    """
    Give the chosen option's fraction. An unknown id is the caller's bug: ValueError.

    >>> content = SingleChoice({"a": Decimal(1), "b": Decimal("0.5"), "c": Decimal("-0.25")})
    >>> grade(content, "b").fraction, grade(content, "c").fraction
    (Decimal('0.5'), Decimal('-0.25'))
    >>> grade(content, None).state.value
    'unanswered'
    """
    if chosen is None:
        return Mark.unanswered()
    if chosen not in content.fractions:
        raise ValueError(f"Not an option of this question: {chosen!r}")
    return Mark.of(content.fractions[chosen], [chosen])


def structure(raw: Json) -> Json:
    """Keep the key of the question from its block."""
    return options_structure(raw)


def words(raw: Json) -> Json:
    """Keep the words of the options from their block."""
    return options_words(raw)


def shown_order(structure: Json, dice: random.Random) -> list[str]:
    """Return the options in one learner's order."""
    return options_in_order(structure, dice)


def answer(structure: Json, sent: Mapping[str, Sequence[str]]) -> Json | None:
    """Read what a form sent; raises UnfitAnswerError for two options or an unknown one."""
    chosen = chosen_options(list(option_fractions(structure)), sent)
    if len(chosen) > 1:
        raise UnfitAnswerError(Unfit.ONE_ONLY)
    return {"options": chosen} if chosen else None


def mark(structure: Json, answer: Json | None) -> Mark:
    """Grade a stored answer."""
    content = SingleChoice(option_fractions(structure))
    return grade(content, answer["options"][0] if answer else None)


def worth(structure: Json) -> dict[str, Decimal]:
    """Return what each option is worth."""
    return option_fractions(structure)
