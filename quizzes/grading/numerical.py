"""Numerical: the first answer whose interval holds the value; a wrong unit costs a penalty."""

import random
from collections.abc import Mapping
from decimal import Decimal

from quizzes.grading import numbers
from quizzes.grading import raw as blocks
from quizzes.grading.marks import FULL, NONE, TOLERANCE, Mark, UnfitAnswerError
from quizzes.grading.options import chosen_options
from quizzes.grading.raw import Json
from quizzes.grading.typed import Sent, typed

FIELD, UNIT_FIELD = "text", "unit"
# No units; a unit may stand there; a missing or wrong one costs the penalty.
WITHOUT, OPTIONAL, GRADED = UNIT_HANDLINGS = ("none", "optional", "graded")
PENALTIES_OF = ("response", "total")
TYPED, SELECT, RADIO = UNIT_INPUTS = ("text", "select", "radio")


def structure(raw: Json, stem: str = "") -> Json:
    """Keep the answers with their intervals, and what units do; the units' names are words."""
    handling, penalty_of, way = (
        blocks.text(raw, name) for name in ("unit_handling", "unit_penalty_of", "unit_input")
    )
    return {
        "answers": [_answer(key, found) for key, found in blocks.structs(raw, "answers")],
        "units": [
            {"id": key, "multiplier": blocks.plainly(_multiplier(found))}
            for key, found in blocks.structs(raw, "units")
        ],
        "unit_handling": handling if handling in UNIT_HANDLINGS else WITHOUT,
        "unit_penalty": blocks.plainly(blocks.number(raw.get("unit_penalty"))),
        "unit_penalty_of": penalty_of if penalty_of in PENALTIES_OF else PENALTIES_OF[0],
        "unit_input": way if way in UNIT_INPUTS else TYPED,
        "unit_first": bool(raw.get("unit_first")),
    }


def _answer(key: str, found: Json) -> Json:
    kind = blocks.text(found, "tolerance_type")
    return {
        "id": key,
        "value": written(blocks.line(found, "value")),
        "tolerance": written(blocks.line(found, "tolerance")) or "0",
        "tolerance_type": kind if kind in numbers.TOLERANCES else numbers.NOMINAL,
        "fraction": blocks.plainly(blocks.number(found.get("fraction"))),
    }


def _multiplier(found: Json) -> Decimal:
    return numbers.number(blocks.line(found, "multiplier")) or FULL


def written(text: str) -> str:
    """
    Write an editor's number one way only; what is none stays as it is.

    >>> written("1,50"), written("*"), written("1e3")
    ('1.5', '*', '1000')
    """
    value = numbers.number(text)
    if value is None:
        return text
    return blocks.plainly(value) if -30 < value.adjusted() < 30 else str(value)


def words(raw: Json) -> Json:
    """Keep the feedback of the answers and the names of the units."""
    feedback = {
        key: {"feedback": blocks.text(found, "feedback")}
        for key, found in blocks.structs(raw, "answers")
    }
    units = {
        key: {"unit": blocks.line(found, "unit")} for key, found in blocks.structs(raw, "units")
    }
    return feedback | units


def shown_order(structure: Json, dice: random.Random) -> list[str]:
    """Return nothing: units keep the editor's order."""
    return []


def has_unit_field(structure: Json) -> bool:
    """Whether the unit is chosen beside the number."""
    chosen = structure["unit_input"] in (SELECT, RADIO)
    return chosen and structure["unit_handling"] != WITHOUT and bool(structure["units"])


def answer(structure: Json, sent: Sent, words: Json | None = None) -> Json | None:
    """
    Read a number and its unit, kept as typed; raises UnfitAnswerError for what is no number.

    >>> answer(structure({}), {"text": ["1,5 kg"]})
    {'text': '1,5 kg'}
    """
    text = typed(sent, FIELD)
    if text:
        check_number(text, FIELD, unit_first=structure["unit_first"])
    found: Json = {"text": text} if text else {}
    if has_unit_field(structure):
        known = [unit["id"] for unit in structure["units"]]
        last = {UNIT_FIELD: list(sent.get(UNIT_FIELD, ()))[-1:]}
        if chosen := chosen_options(known, last, UNIT_FIELD):
            found = {"text": text, "unit": chosen[0]}
    return found or None


