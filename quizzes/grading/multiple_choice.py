"""Multiple choice: the fractions of the ticked options, or all or nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from quizzes.grading import options
from quizzes.grading.marks import FULL, NONE, Mark
from quizzes.grading.raw import Json
from quizzes.grading.typed import Sent

# What all types made of options do alike.
words = options.words
shown_order = options.shown_order
worth = options.worth
in_words = options.in_words


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
    return options.structure(raw) | {"all_or_nothing": bool(raw.get("all_or_nothing"))}


def answer(structure: Json, sent: Sent, words: Json | None = None) -> Json | None:
    """Read what a form sent; raises UnfitAnswerError for an unknown option."""
    return options.read_answer(list(worth(structure)), sent, several=True)


def mark(structure: Json, answer: Json | None, words: Json | None = None) -> Mark:
    """Grade a stored answer; an option that a correction took away was not chosen."""
    content = MultipleChoice(worth(structure), structure["all_or_nothing"])
    chosen = frozenset((answer or {}).get("options", ()))
    return grade(content, chosen & content.fractions.keys())


def right(structure: Json, words: Json) -> Json | None:
    """Return the right answer."""
    chosen = options.right_options(worth(structure), several=True)
    return {"options": chosen} if chosen else None


def guess(structure: Json) -> Decimal | None:
    """Return nothing: how many options a guesser ticks is anybody's guess."""
    return None
