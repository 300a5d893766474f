"""
Between the raw data of an answer block and the values that readers and writers speak of.

The ids of list items are the keys of a question's options, so they stay where the item stays:
a file that changes one option of a question leaves the others theirs.
"""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from quizzes.exchange import kinds
from quizzes.exchange.fractions import number_of, plain
from quizzes.exchange.parsed import Json
from quizzes.grading import raw as blocks

Rich = Callable[[str], str]


def with_ids(value: Json, old: Json | None = None) -> Json:
    """
    Return a value as raw data; an item that was there before keeps its id.

    New ids are random: learners see them, and they must not tell the order of the file.

    >>> value = {"items": ["<p>a</p>"]}
    >>> raw = with_ids(value)
    >>> with_ids({"items": ["<p>b</p>", "<p>a</p>"]}, raw)["items"][1] == raw["items"][0]
    True
    """
    old = old or {}
    return {
        name: _items(found, old.get(name)) if isinstance(found, list) else found
        for name, found in value.items()
    }


def _items(values: list[Any], old: Any) -> list[Json]:
    before = [item for item in old or [] if isinstance(item, dict) and item.get("id")]
    ids: dict[int, str] = {}
    left = list(before)
    for index, value in enumerate(values):
        same = next((item for item in left if _bare(item.get("value")) == value), None)
        if same is not None:
            ids[index] = same["id"]
            left.remove(same)
    out = []
    for index, value in enumerate(values):
        # What changed in its place is the same option, said better.
        if index not in ids and index < len(before) and before[index] in left:
            ids[index] = before[index]["id"]
        key = ids.get(index) or str(uuid4())
        inside = next((item.get("value") for item in before if item["id"] == key), None)
        if isinstance(value, dict):
            value = with_ids(value, inside if isinstance(inside, dict) else {})
        out.append({"type": "item", "value": value, "id": key})
    return out


def _bare(value: Any) -> Any:
    """Return raw data without ids."""
    if isinstance(value, list):
        return [_bare(item.get("value")) if isinstance(item, dict) else item for item in value]
    if isinstance(value, dict):
        return {name: _bare(found) for name, found in value.items()}
    return value


def value_of(kind: str, raw: Json, rich: Rich) -> Json:
    """
    Return the value of a stored block, each part in its one form; raises KeyError for no type.

    `rich` brings stored HTML into the form that readers give; what a draft lacks is empty.
    """
    return _VALUES[kind](raw, rich)


def _structs(raw: Json, name: str) -> list[Json]:
    return [found for _key, found in blocks.structs(raw, name)]


def _combined(raw: Json, rich: Rich) -> Json:
    return kinds.combined([rich(blocks.text(raw, name)) for name in kinds.COMBINED])


def _share(found: Json) -> str:
    return plain(blocks.number(found.get("fraction")))


def _number(text: str) -> str:
    """Write a number as readers do; what is none, as in an unfinished draft, stays."""
    found = number_of(text) or number_of(text.replace(",", "."))
    return text if found is None else plain(found)


def _choice(raw: Json, rich: Rich) -> Json:
    options = [
        {
            "text": rich(blocks.text(option, "text")),
            "fraction": _share(option),
            "feedback": rich(blocks.text(option, "feedback")),
        }
        for option in _structs(raw, "options")
    ]
    return {
        "options": options,
        "shuffle": bool(raw.get("shuffle", True)),
        "numbering": blocks.text(raw, "numbering") or "none",
    } | _combined(raw, rich)


def _several(raw: Json, rich: Rich) -> Json:
    return _choice(raw, rich) | {"all_or_nothing": bool(raw.get("all_or_nothing"))}


def _true_false(raw: Json, rich: Rich) -> Json:
    return kinds.true_false(
        blocks.text(raw, "right") != "false",
        rich(blocks.text(raw, "feedback_true")),
        rich(blocks.text(raw, "feedback_false")),
    )


def _matching(raw: Json, rich: Rich) -> Json:
    pairs = [
        (rich(blocks.text(pair, "question")), blocks.line(pair, "answer"))
        for pair in _structs(raw, "pairs")
    ]
    extra = [str(answer or "").strip() for _key, answer in blocks.items(raw, "extra_answers")]
    return {
        "pairs": [{"question": asked, "answer": answer} for asked, answer in pairs if asked],
        # A pair without a question is an extra answer by another name.
        "extra_answers": [answer for asked, answer in pairs if not asked and answer]
        + [answer for answer in extra if answer],
        "shuffle": bool(raw.get("shuffle", True)),
    } | _combined(raw, rich)


