"""
Options, as choice questions keep them.

In the block's raw data an option is `{"id": …, "value": {"text", "fraction", "feedback"}}`;
the id is its key, equal in every language and across edits.
"""

import random
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from quizzes.grading.marks import Unfit, UnfitAnswerError

Json = dict[str, Any]
FIELD = "choice"


def options_structure(raw: Json) -> Json:
    """
    Keep what the key is made of: ids in the editor's order, their fractions, and shuffling.

    >>> raw = {"options": [{"id": "a", "value": {"text": "Yes", "fraction": "1.00"}}]}
    >>> options_structure(raw)
    {'options': [{'id': 'a', 'fraction': '1'}], 'shuffle': True}
    """
    return {
        "options": [
            {"id": option["id"], "fraction": _plain(option["value"].get("fraction"))}
            for option in raw.get("options", [])
        ],
        "shuffle": bool(raw.get("shuffle", True)),
    }


def _plain(fraction: Any) -> str:
    """Write a fraction one way only, so that equal keys have equal checksums."""
    value = Decimal(str(fraction or 0)).normalize()
    return f"{value:f}"


def options_words(raw: Json) -> dict[str, dict[str, str]]:
    """
    Keep what a reader sees of each option, by its id.

    >>> options_words({"options": [{"id": "a", "value": {"text": "Yes", "feedback": None}}]})
    {'a': {'text': 'Yes', 'feedback': ''}}
    """
    return {
        option["id"]: {
            "text": option["value"].get("text") or "",
            "feedback": option["value"].get("feedback") or "",
        }
        for option in raw.get("options", [])
    }


def option_fractions(structure: Json) -> dict[str, Decimal]:
    """Return the fraction of each option by its id."""
    return {option["id"]: Decimal(option["fraction"]) for option in structure["options"]}


def options_in_order(structure: Json, dice: random.Random) -> list[str]:
    """Return the option ids in the order that one learner sees them."""
    keys = [option["id"] for option in structure["options"]]
    if structure["shuffle"]:
        dice.shuffle(keys)
    return keys


def chosen_options(known: Sequence[str], sent: Mapping[str, Sequence[str]]) -> list[str]:
    """
    Read the ids chosen in a form, in the editor's order, each once.

    Raises UnfitAnswerError where one of them is no option of this question.

    >>> chosen_options(["a", "b", "c"], {"choice": ["c", "a", "c"]})
    ['a', 'c']
    """
    chosen = set(sent.get(FIELD, ()))
    if not chosen.issubset(known):
        raise UnfitAnswerError(Unfit.UNKNOWN_OPTION)
    return [key for key in known if key in chosen]
