"""
Gaps of any kind in a text: Σ fraction·weight ÷ Σ weight.

The stem holds `[[1]]`, `[[2]]` …; gap n is the n-th of the block's list.
"""

import random
from decimal import Decimal

from quizzes.grading import gaps
from quizzes.grading import raw as blocks
from quizzes.grading.feedback import combined_words
from quizzes.grading.gap_select import field_of
from quizzes.grading.marks import FULL, NONE, Mark
from quizzes.grading.numerical import written
from quizzes.grading.raw import Json
from quizzes.grading.typed import Sent


def structure(raw: Json, stem: str = "") -> Json:
    """Keep each gap with its kind and weight, and what its answers are worth."""
    return {"gaps": [_gap(key, found) for key, found in blocks.structs(raw, "gaps")]}


def _gap(key: str, raw: Json) -> Json:
    kind = blocks.text(raw, "kind")
    kind = kind if kind in gaps.KINDS else gaps.SHORT
    answers = []
    for answer, found in blocks.structs(raw, "answers"):
        kept = {"id": answer, "fraction": blocks.plainly(blocks.number(found.get("fraction")))}
        if kind == gaps.NUMBER:
            # A number is no word: it is the same in every language.
            kept["value"] = written(blocks.line(found, "text"))
            kept["tolerance"] = written(blocks.line(found, "tolerance")) or "0"
        answers.append(kept)
    return {
        "id": key,
        "kind": kind,
        "weight": max(blocks.whole(raw.get("weight"), 1), 0),
        "shuffle": bool(raw.get("shuffle")),
        "answers": answers,
    }


def words(raw: Json) -> Json:
    """Keep the words of every answer of every gap, and the combined feedback."""
    said = {
        key: {"text": blocks.line(found, "text"), "feedback": blocks.text(found, "feedback")}
        for _gap_key, gap in blocks.structs(raw, "gaps")
        for key, found in blocks.structs(gap, "answers")
    }
    return said | combined_words(raw)


def shown_order(structure: Json, dice: random.Random) -> list[str]:
    """Return the options of all choice gaps, each gap's in one learner's order."""
    order: list[str] = []
    for gap in structure["gaps"]:
        if gap["kind"] not in gaps.TYPED:
            keys = [found["id"] for found in gap["answers"]]
            if gap["shuffle"]:
                dice.shuffle(keys)
            order += keys
    return order


def answer(structure: Json, sent: Sent, words: Json | None = None) -> Json | None:
    """Read every gap; raises UnfitAnswerError naming the first field that does not fit."""
    given = {gap["id"]: gaps.read(gap, sent, field_of(gap["id"])) for gap in structure["gaps"]}
    filled = {key: found for key, found in given.items() if found}
    return {"gaps": filled} if filled else None


def mark(structure: Json, answer: Json | None, words: Json | None = None) -> Mark:
    """Grade a stored answer by the words of a language."""
    given = answer["gaps"] if answer else {}
    parts: dict[str, Decimal] = {}
    feedback: list[str] = []
    for gap in structure["gaps"]:
        if given.get(gap["id"]):
            parts[gap["id"]], keys = gaps.grade(gap, given[gap["id"]], words or {})
            feedback += keys
    if not parts:
        return Mark.unanswered()
    fraction = gaps.weighted(parts, structure["gaps"])
    return Mark.of(min(max(fraction, -FULL), FULL), feedback, parts)


def is_typed_in(structure: Json, words: Json) -> bool:
    """Whether a language has the words of every gap that is typed."""
    return all(gaps.is_typed_in(gap, words) for gap in structure["gaps"])


def right(structure: Json, words: Json) -> Json | None:
    """Return a right answer to every gap that has one."""
    found = {gap["id"]: gaps.right(gap, words) for gap in structure["gaps"]}
    filled = {key: answer for key, answer in found.items() if answer}
    return {"gaps": filled} if filled else None


def in_words(structure: Json, words: Json, answer: Json | None) -> str:
    """Return what was given for each gap, as plain text."""
    given = answer["gaps"] if answer else {}
    return "; ".join(
        f"{number}: {gaps.in_words(given[gap['id']], words)}"
        for number, gap in enumerate(structure["gaps"], start=1)
        if gap["id"] in given
    )


def guess(structure: Json) -> Decimal | None:
    """Return what guessing gives on average, by weight."""
    if not structure["gaps"]:
        return NONE
    return gaps.weighted(
        {gap["id"]: gaps.guess(gap) for gap in structure["gaps"]}, structure["gaps"]
    )
