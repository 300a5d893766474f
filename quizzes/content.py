"""
What was asked, frozen: a question in all its languages as plain data, and its checksum.

Structure and key (which options are right, fractions, order) come from the source language,
words from each language by the ids of the blocks. So a learner may change the language in
the middle of an attempt, and a translation that lags behind never changes the key.
"""

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from quizzes.grading.registry import question_type

Json = dict[str, Any]

# Raise when the shape below changes; readers of old versions look at it.
FORMAT = 1
# The editor's own marks on paragraphs; they say nothing to a reader.
BLOCK_KEY = re.compile(r' data-block-key="[^"]*"')


@dataclass(frozen=True)
class LanguageRow:
    """A question in one language: rich text, and the raw data of its one answer block."""

    language: str
    stem: str
    general_feedback: str
    answer: Json


def freeze(question_key: UUID, rows: Iterable[LanguageRow], source: str) -> Json:
    """
    Freeze a question from its rows, one a language; raises ValueError without the source.

    >>> raw = {"type": "true_false", "value": {"right": "false"}}
    >>> row = LanguageRow("fi", "<p data-block-key='x'>Väite</p>", "", raw)
    >>> frozen = freeze(UUID(int=1), [row], "fi")
    >>> frozen["kind"], frozen["structure"], sorted(frozen["words"])
    ('true_false', {'right': 'false'}, ['fi'])
    """
    by_language = {row.language: row for row in rows}
    if source not in by_language:
        raise ValueError(f"Question {question_key} has no live version in {source}.")
    kind = by_language[source].answer["type"]
    return {
        "format": FORMAT,
        "key": str(question_key),
        "kind": kind,
        "source": source,
        "structure": question_type(kind).structure(by_language[source].answer["value"]),
        "words": {
            language: _words(row)
            for language, row in sorted(by_language.items())
            # Another type in a translation is one that has not followed the source yet.
            if row.answer["type"] == kind
        },
    }


def _words(row: LanguageRow) -> Json:
    words = question_type(row.answer["type"]).words(row.answer["value"])
    return {
        "stem": _without_marks(row.stem),
        "general_feedback": _without_marks(row.general_feedback),
        "answer": {
            key: {name: _without_marks(text) for name, text in texts.items()}
            for key, texts in words.items()
        },
    }


def _without_marks(html: str) -> str:
    return BLOCK_KEY.sub("", html)


def canonical(content: Json) -> str:
    """
    Write plain data one way only: keys sorted, no spaces, letters as they are.

    >>> canonical({"b": 1, "a": ["ä"]})
    '{"a":["ä"],"b":1}'
    """
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def checksum(content: Json) -> str:
    """Return the SHA-256 of the canonical form, in hexadecimal."""
    return hashlib.sha256(canonical(content).encode()).hexdigest()


def identity(checksum: str) -> UUID:
    """
    Return the id of the version with this checksum: its first 128 bits.

    A version is found by what it says, so whoever freezes it knows its id without asking.
    """
    return UUID(hex=checksum[:32])


@dataclass(frozen=True)
class Said:
    """Some words and the language that they are in."""

    text: str
    language: str


def said(content: Json, language: str, *path: str) -> Said:
    """
    Return words of a frozen question in a language, else in its source language.

    >>> content = {"source": "fi", "words": {"fi": {"stem": "Miksi?"}, "sv": {"stem": ""}}}
    >>> said(content, "sv", "stem")
    Said(text='Miksi?', language='fi')
    >>> said(content, "fi", "answer", "a", "text")
    Said(text='', language='fi')
    """
    for code in (language, content["source"]):
        value: Any = content["words"].get(code, {})
        for step in path:
            value = value.get(step, {})
        if value:
            return Said(str(value), code)
    return Said("", content["source"])
