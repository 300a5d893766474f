"""Single choice: the fraction of the chosen option."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from quizzes.grading.marks import NONE, Mark, Unfit, UnfitAnswerError
from quizzes.grading.options import (
    chosen_options,
    option_fractions,
    options_in_order,
    options_in_words,
    options_structure,
    options_words,
    right_options,
)
from quizzes.grading.raw import Json
from quizzes.grading.typed import Sent


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


def structure(raw: Json, stem: str = "") -> Json:
    """Keep the key of the question from its block."""
    return options_structure(raw)


def words(raw: Json) -> Json:
    """Keep the words of the options from their block."""
    return options_words(raw)


def shown_order(structure: Json, dice: random.Random) -> list[str]:
    """Return the options in one learner's order."""
    return options_in_order(structure, dice)


def answer(structure: Json, sent: Sent, words: Json | None = None) -> Json | None:
    """Read what a form sent; raises UnfitAnswerError for two options or an unknown one."""
    chosen = chosen_options(list(option_fractions(structure)), sent)
    if len(chosen) > 1:
        raise UnfitAnswerError(Unfit.ONE_ONLY)
    return {"options": chosen} if chosen else None


def mark(structure: Json, answer: Json | None, words: Json | None = None) -> Mark:
    """Grade a stored answer; an option that a correction took away was not chosen."""
    content = SingleChoice(option_fractions(structure))
    chosen = (key for key in (answer or {}).get("options", ()) if key in content.fractions)
    return grade(content, next(chosen, None))


def worth(structure: Json) -> dict[str, Decimal]:
    """Return what each option is worth."""
    return option_fractions(structure)


def right(structure: Json, words: Json) -> Json | None:
    """Return the right answer."""
    chosen = right_options(option_fractions(structure), several=False)
    return {"options": chosen} if chosen else None


def in_words(structure: Json, words: Json, answer: Json | None) -> str:
    """Return an answer as plain text."""
    return options_in_words(words, answer["options"] if answer else ())


def guess(structure: Json) -> Decimal | None:
    """Return what guessing gives on average: the mean of the fractions."""
    fractions = option_fractions(structure).values()
    return sum(fractions, NONE) / len(fractions) if fractions else None
