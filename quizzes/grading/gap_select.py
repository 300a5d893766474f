"""
Gaps filled by choosing: right gaps ÷ gaps.

The stem holds `[[n]]`, where n is the number of the right choice; a gap offers the choices of
the same group. Gaps are counted in the order of the stem in the source language.
"""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from quizzes.grading import markers
from quizzes.grading import raw as blocks
from quizzes.grading.feedback import combined_words
from quizzes.grading.marks import FULL, NONE, Mark
from quizzes.grading.options import chosen_options
from quizzes.grading.raw import Json
from quizzes.grading.typed import Sent

PRESENTATIONS = ("select", "drag")


@dataclass(frozen=True)
class GapSelect:
    """The right choice of each gap, by its place."""

    gaps: Mapping[str, str]


def grade(content: GapSelect, chosen: Mapping[str, str]) -> Mark:
    """
    Count the gaps with the right choice; a gap left open is not right.

    >>> grade(GapSelect({"1": "a", "2": "b"}), {"1": "a"}).fraction
    Decimal('0.5')
    """
    if not content.gaps.keys() >= chosen.keys():
        raise ValueError(f"Not gaps of this question: {sorted(chosen)}")
    if not chosen:
        return Mark.unanswered()
    parts = {
        place: FULL if chosen[place] == right else NONE
        for place, right in content.gaps.items()
        if place in chosen
    }
    return Mark.of(sum(parts.values(), NONE) / len(content.gaps), parts=parts)


def structure(raw: Json, stem: str = "") -> Json:
    """
    Keep the choices with their groups, and which is right in each gap of the stem.

    A marker without a choice is no gap: publishing refuses it.

    >>> raw = {"choices": [{"id": "a", "value": {"text": "Kela"}}]}
    >>> structure(raw, "[[1]] ja [[2]]")["gaps"]
    [{'place': '1', 'marker': 1, 'right': 'a'}]
    """
    choices = [
        {"id": key, "group": blocks.whole(found.get("group"), 1)}
        for key, found in blocks.structs(raw, "choices")
    ]
    there = (number for number in markers.numbers(stem) if 1 <= number <= len(choices))
    presentation = blocks.text(raw, "presentation")
    return {
        "choices": choices,
        "gaps": [
            {"place": str(place), "marker": number, "right": choices[number - 1]["id"]}
            for place, number in enumerate(there, start=1)
        ],
        "shuffle": bool(raw.get("shuffle", True)),
        "presentation": presentation if presentation in PRESENTATIONS else PRESENTATIONS[0],
    }


def words(raw: Json) -> Json:
    """Keep the words of the choices, and the combined feedback."""
    said = {
        key: {"text": blocks.line(found, "text")} for key, found in blocks.structs(raw, "choices")
    }
    return said | combined_words(raw)


def shown_order(structure: Json, dice: random.Random) -> list[str]:
    """Return the choices in one learner's order."""
    keys = [choice["id"] for choice in structure["choices"]]
    if structure["shuffle"]:
        dice.shuffle(keys)
    return keys


def offered(structure: Json, gap: Json) -> list[str]:
    """Return the choices that a gap offers: those of the right one's group."""
    groups = {choice["id"]: choice["group"] for choice in structure["choices"]}
    return [key for key, group in groups.items() if group == groups[gap["right"]]]


def answer(structure: Json, sent: Sent, words: Json | None = None) -> Json | None:
    """Read a select for each gap; raises UnfitAnswerError for what the gap does not offer."""
    gaps = {}
    for gap in structure["gaps"]:
        field = field_of(gap["place"])
        last = {field: list(sent.get(field, ()))[-1:]}
        if chosen := chosen_options(offered(structure, gap), last, field):
            gaps[gap["place"]] = chosen[0]
    return {"gaps": gaps} if gaps else None


def field_of(gap: str) -> str:
    """Return the name of a gap's field."""
    return f"gap-{gap}"


def mark(structure: Json, answer: Json | None, words: Json | None = None) -> Mark:
    """Grade a stored answer; a gap that a correction took away was not filled."""
    content = GapSelect({gap["place"]: gap["right"] for gap in structure["gaps"]})
    chosen = (answer or {}).get("gaps", {})
    return grade(content, {place: key for place, key in chosen.items() if place in content.gaps})


def right(structure: Json, words: Json) -> Json | None:
    """Return the right answer."""
    gaps = {gap["place"]: gap["right"] for gap in structure["gaps"]}
    return {"gaps": gaps} if gaps else None


def in_words(structure: Json, words: Json, answer: Json | None) -> str:
    """Return what was chosen for each gap, as plain text."""
    chosen = answer["gaps"] if answer else {}
    return "; ".join(
        f"{gap['place']}: {words.get(chosen[gap['place']], {}).get('text', '')}"
        for gap in structure["gaps"]
        if gap["place"] in chosen
    )


def guess(structure: Json) -> Decimal | None:
    """Return what guessing gives on average: one of the choices, for each gap."""
    gaps = structure["gaps"]
    if not gaps:
        return None
    return sum((FULL / len(offered(structure, gap)) for gap in gaps), NONE) / len(gaps)
