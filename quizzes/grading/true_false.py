"""True or false: one of two, 0 or 1."""

import random
from dataclasses import dataclass
from decimal import Decimal

from quizzes.grading import options
from quizzes.grading.marks import FULL, NONE, Mark
from quizzes.grading.raw import Json
from quizzes.grading.typed import Sent

# The keys of the two options; their words are the interface's, so they need no translator.
TRUE, FALSE = "true", "false"
KEYS = (TRUE, FALSE)


@dataclass(frozen=True)
class TrueFalse:
    """Which of the two is right: "true" or "false"."""

    right: str


def grade(content: TrueFalse, chosen: str | None) -> Mark:
    """
    Give 1 for the right one. An unknown key is the caller's bug: ValueError.

    >>> grade(TrueFalse("false"), "false").fraction, grade(TrueFalse("false"), "true").fraction
    (Decimal('1'), Decimal('0'))
    """
    if chosen is None:
        return Mark.unanswered()
    if chosen not in KEYS:
        raise ValueError(f"Neither true nor false: {chosen!r}")
    return Mark.of(FULL if chosen == content.right else NONE, [chosen])


def structure(raw: Json, stem: str = "") -> Json:
    """
    Keep the key of the question from its block.

    >>> structure({"right": "false", "feedback_true": "No.", "feedback_false": ""})
    {'right': 'false'}
    """
    return {"right": raw.get("right") or TRUE}


def words(raw: Json) -> Json:
    """Keep the feedback of both options."""
    return {key: {"text": "", "feedback": raw.get(f"feedback_{key}") or ""} for key in KEYS}


def shown_order(structure: Json, dice: random.Random) -> list[str]:
    """Return true, then false, always: readers look for them there."""
    return list(KEYS)


def answer(structure: Json, sent: Sent, words: Json | None = None) -> Json | None:
    """Read what a form sent; raises UnfitAnswerError for both or another."""
    return options.read_answer(KEYS, sent, several=False)


def mark(structure: Json, answer: Json | None, words: Json | None = None) -> Mark:
    """Grade a stored answer."""
    return grade(TrueFalse(structure["right"]), answer["options"][0] if answer else None)


def worth(structure: Json) -> dict[str, Decimal]:
    """Return what each option is worth."""
    return {key: FULL if key == structure["right"] else NONE for key in KEYS}


def right(structure: Json, words: Json) -> Json | None:
    """Return the right answer."""
    return {"options": [structure["right"]]}


def in_words(structure: Json, words: Json, answer: Json | None) -> str:
    """Return an answer as its key: its words are the interface's."""
    return answer["options"][0] if answer else ""


def guess(structure: Json) -> Decimal | None:
    """Return what guessing gives on average."""
    return Decimal("0.5")
