"""Short answer: the first answer, in order, whose pattern matches decides."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from quizzes.grading import raw as blocks
from quizzes.grading.marks import FULL, NONE, TOLERANCE, Mark
from quizzes.grading.raw import Json
from quizzes.grading.typed import Sent, matches, typed, without_stars

FIELD = "text"


@dataclass(frozen=True)
class Pattern:
    """A pattern that somebody's answer may match, what it is worth, and its key."""

    key: str
    pattern: str
    fraction: Decimal


def first_match(patterns: Sequence[Pattern], text: str, *, match_case: bool) -> Pattern | None:
    """
    Return the first pattern that a text matches; a pattern without words matches nothing.

    >>> patterns = [Pattern("a", "Kela", FULL), Pattern("b", "*", NONE)]
    >>> first_match(patterns, "kela", match_case=False).key
    'a'
    """
    found = (
        pattern
        for pattern in patterns
        if pattern.pattern and matches(pattern.pattern, text, match_case=match_case)
    )
    return next(found, None)


def structure(raw: Json, stem: str = "") -> Json:
    """Keep the fractions of the answers in order, and whether capitals count."""
    return {
        "answers": [
            {"id": key, "fraction": blocks.plainly(blocks.number(found.get("fraction")))}
            for key, found in blocks.structs(raw, "answers")
        ],
        "match_case": bool(raw.get("match_case")),
    }


def words(raw: Json) -> Json:
    """Keep the patterns, which learners type in their language, and the feedback."""
    return {
        key: {
            "pattern": blocks.line(found, "pattern"),
            "feedback": blocks.text(found, "feedback"),
        }
        for key, found in blocks.structs(raw, "answers")
    }


def shown_order(structure: Json, dice: random.Random) -> list[str]:
    """Return nothing: there is nothing to choose from."""
    return []


def answer(structure: Json, sent: Sent, words: Json | None = None) -> Json | None:
    """Read what was typed; raises UnfitAnswerError for what cannot be kept."""
    text = typed(sent, FIELD)
    return {"text": text} if text else None


def mark(structure: Json, answer: Json | None, words: Json | None = None) -> Mark:
    """
    Grade a stored answer by the patterns of a language; what matches none is wrong.

    >>> key = {"answers": [{"id": "a", "fraction": "1"}], "match_case": False}
    >>> mark(key, {"text": "KELA "}, {"a": {"pattern": "kela"}}).state.value
    'right'
    """
    if not answer or not answer["text"]:
        return Mark.unanswered()
    match_case = structure["match_case"]
    found = first_match(_patterns(structure, words or {}), answer["text"], match_case=match_case)
    return Mark.of(found.fraction, [found.key]) if found else Mark.of(NONE)


def _patterns(structure: Json, words: Json) -> list[Pattern]:
    return [
        Pattern(
            found["id"], words.get(found["id"], {}).get("pattern", ""), Decimal(found["fraction"])
        )
        for found in structure["answers"]
    ]


def is_typed_in(structure: Json, words: Json) -> bool:
    """Whether a language has words that give all the points."""
    return any(
        pattern.pattern and pattern.fraction > FULL - TOLERANCE
        for pattern in _patterns(structure, words)
    )


def right(structure: Json, words: Json) -> Json | None:
    """Return the first answer that is worth most, as somebody would write it."""
    patterns = [pattern for pattern in _patterns(structure, words) if pattern.pattern]
    if not patterns:
        return None
    best = max(patterns, key=lambda pattern: pattern.fraction)
    return {"text": without_stars(best.pattern)}


def in_words(structure: Json, words: Json, answer: Json | None) -> str:
    """Return what was typed."""
    return answer["text"] if answer else ""


def guess(structure: Json) -> Decimal | None:
    """Return 0: nobody guesses a word."""
    return NONE