def check_number(text: str, field: str, *, unit_first: bool = False) -> None:
    """Raise UnfitAnswerError, naming the field, where a text cannot be read as a number."""
    try:
        numbers.read(text, unit_first=unit_first)
    except UnfitAnswerError as error:
        raise UnfitAnswerError(error.reason, field) from error


def mark(structure: Json, answer: Json | None, words: Json | None = None) -> Mark:
    """
    Grade a stored answer by the units of a language.

    Each answer, in order, is tried with the value in the first unit, then with the bare
    value; only the first way makes the unit right. Where it is not, the fraction loses the
    penalty and is never below 0 (Moodle's rule, also without units).
    """
    if not answer or not answer["text"]:
        return Mark.unanswered()
    try:
        reading = numbers.read(answer["text"], unit_first=structure["unit_first"])
    except UnfitAnswerError:
        return Mark.of(NONE)
    multiplier = _multiplier_of(structure, words or {}, reading.unit, answer.get("unit"))
    scaled = numbers.SUMS.divide(reading.value, multiplier) if multiplier else None
    for found in structure["answers"]:
        fraction = Decimal(found["fraction"])
        if scaled is not None and _holds(found, scaled):
            return Mark.of(fraction, [found["id"]])
        if _holds(found, reading.value):
            return Mark.of(_without_unit(structure, fraction), [found["id"]])
    return Mark.of(NONE)


def _holds(found: Json, value: Decimal) -> bool:
    return numbers.holds(found["value"], found["tolerance"], found["tolerance_type"], value)


def _multiplier_of(structure: Json, words: Json, typed: str, chosen: str | None) -> Decimal | None:
    """Return the multiplier of the unit that was chosen or typed; None for none we know."""
    by_id = {unit["id"]: Decimal(unit["multiplier"]) for unit in structure["units"]}
    if has_unit_field(structure):
        return by_id.get(chosen or "")
    by_name: dict[str, Decimal] = {}
    for key, multiplier in by_id.items():
        if name := numbers.spaceless(words.get(key, {}).get("unit", "")):
            by_name.setdefault(name, multiplier)
    return by_name.get(typed)


def _without_unit(structure: Json, fraction: Decimal) -> Decimal:
    if structure["unit_handling"] == GRADED:
        penalty = Decimal(structure["unit_penalty"])
        fraction -= penalty if structure["unit_penalty_of"] == "total" else penalty * fraction
    return max(fraction, NONE)


def is_typed_in(structure: Json, words: Json) -> bool:
    """Whether a language has a name for every unit that a learner may give."""
    if structure["unit_handling"] == WITHOUT:
        return True
    return all(words.get(unit["id"], {}).get("unit") for unit in structure["units"])


def right(structure: Json, words: Json) -> Json | None:
    """Return the first answer that is worth everything, in the first unit."""
    full = (
        found for found in structure["answers"] if Decimal(found["fraction"]) > FULL - TOLERANCE
    )
    found = next(full, None)
    if found is None:
        return None
    unit = structure["units"][0]["id"] if structure["units"] else ""
    if has_unit_field(structure):
        return {"text": found["value"], "unit": unit}
    if structure["unit_handling"] == WITHOUT or not unit:
        return {"text": found["value"]}
    name = words.get(unit, {}).get("unit", "")
    return {"text": beside(structure, found["value"], name)}


def beside(structure: Mapping[str, object], value: str, unit: str) -> str:
    """
    Write a value with its unit on the question's side.

    >>> beside({"unit_first": False}, "5", "kg"), beside({"unit_first": True}, "5", "€")
    ('5 kg', '€ 5')
    """
    return f"{unit} {value}".strip() if structure["unit_first"] else f"{value} {unit}".strip()


def in_words(structure: Json, words: Json, answer: Json | None) -> str:
    """Return what was typed, with the unit that was chosen."""
    if not answer:
        return ""
    unit = words.get(answer.get("unit", ""), {}).get("unit", "")
    return beside(structure, answer["text"], unit)


def guess(structure: Json) -> Decimal | None:
    """Return 0: nobody guesses a number."""
    return NONE
