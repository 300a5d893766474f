"""Make a page's blocks from its text, with the same block ids in every language."""

import json
from pathlib import Path
from typing import Any

from django.core.files import File

from demo.loading.doing import KINDS as DOING
from demo.loading.doing import doing
from demo.loading.snippets import snippet
from demo.loading.texts import FIGURES, Text, identity
from home.cards.models import ServiceCard
from home.glossary.models import GlossaryTerm
from home.html import clean
from home.models import CustomImage

Raw = dict[str, Any]
# What is read from the Finnish file alone.
STRUCTURE = ("type", "tone", "file", "numbered", "term", "card")


def figure(name: str, language: str) -> CustomImage:
    """Return a drawn figure, in the language where it is drawn in it."""
    file = FIGURES / name
    twin = file.with_suffix(f".{language}.svg")
    if twin.is_file():
        file = twin
    found = CustomImage.objects.filter(title=file.stem).first()
    return found or _add_figure(file)


def _add_figure(file: Path) -> CustomImage:
    with file.open("rb") as content:
        return CustomImage.objects.create(title=file.stem, file=File(content, name=file.name))


def body(blocks: list[Text], owner: object, language: str, source: list[Text]) -> str:
    """
    Return a body as the JSON of a StreamField.

    `owner` names the page in block ids; `source` holds the Finnish tables, from which types
    and file names are read.
    """
    if [block["type"] for block in blocks] != [block["type"] for block in source]:
        raise ValueError(f"{owner}: the translation's blocks are not those of the source.")
    return stream(
        owner,
        [
            (original["type"], _value(block | _structure(original), place, language))
            for place, block, original in zip(
                places(owner, len(blocks)), blocks, source, strict=True
            )
        ],
    )


def stream(owner: object, blocks: list[tuple[str, Any]]) -> str:
    """Return (type, value) pairs as the JSON of a StreamField, with fixed ids."""
    return json.dumps(
        [
            {"type": kind, "id": place, "value": value}
            for place, (kind, value) in zip(places(owner, len(blocks)), blocks, strict=True)
        ]
    )


def places(owner: object, count: int) -> list[str]:
    """Return the ids of the blocks of an owner."""
    return [str(identity(owner, index)) for index in range(count)]


def _structure(original: Text) -> Text:
    return {key: original[key] for key in STRUCTURE if key in original}


def _value(block: Text, place: object, language: str) -> Any:
    match block["type"]:
        case "text":
            return clean(block["html"])
        case "picture":
            return {
                "image": figure(block["file"], language).pk,
                "alt": block["alt"],
                "decorative": False,
                "caption": block.get("caption", ""),
            }
        case "callout":
            return {
                "tone": block["tone"],
                "heading": block["heading"],
                "text": clean(block["html"]),
            }
        case "client_case":
            return {
                "heading": block["heading"],
                "story": clean(block["story"]),
                "questions": clean(block.get("questions", "")),
            }
        case "self_check":
            return {
                "question": block["question"],
                "options": _items(block["options"], place, ("text", "right", "feedback")),
            }
        case "accordion":
            items = [
                {"heading": item["heading"], "text": clean(item["html"])} for item in block["items"]
            ]
            return {"items": _items(items, place, ("heading", "text"))}
        case "steps":
            steps = [item | {"text": clean(item.get("html", ""))} for item in block["steps"]]
            return {
                "heading": block["heading"],
                "numbered": block["numbered"],
                "steps": _items(steps, place, ("when", "heading", "text")),
            }
        case "table":
            return {"grid": _grid(block), "row_headings": True, "note": block.get("note", "")}
        case "comparison":
            return {"grid": _grid(block), "conclusion": block.get("conclusion", "")}
        case "process":
            steps = [
                step | {"arrows": _items(step["arrows"], f"{place}/{number}", ("to", "words"))}
                for number, step in enumerate(block["steps"])
            ]
            return {
                "heading": block["heading"],
                "summary": block["summary"],
                "steps": _items(steps, place, ("words", "kind", "arrows")),
            }
        case "plain_language":
            return {
                "heading": block["heading"],
                "ordinary": clean(block["ordinary"]),
                "plain": clean(block["plain"]),
            }
        case "glossary_term":
            return snippet(GlossaryTerm, block["term"])
        case "service_card":
            return snippet(ServiceCard, block["card"])
        case kind if kind in DOING:
            return doing(block, place)
        case "quotation":
            return {"text": block["text"], "attribution": block["attribution"]}
        case "sources":
            return {"items": _items(block["items"], place, ("title", "publisher", "year", "url"))}
    raise ValueError(f"No block of the type {block['type']!r}.")


def _items(items: list[Text], place: object, fields: tuple[str, ...]) -> list[Raw]:
    return [
        {"type": "item", "id": item_id, "value": {field: item[field] for field in fields}}
        for item_id, item in zip(places(place, len(items)), items, strict=True)
    ]


def _grid(block: Text) -> Raw:
    return {
        "caption": block["caption"],
        "columns": [{"type": "cell", "heading": heading} for heading in block["columns"]],
        "rows": [{"values": row} for row in block["rows"]],
    }
