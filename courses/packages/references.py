"""
Walking through what pages are made of, where other things are pointed at.

Here a lesson points at a picture by the number of its row. In a file it points by a name that
is good everywhere: "image:" and the picture's SHA-256, "page:" with key and language, and so
on. One walk serves both ways: it gives each text and each chosen thing to a visitor, and puts
back what the visitor returns. It also holds what a file brings to the shape of our blocks.
"""

import re
from collections.abc import Callable
from typing import Any, Protocol
from uuid import UUID

from django.db.models import Model
from django.utils.crypto import salted_hmac
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import BaseTypedTableBlock

from courses.packages.contents import digest_of
from courses.packages.plain import is_plain

Json = Any
# What points at something in rich text: <embed embedtype="image" id="5">, <a linktype="page" …>.
POINTER = re.compile(r"<(?:embed|a)\b[^>]*>")
KIND = re.compile(r'\b(?:embedtype|linktype)="([a-z-]+)"')
IDENTITY = re.compile(r'\bid="([^"]*)"')
ADDRESS = re.compile(r"^(?:https?://|mailto:|tel:|/|#|$)", re.IGNORECASE)


class Visitor(Protocol):
    """What is asked at each place; None takes the pointer away."""

    def pointed(self, kind: str, identity: str) -> str | None:
        """Return the identity of what a text points at, on the other side."""
        ...

    def chosen(self, model: type[Model], value: Any) -> Any:
        """Return the value of a chooser, on the other side."""
        ...

    def lost(self, what: str) -> None:
        """Hear of what cannot stay: "markup", "address", "block", "shape", "length"."""
        ...


def walk(block: blocks.Block, raw: Json, visitor: Visitor) -> Json:
    """Return the raw data of a block with all that it points at turned to the other side."""
    if isinstance(block, blocks.StreamBlock):
        return _stream(block, raw, visitor)
    if isinstance(block, blocks.ListBlock):
        return _list(block, raw, visitor)
    if isinstance(block, blocks.StructBlock):
        if not isinstance(raw, dict):
            return _misshapen({}, raw, visitor)
        return {
            name: walk(child, raw[name], visitor)
            for name, child in block.child_blocks.items()
            if name in raw
        }
    if isinstance(block, BaseTypedTableBlock):
        return _table(block, raw, visitor)
    if isinstance(block, blocks.RichTextBlock):
        return rich(raw, visitor) if isinstance(raw, str) else _misshapen("", raw, visitor)
    if isinstance(block, blocks.ChooserBlock):
        return None if raw is None else visitor.chosen(block.model_class, raw)
    return _plain(block, raw, visitor)


def _stream(block: blocks.BaseStreamBlock, raw: Json, visitor: Visitor) -> Json:
    if not isinstance(raw, list):
        return _misshapen([], raw, visitor)
    found: list[Json] = []
    for child in raw:
        kind = child.get("type") if isinstance(child, dict) else None
        known = isinstance(kind, str) and kind in block.child_blocks
        if not known or not isinstance(child, dict) or "value" not in child:
            visitor.lost("block")
            continue
        value = walk(block.child_blocks[kind], child["value"], visitor)
        found.append({"type": kind, "value": value, "id": _identity(child, len(found))})
    return found


def _list(block: blocks.ListBlock, raw: Json, visitor: Visitor) -> Json:
    if not isinstance(raw, list):
        return _misshapen([], raw, visitor)
    found: list[Json] = []
    for item in raw:
        wrapped = isinstance(item, dict) and item.get("type") == "item" and "value" in item
        value = walk(block.child_block, item["value"] if wrapped else item, visitor)
        identity = _identity(item if wrapped else {"value": item}, len(found))
        found.append({"type": "item", "value": value, "id": identity})
    return found