def _ordering(raw: Json, rich: Rich) -> Json:
    return {
        "items": [rich(str(item or "")) for _key, item in blocks.items(raw, "items")],
        "marking": blocks.text(raw, "marking") or "absolute",
    } | _combined(raw, rich)


def _short_answer(raw: Json, rich: Rich) -> Json:
    answers = [
        {
            "pattern": blocks.line(answer, "pattern"),
            "fraction": _share(answer),
            "feedback": rich(blocks.text(answer, "feedback")),
        }
        for answer in _structs(raw, "answers")
    ]
    return {"answers": answers, "match_case": bool(raw.get("match_case"))}


def _numerical(raw: Json, rich: Rich) -> Json:
    answers = [
        {
            "value": _number(blocks.line(answer, "value")),
            "tolerance": _number(blocks.line(answer, "tolerance") or "0"),
            "tolerance_type": blocks.text(answer, "tolerance_type") or "nominal",
            "fraction": _share(answer),
            "feedback": rich(blocks.text(answer, "feedback")),
        }
        for answer in _structs(raw, "answers")
    ]
    units = [
        {
            "unit": blocks.line(unit, "unit"),
            "multiplier": _number(blocks.line(unit, "multiplier") or "1"),
        }
        for unit in _structs(raw, "units")
    ]
    value = kinds.numerical(answers) if answers else {"answers": []}
    if not units or blocks.text(raw, "unit_handling") not in {"optional", "graded"}:
        return value
    return value | {
        "units": units,
        "unit_handling": blocks.text(raw, "unit_handling"),
        "unit_penalty": plain(blocks.number(raw.get("unit_penalty"))),
        "unit_penalty_of": blocks.text(raw, "unit_penalty_of") or "response",
        "unit_input": blocks.text(raw, "unit_input") or "text",
        "unit_first": bool(raw.get("unit_first")),
    }


def _cloze(raw: Json, rich: Rich) -> Json:
    return {"gaps": [_gap(gap, rich) for gap in _structs(raw, "gaps")]} | _combined(raw, rich)


def _gap(raw: Json, rich: Rich) -> Json:
    kind = blocks.text(raw, "kind") or "short_answer"
    numbers = kind == "numerical"
    answers = []
    for answer in _structs(raw, "answers"):
        text = blocks.line(answer, "text")
        tolerance = blocks.line(answer, "tolerance") or "0"
        answers.append(
            {
                "text": _number(text) if numbers else text,
                "tolerance": _number(tolerance) if numbers else "",
                "fraction": _share(answer),
                "feedback": rich(blocks.text(answer, "feedback")),
            }
        )
    return {
        "kind": kind,
        "weight": max(blocks.whole(raw.get("weight"), 1), 0),
        "shuffle": bool(raw.get("shuffle")) and kind.startswith(("choice", "many")),
        "answers": answers,
    }


def _gap_select(raw: Json, rich: Rich) -> Json:
    choices = [
        {"text": blocks.line(choice, "text"), "group": blocks.whole(choice.get("group"), 1)}
        for choice in _structs(raw, "choices")
    ]
    return {
        "choices": choices,
        "shuffle": bool(raw.get("shuffle")),
        "presentation": blocks.text(raw, "presentation") or "select",
    } | _combined(raw, rich)


def _essay(raw: Json, rich: Rich) -> Json:
    criteria = [
        {
            "name": blocks.line(criterion, "name"),
            "points": plain(blocks.number(criterion.get("points"))),
            "description": blocks.line(criterion, "description"),
        }
        for criterion in _structs(raw, "criteria")
    ]
    types = [str(kind or "").strip() for _key, kind in blocks.items(raw, "file_types")]
    return kinds.essay(
        editor=blocks.text(raw, "editor") or "rich",
        lines=blocks.whole(raw.get("lines"), 15),
        min_words=blocks.whole(raw.get("min_words")) or None,
        max_words=blocks.whole(raw.get("max_words")) or None,
        files_allowed=blocks.whole(raw.get("files_allowed")),
        files_required=blocks.whole(raw.get("files_required")),
        file_types=[kind for kind in types if kind],
        template=rich(blocks.text(raw, "template")),
        model_answer=rich(blocks.text(raw, "model_answer")),
        grader_info=rich(blocks.text(raw, "grader_info")),
        criteria=criteria,
    )


_VALUES: dict[str, Callable[[Json, Rich], Json]] = {
    "single_choice": _choice,
    "multiple_choice": _several,
    "true_false": _true_false,
    "matching": _matching,
    "ordering": _ordering,
    "short_answer": _short_answer,
    "numerical": _numerical,
    "cloze": _cloze,
    "gap_select": _gap_select,
    "essay": _essay,
    "description": lambda raw, rich: {},
}
