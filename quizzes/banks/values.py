"""
The whole value of an answer block from what a program knows of it.

A program gives plain values and plain lists; the block adds what is left out, and items get
ids that follow from their place, so the same call again makes the same value.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.crypto import salted_hmac
from wagtail import blocks

from home.html import clean
from quizzes.banks.blocks import AnswerBlock

Json = dict[str, Any]
MISSING = object()
ANSWER = AnswerBlock()


def block_value(kind: str, value: Mapping[str, Any], place: str) -> Json:
    """
    Return the raw data of an answer block of this kind; raises KeyError for another.

    `place` names the question. HTML of rich-text children is cleaned here; lists may hold
    plain values, or items that have their ids already.
    """
    block = ANSWER.child_blocks[kind]
    return {"type": kind, "value": _raw(block, value, place), "id": identity(place)}


def hint_values(hints: list[Mapping[str, Any]], place: str) -> list[Json]:
    """Return the raw data of hints, each a text (HTML) with its two boxes."""
    return [
        {
            "type": "hint",
            "id": identity(f"{place}/hint/{number}"),
            "value": {
                "text": clean(str(hint.get("text") or ""), pictures=True),
                "clear_wrong": bool(hint.get("clear_wrong")),
                "show_count": bool(hint.get("show_count")),
            },
        }
        for number, hint in enumerate(hints)
    ]


def identity(place: str) -> str:
    """
    Return the id that follows from a place, for this site alone.

    Learners see the ids of options. Worked out from bank, code and place without a secret, they
    would tell which option was written first.
    """
    return str(UUID(salted_hmac("quizzes.banks.values", place).hexdigest()[:32]))


def _raw(block: blocks.Block, given: Any, place: str) -> Any:
    if isinstance(block, blocks.StructBlock):
        known = given if isinstance(given, Mapping) else {}
        return {
            name: _raw(child, known.get(name, MISSING), f"{place}/{name}")
            for name, child in block.child_blocks.items()
        }
    if isinstance(block, blocks.ListBlock):
        items = [] if given is MISSING else given
        return [
            _item(block.child_block, item, f"{place}/{number}") for number, item in enumerate(items)
        ]
    if given is MISSING:
        return block.get_prep_value(block.get_default())
    if isinstance(block, blocks.RichTextBlock):
        return clean(str(given or ""), pictures=True)
    if isinstance(block, blocks.CharBlock | blocks.TextBlock):
        return "" if given is None else str(given)
    return str(given) if isinstance(given, Decimal) else given


def _item(block: blocks.Block, given: Any, place: str) -> Json:
    if isinstance(given, Mapping) and given.get("type") == "item" and "value" in given:
        key = given.get("id") or identity(place)
        return {"type": "item", "value": _raw(block, given["value"], place), "id": key}
    return {"type": "item", "value": _raw(block, given, place), "id": identity(place)}


def reworded(block: blocks.Block, source: Any, words: Any) -> Any:
    """
    Return a source's raw value with the words of another language in their places.

    `words` has the shape of the source's value, its lists plain; ids, numbers and whatever
    the words leave out are the source's. Raises ValueError where a list has another length.
    """
    if words is MISSING:
        return source
    if isinstance(block, blocks.StructBlock):
        return source | {
            name: reworded(child, source[name], words.get(name, MISSING))
            for name, child in block.child_blocks.items()
            if name in source
        }
    if isinstance(block, blocks.ListBlock):
        return [
            item | {"value": reworded(block.child_block, item["value"], said)}
            for item, said in zip(source, words, strict=True)
        ]
    if isinstance(block, blocks.RichTextBlock):
        return clean(str(words or ""), pictures=True)
    is_word = isinstance(block, blocks.CharBlock | blocks.TextBlock)
    return str(words) if is_word and not hasattr(block, "restore_translated_segments") else source