def _table(block: BaseTypedTableBlock, raw: Json, visitor: Visitor) -> Json:
    """Hold a grid to its form: a value to each column in every row."""
    if not isinstance(raw, dict):
        return _misshapen({"columns": [], "rows": [], "caption": ""}, raw, visitor)
    columns = [
        column
        for column in _listed(raw, "columns")
        if isinstance(column, dict) and str(column.get("type")) in block.child_blocks
    ]
    kinds = [block.child_blocks[str(column["type"])] for column in columns]
    rows = [row["values"] for row in _listed(raw, "rows") if _is_row(row, len(columns))]
    if (len(columns), len(rows)) != (len(_listed(raw, "columns")), len(_listed(raw, "rows"))):
        visitor.lost("shape")
    return {
        "columns": [
            {"type": column["type"], "heading": str(column.get("heading") or "")}
            for column in columns
        ],
        "rows": [
            {"values": [walk(kind, value, visitor) for kind, value in zip(kinds, row, strict=True)]}
            for row in rows
        ],
        "caption": str(raw.get("caption") or ""),
    }


def _listed(raw: Json, name: str) -> list[Json]:
    found = raw.get(name)
    return found if isinstance(found, list) else []


def _is_row(row: Json, columns: int) -> bool:
    values = row.get("values") if isinstance(row, dict) else None
    return isinstance(values, list) and len(values) == columns


def _identity(child: Json, place: int) -> str:
    """
    Blocks keep their ids: translations and what learners did hang on them.

    One that has none gets the same each time, or no row would ever equal itself.
    """
    try:
        return str(UUID(str(child.get("id"))))
    except ValueError:
        # With a secret: learners see the ids of options, and must not work out their order.
        said = salted_hmac("courses.packages", f"{place} {digest_of(child.get('value'))}")
        return str(UUID(said.hexdigest()[:32]))


# Blocks of words: never None, which translating cannot bear.
WORDS = (blocks.CharBlock, blocks.TextBlock, blocks.URLBlock, blocks.EmailBlock, blocks.ChoiceBlock)


def _plain(block: blocks.Block, raw: Json, visitor: Visitor) -> Json:
    """Hold a value to its field: words are words, and what is to be read can be read."""
    if isinstance(block, WORDS) and not isinstance(raw, str):
        return _misshapen("", raw, visitor)
    if isinstance(block, blocks.BooleanBlock) and not isinstance(raw, bool):
        return _misshapen(False, raw, visitor)
    if isinstance(raw, (dict, list)) and isinstance(block, blocks.FieldBlock):
        return _misshapen(None, raw, visitor)
    try:
        block.to_python(raw)
    except Exception:  # each kind of block raises what it likes at what is none of its values
        return _misshapen(None, raw, visitor)
    if isinstance(block, blocks.URLBlock) and not ADDRESS.match(str(raw or "").strip()):
        visitor.lost("address")
        return ""
    return raw


def _misshapen(instead: Json, raw: Json, visitor: Visitor) -> Json:
    if raw is not None:
        visitor.lost("shape")
    return instead


def rich(html: str, visitor: Visitor) -> str:
    """
    Return rich text with its pointers turned, letter for letter where nothing needs mending.

    What is not written as our rich text is written is cleaned like any foreign HTML.
    """

    def turn(tag: re.Match[str]) -> str:
        kind, identity = KIND.search(tag[0]), IDENTITY.search(tag[0])
        if kind is None or identity is None:
            return tag[0]
        other = visitor.pointed(kind[1], identity[1])
        if other is None:
            return "" if tag[0].startswith("<embed") else "<a>"
        return tag[0][: identity.start(1)] + other + tag[0][identity.end(1) :]

    if not is_plain(html):
        from home.html import clean

        visitor.lost("markup")
        return clean(html)
    return POINTER.sub(turn, html)


def field_walker(field: Any) -> Callable[[Json, Visitor], Json] | None:
    """Return the walk of a model's field; None where it points at nothing."""
    from wagtail.fields import RichTextField, StreamField

    if isinstance(field, StreamField):
        return lambda raw, visitor: walk(field.stream_block, raw, visitor)
    if isinstance(field, RichTextField):
        return lambda raw, visitor: rich(raw, visitor) if isinstance(raw, str) else ""
    return None
