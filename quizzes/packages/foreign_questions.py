"""Questions of a foreign package, read as Moodle XML, as the items of a course file."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

from courses.packages.contents import Contents, Json
from quizzes.banks.values import hint_values, identity
from quizzes.exchange.fractions import plain
from quizzes.exchange.messages import sentence
from quizzes.exchange.moodle_xml import read_moodle_xml
from quizzes.exchange.parsed import ParsedQuestion, UnreadableError
from quizzes.exchange.storing import content_key, in_library
from quizzes.packages.foreign_media import medium_of

UNFIT_PICTURE = {"picture_missing", "picture_encoding", "picture_kind"}


@dataclass(frozen=True)
class Asked:
    """A question of a package in Moodle XML: its own key, where it stands, its element."""

    key: str
    where: str
    name: str
    xml: str


def question_item(asked: Asked, contents: Contents) -> Json | None:
    """Return the question as an item of a bank; None, with the reason said, where it is none."""
    report = contents.report
    try:
        reading = read_moodle_xml(f"<quiz>{asked.xml}</quiz>")
    except UnreadableError as error:
        report.refuse(asked.name, asked.where, sentence(error.remark))
        return None
    for refused in reading.refused:
        report.refuse(refused.name or asked.name, asked.where, sentence(refused.reason))
    for changed in reading.changed:
        report.change(changed.name or asked.name, asked.where, sentence(changed.what))
    if not reading.accepted:
        return None
    item = _item(reading.accepted[0], asked, contents)
    # Beside its words, which the same file always has the same.
    lost = any(changed.what.code in UNFIT_PICTURE for changed in reading.changed)
    return item | {"lost_file": lost}


def _item(question: ParsedQuestion, asked: Asked, contents: Contents) -> Json:
    names: Mapping[str, Any] = {
        name: medium_of(contents, filename=name, content=picture.content, where=asked.where).name
        for name, picture in question.pictures.items()
    }
    block = {
        "type": question.kind,
        "value": _raw(in_library(question.value, names)),
        "id": identity(asked.key),
    }
    hints: list[Mapping[str, Any]] = [
        {
            "text": in_library(hint.text, names),
            "clear_wrong": hint.clear_wrong,
            "show_count": hint.show_count,
        }
        for hint in question.hints
    ]
    return {
        "key": asked.key,
        "language": "fi",
        "live": False,
        "words": {
            "code": question.code or f"Q-{content_key(question)[:10].upper()}",
            "name": question.name,
            "stem": in_library(question.stem, names),
            "answer": [block],
            "general_feedback": in_library(question.general_feedback, names),
            "hints": hint_values(hints, asked.key),
            "penalty": plain(question.penalty),
            "default_points": plain(question.points),
            "category": question.category,
            "tags": sorted(question.tags),
        },
    }


def _raw(value: Any) -> Any:
    """Return a value as raw data; ids of items follow from what they say, at the import."""
    if isinstance(value, dict):
        return {name: _raw(found) for name, found in value.items()}
    if isinstance(value, list):
        return [{"type": "item", "value": _raw(found)} for found in value]
    return value


def element(name: str, text: str, /, **attributes: str) -> str:
    """
    Return an XML element with a text.

    >>> element("idnumber", "a & b"), element("name", "x", format="html")
    ('<idnumber>a &amp; b</idnumber>', '<name format="html">x</name>')
    """
    given = "".join(f' {key}="{escape(value)}"' for key, value in attributes.items())
    return f"<{name}{given}>{escape(text, quote=False)}</{name}>"


def texted(name: str, text: str, more: str = "", /, **attributes: str) -> str:
    """Return an element whose text stands in a `<text>` of its own, as Moodle writes it."""
    given = "".join(f' {key}="{escape(value)}"' for key, value in attributes.items())
    return f"<{name}{given}>{element('text', text)}{more}</{name}>"


def sent_file(name: str, path: str, content: bytes) -> str:
    """Return a file of a question."""
    return element(
        "file", base64.b64encode(content).decode(), name=name, path=path, encoding="base64"
    )
