"""Multiple choice: the fractions of the ticked options, or all or nothing."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from quizzes.grading.marks import FULL, NONE, Mark
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
class MultipleChoice:
    """The fraction of each option; right ones are above zero, and their sum is 1."""

    fractions: Mapping[str, Decimal]
    all_or_nothing: bool = False

    @property
    def right(self) -> frozenset[str]:
        """The ids of the right options."""
        return frozenset(key for key, fraction in self.fractions.items() if fraction > 0)


def grade(content: MultipleChoice, ticked: frozenset[str]) -> Mark:
    """
    Sum the fractions of the ticked options, held between 0 and 1.

    All or nothing: 1 for exactly the right set, else 0. Nothing ticked is no answer
    (Moodle's rule). Unknown ids are the caller's bug, not a wrong answer: ValueError.

    >>> content = MultipleChoice({"a": Decimal("0.5"), "b": Decimal("0.5"), "c": Decimal(-1)})
    >>> grade(content, frozenset("a")).fraction
    Decimal('0.5')
    >>> grade(content, frozenset("abc")).fraction
    Decimal('0')
    >>> strict = MultipleChoice(content.fractions, all_or_nothing=True)
    >>> grade(strict, frozenset("a")).fraction, grade(strict, frozenset("ab")).fraction
    (Decimal('0'), Decimal('1'))
    """
    if unknown := ticked - content.fractions.keys():
        raise ValueError(f"Not options of this question: {sorted(unknown)}")
    if not ticked:
        return Mark.unanswered()
    feedback = [key for key in content.fractions if key in ticked]
    if content.all_or_nothing:
        return Mark.of(FULL if ticked == content.right else NONE, feedback)
    fraction = sum((content.fractions[key] for key in ticked), NONE)
    return Mark.of(min(max(fraction, NONE), FULL), feedback)


def structure(raw: Json, stem: str = "") -> Json:
    """Keep the key of the question from its block."""
    return options_structure(raw) | {"all_or_nothing": bool(raw.get("all_or_nothing"))}


def words(raw: Json) -> Json:
    """Keep the words of the options from their block."""
    return options_words(raw)


def shown_order(structure: Json, dice: random.Random) -> list[str]:
    """Return the options in one learner's order."""
    return options_in_order(structure, dice)


def answer(structure: Json, sent: Sent, words: Json | None = None) -> Json | None:
    """Read what a form sent; raises UnfitAnswerError for an unknown option."""
    chosen = chosen_options(list(option_fractions(structure)), sent)
    return {"options": chosen} if chosen else None


def mark(structure: Json, answer: Json | None, words: Json | None = None) -> Mark:
    """Grade a stored answer; an option that a correction took away was not chosen."""
    content = MultipleChoice(option_fractions(structure), structure["all_or_nothing"])
    chosen = frozenset((answer or {}).get("options", ()))
    return grade(content, chosen & content.fractions.keys())


def worth(structure: Json) -> dict[str, Decimal]:
    """Return what each option is worth."""
    return option_fractions(structure)


def right(structure: Json, words: Json) -> Json | None:
    """Return the right answer."""
    chosen = right_options(option_fractions(structure), several=True)
    return {"options": chosen} if chosen else None


def in_words(structure: Json, words: Json, answer: Json | None) -> str:
    """Return an answer as plain text."""
    return options_in_words(words, answer["options"] if answer else ())


def guess(structure: Json) -> Decimal | None:
    """Return nothing: how many options a guesser ticks is anybody's guess."""
    return None
