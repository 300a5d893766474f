"""
What an exercise tells of a try (xAPI), as much of it as is kept.

The frame is a stranger: every word of it may be made up. So a statement is read strictly, and
nothing of it decides anything. What a learner typed in an exercise is not kept at all.
"""

import json
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

LONGEST = 64 * 1024
VERB = re.compile(r"https?://(?:adlnet\.gov/expapi|activitystrea\.ms/schema/1\.0)/verbs?/([a-z-]+)")
# Those that say how a try went; others say that somebody looked, or is half way.
RESULTS = frozenset({"answered", "completed", "failed", "mastered", "passed", "scored"})
MOST_POINTS = 1_000_000
LONGEST_NAME = 200
FLAGS = ("success", "completion")


class BadStatementError(Exception):
    """No statement that an exercise would send."""


@dataclass(frozen=True)
class Told:
    """How a try went: `score` is the share of the points, None where none are given."""

    verb: str
    score: Decimal | None
    success: bool | None
    statement: dict[str, Any]


def read_statement(said: str) -> Told | None:
    """
    Read a statement; None for one that says nothing of how the whole exercise went.

    Raises BadStatementError.
    """
    if len(said) > LONGEST:
        raise BadStatementError
    try:
        statement = json.loads(said, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise BadStatementError from error
    verb = VERB.fullmatch(str(_at(statement, "verb", "id")))
    if verb is None:
        raise BadStatementError
    # A part of the exercise tells of itself; the whole tells of all its parts.
    if verb[1] not in RESULTS or _at(statement, "context", "contextActivities", "parent"):
        return None
    success, completion = (_flag(_at(statement, "result", name)) for name in FLAGS)
    points = _points(_at(statement, "result", "score"))
    name = _at(statement, "object", "definition", "name")
    words = next(iter(name.values()), "") if isinstance(name, dict) else ""
    return Told(
        verb=verb[1],
        score=_share(points),
        success=success,
        statement={
            "verb": verb[1],
            "name": words[:LONGEST_NAME] if isinstance(words, str) else "",
            "score": points,
            "success": success,
            "completion": completion,
        },
    )


def _at(value: Any, *path: str) -> Any:
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def _flag(value: Any) -> bool | None:
    return value if isinstance(value, bool) else None


def _points(score: Any) -> dict[str, float]:
    """The numbers of a score that are numbers."""
    if score is None:
        return {}
    if not isinstance(score, dict):
        raise BadStatementError
    found = {name: score[name] for name in ("raw", "min", "max", "scaled") if name in score}
    for number in found.values():
        if isinstance(number, bool) or not isinstance(number, int | float):
            raise BadStatementError
        if not -MOST_POINTS <= number <= MOST_POINTS:
            raise BadStatementError
    return found


def _share(points: dict[str, float]) -> Decimal | None:
    """
    The share of the points between none and all.

    >>> _share({"raw": 4, "min": 0, "max": 5}), _share({"scaled": -0.5}), _share({"raw": 3})
    (Decimal('0.8000'), Decimal('0.0000'), None)
    """
    least, most = points.get("min", 0), points.get("max")
    if most is not None and most > least and "raw" in points:
        share = (points["raw"] - least) / (most - least)
    elif "scaled" in points:
        share = points["scaled"]
    else:
        return None
    return round(Decimal(min(max(share, 0), 1)), 4)


def _no_number(name: str) -> Any:
    raise BadStatementError
