"""Single choice: the fraction of the chosen option."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from quizzes.grading import options
from quizzes.grading.marks import NONE, Mark
from quizzes.grading.raw import Json
from quizzes.grading.typed import Sent

# What all types made of options do alike.
structure = options.structure
words = options.words
shown_order = options.shown_order
worth = options.worth
in_words = options.in_words


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


def answer(structure: Json, sent: Sent, words: Json | None = None) -> Json | None:
    """Read what a form sent; raises UnfitAnswerError for two options or an unknown one."""
    return options.read_answer(list(worth(structure)), sent, several=False)


def mark(structure: Json, answer: Json | None, words: Json | None = None) -> Mark:
    """Grade a stored answer; an option that a correction took away was not chosen."""
    content = SingleChoice(worth(structure))
    chosen = (key for key in (answer or {}).get("options", ()) if key in content.fractions)
    return grade(content, next(chosen, None))


def right(structure: Json, words: Json) -> Json | None:
    """Return the right answer."""
    chosen = options.right_options(worth(structure), several=False)
    return {"options": chosen} if chosen else None


def guess(structure: Json) -> Decimal | None:
    """Return what guessing gives on average: the mean of the fractions."""
    fractions = worth(structure).values()
    return sum(fractions, NONE) / len(fractions) if fractions else None
