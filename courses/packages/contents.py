"""
What a course file holds, whichever format it came in.

Every reader gives it, the importer takes it, and the exporter makes it. Whatever points at
something (a picture, another page, a quiz) does so by a name that means the same in every
installation; `references` turns numbers of rows into such names and back.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from courses.packages.report import Report

Json = dict[str, Any]

OWN = "tyokykypolku-course"
VERSION = 1


@dataclass(frozen=True)
class Medium:
    """A file of a course; `name` is "image:", "document:" or "h5p:" and the content's SHA-256."""

    name: str
    title: str
    filename: str
    where: str
    read: Callable[[], bytes]
    description: str = ""


@dataclass
class PageItem:
    """One page in one language; `words` are its fields, `parent` the key of the page above."""

    kind: str
    key: str
    language: str
    parent: str
    words: Json
    live: bool = False
    where: str = ""

    @property
    def digest(self) -> str:
        """What the page says, as a digest; where it stands and whether it is live do not count."""
        return digest_of(self.words)


@dataclass
class Contents:
    """
    A course in a file: its row, its pages parents first, and what its pages use.

    `parts` is filled by the apps that registered with `courses.packages.parts`, each in a shape
    of its own. `key` is the translation key of the course's page.
    """

    report: Report
    key: str
    course: Json
    pages: list[PageItem] = field(default_factory=list)
    rules: Json = field(default_factory=dict)
    parts: dict[str, Any] = field(default_factory=dict)
    media: dict[str, Medium] = field(default_factory=dict)


def digest_of(words: Any) -> str:
    """
    Return a digest of plain data, equal for equal data.

    >>> digest_of({"a": 1, "b": 2}) == digest_of({"b": 2, "a": 1})
    True
    """
    text = json.dumps(words, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
