"""Blocks in which readers do something, made from their texts."""

from collections.abc import Sequence
from typing import Any

from demo.loading.texts import Text, identity
from home.html import clean

Raw = dict[str, Any]
KINDS = ("checklist", "branching_case", "reflection")


def doing(block: Text, place: object) -> Raw:
    """Return the value of such a block; `place` names it in the ids of its parts."""
    makers = {"checklist": _checklist, "branching_case": _case, "reflection": _reflection}
    return makers[block["type"]](block, place)


def _checklist(block: Text, place: object) -> Raw:
    groups = [
        {
            "heading": group["heading"],
            "criteria": _items(
                f"{place}/group-{number}",
                [
                    _criterion(said, f"{place}/group-{number}/{row}")
                    for row, said in enumerate(group["criteria"])
                ],
            ),
        }
        for number, group in enumerate(block["groups"])
    ]
    return {
        "heading": block["heading"],
        "introduction": clean(block["introduction"]),
        "scale": block["scale"],
        "lowest": block.get("lowest", ""),
        "highest": block.get("highest", ""),
        "groups": _items(f"{place}/groups", groups),
        "bands": _items(f"{place}/bands", block.get("bands", [])),
    }


def _criterion(said: Text, place: str) -> Raw:
    return {
        "text": said["text"],
        "help": said.get("help", ""),
        "levels": _items(place, said.get("levels", [])),
    }


def _case(block: Text, place: object) -> Raw:
    situations = [
        {
            "number": number,
            "heading": situation["heading"],
            "text": clean(situation["html"]),
            "choices": _items(
                f"{place}/situation-{number}",
                [
                    _choice(choice, f"{place}/situation-{number}/{row}")
                    for row, choice in enumerate(situation.get("choices", []))
                ],
            ),
        }
        for number, situation in enumerate(block["situations"], start=1)
    ]
    return {
        "heading": block["heading"],
        "introduction": clean(block["introduction"]),
        "situations": _items(f"{place}/situations", situations),
        "criteria": _items(f"{place}/criteria", block.get("criteria", [])),
    }


def _choice(choice: Text, place: str) -> Raw:
    points = [
        {"criterion": number, "points": each}
        for number, each in enumerate(choice.get("points", []), start=1)
    ]
    return {
        "text": choice["text"],
        "leads_to": choice["leads_to"],
        "consequence": choice.get("consequence", ""),
        "points": _items(place, points),
    }


def _reflection(block: Text, _place: object) -> Raw:
    return {"question": block["question"], "introduction": clean(block["introduction"])}


def _items(owner: str, values: Sequence[Any]) -> list[Raw]:
    return [
        {"type": "item", "id": str(identity(owner, index)), "value": value}
        for index, value in enumerate(values)
    ]
