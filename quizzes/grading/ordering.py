"""Ordering: how near the given order is to the right one, marked in one of three ways."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from quizzes.grading import raw as blocks
from quizzes.grading.feedback import combined_words
from quizzes.grading.marks import FULL, NONE, Mark, Unfit, UnfitAnswerError
from quizzes.grading.raw import Json
from quizzes.grading.typed import Sent

# By place; by distance from the right place; all or nothing.
ABSOLUTE, RELATIVE, EXACT = MARKINGS = ("absolute", "relative", "exact")
FIELD = "order"
MOVE = "move"
STEPS = {"up": -1, "down": 1}


@dataclass(frozen=True)
class Ordering:
    """The items in the right order, and how an order is marked."""

    items: tuple[str, ...]
    marking: str = ABSOLUTE


def grade(content: Ordering, order: Sequence[str] | None) -> Mark:
    """
    Mark an order of all the items; another set of items is the caller's bug: ValueError.

    absolute: right places ÷ items. relative: each item earns (n−1) less its distance from
    the right place, of n(n−1) in all. exact: 1 for the right order alone.

    >>> [str(grade(Ordering(tuple("abc"), way), "acb").fraction.quantize(Decimal("0.01")))
    ...  for way in MARKINGS]
    ['0.33', '0.67', '0.00']
    """
    if order is None:
        return Mark.unanswered()
    if sorted(order) != sorted(content.items):
        raise ValueError(f"Not the items of this question: {list(order)}")
    farthest = len(content.items) - 1
    parts = {}
    for place, item in enumerate(content.items):
        distance = abs(order.index(item) - place)
        if content.marking == RELATIVE:
            parts[item] = Decimal(max(farthest - distance, 0)) / farthest if farthest else NONE
        else:
            parts[item] = NONE if distance else FULL
    if content.marking == EXACT:
        return Mark.of(FULL if tuple(order) == content.items else NONE, parts=parts)
    return Mark.of(sum(parts.values(), NONE) / len(parts), parts=parts)


def structure(raw: Json, stem: str = "") -> Json:
    """Keep the items in the right order, and the marking."""
    marking = blocks.text(raw, "marking")
    return {
        "items": [key for key, _text in blocks.items(raw, "items")],
        "marking": marking if marking in MARKINGS else ABSOLUTE,
    }


def words(raw: Json) -> Json:
    """Keep the words of the items, and the combined feedback."""
    said = {key: {"text": str(text or "")} for key, text in blocks.items(raw, "items")}
    return said | combined_words(raw)


def shown_order(structure: Json, dice: random.Random) -> list[str]:
    """Return the items mixed, never in the right order at once."""
    items = list(structure["items"])
    if len(items) < 2:
        return items
    while items == structure["items"]:
        dice.shuffle(items)
    return items


def answer(structure: Json, sent: Sent, words: Json | None = None) -> Json | None:
    """
    Read the items in the order of the form, with one of them moved where a button said so.

    Raises UnfitAnswerError where they are not exactly the items of the question.

    >>> items = {"items": ["a", "b", "c"]}
    >>> answer(items, {"order": ["c", "a", "b"], "move": ["b:up"]})
    {'order': ['c', 'b', 'a']}
    >>> answer(items, {}) is None
    True
    """
    order = list(sent.get(FIELD, ()))
    if not order:
        return None
    if sorted(order) != sorted(structure["items"]):
        raise UnfitAnswerError(Unfit.NOT_THE_ITEMS, FIELD)
    if sent.get(MOVE):
        item, _colon, way = sent[MOVE][-1].rpartition(":")
        if item not in order or way not in STEPS:
            raise UnfitAnswerError(Unfit.NOT_THE_ITEMS, FIELD)
        here = order.index(item)
        there = here + STEPS[way]
        # The buttons of the first and the last item may be pressed, and move nothing.
        if 0 <= there < len(order):
            order[here], order[there] = order[there], order[here]
    return {"order": order}


def mark(structure: Json, answer: Json | None, words: Json | None = None) -> Mark:
    """Grade a stored answer; an item that a correction added stands last."""
    content = Ordering(tuple(structure["items"]), structure["marking"])
    if not answer:
        return grade(content, None)
    kept = [item for item in answer["order"] if item in content.items]
    return grade(content, kept + [item for item in content.items if item not in kept])


def right(structure: Json, words: Json) -> Json | None:
    """Return the right answer."""
    return {"order": list(structure["items"])} if structure["items"] else None


def in_words(structure: Json, words: Json, answer: Json | None) -> str:
    """Return an order as plain text."""
    order = answer["order"] if answer else ()
    return "; ".join(
        f"{place}. {blocks.plain_words(words.get(item, {}).get('text', ''))}"
        for place, item in enumerate(order, start=1)
    )


def guess(structure: Json) -> Decimal | None:
    """Return nothing: Moodle gives no figure, and none is agreed upon."""
    return None
