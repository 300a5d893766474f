"""Make a page's blocks from its text, with the same block ids in every language."""

import json
from typing import Any

from demo.loading.doing import KINDS as DOING
from demo.loading.doing import doing
from demo.loading.media import exercise, figure, recording
from demo.loading.snippets import snippet
from demo.loading.texts import Text, identity
from home.cards.models import ServiceCard
from home.glossary.models import GlossaryTerm
from home.html import clean

Raw = dict[str, Any]
# What is read from the Finnish file alone.
STRUCTURE = ("type", "tone", "file", "numbered", "term", "card", "files", "exercise")


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
            return _picture(block["file"], block, language)
        case "gallery":
            pictures = zip(block["files"], block["pictures"], strict=True)
            return {
                "heading": block["heading"],
                "pictures": [
                    {"type": "item", "id": each, "value": _picture(*picture, language)}
                    for each, picture in zip(
                        places(place, len(block["files"])), pictures, strict=True
                    )
                ],
            }
        case "audio":
            return {
                "title": block["title"],
                "file": recording(block["file"], language).pk,
                "length": block["length"],
                "transcript": clean(block["transcript"]),
            }
        case "exercise":
            return {
                "title": block["title"],
                "exercise": exercise(block["exercise"], language).pk,
                "alternative": "",
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


def _picture(file: str, said: Text, language: str) -> Raw:
    return {
        "image": figure(file, language).pk,
        "alt": said["alt"],
        "decorative": False,
        "caption": said.get("caption", ""),
    }


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
