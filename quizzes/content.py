"""
What was asked, frozen: a question in all its languages as plain data, and its checksum.

Structure and key (which options are right, fractions, order) come from the source language,
words from each language by the ids of the blocks. So a learner may change the language in
the middle of an attempt, and a translation that lags behind never changes the key.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from quizzes.grading import raw as blocks
from quizzes.grading.marks import Mark
from quizzes.grading.registry import TYPED, question_type
from quizzes.grading.typed import Sent

Json = dict[str, Any]

# Raise when the shape below changes; readers of old versions look at it.
# 1: no penalty, no hints, no combined feedback.
FORMAT = 2
PENALTY = Decimal("0.3333333")
# The editor's own marks on paragraphs; they say nothing to a reader.
BLOCK_KEY = re.compile(r' data-block-key="[^"]*"')


@dataclass(frozen=True)
class LanguageRow:
    """
    A question in one language: rich text, and the raw data of its one answer block and of
    its hints.
    """

    language: str
    stem: str
    general_feedback: str
    answer: Json
    hints: Sequence[Json] = ()
    penalty: Decimal = PENALTY


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
    original = by_language[source]
    kind = original.answer["type"]
    return {
        "format": FORMAT,
        "key": str(question_key),
        "kind": kind,
        "source": source,
        "penalty": blocks.plainly(original.penalty),
        "structure": question_type(kind).structure(original.answer["value"], original.stem),
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
        "hints": [
            {
                "id": str(hint.get("id") or number),
                "text": _without_marks(blocks.text(hint["value"], "text")),
                "clear_wrong": bool(hint["value"].get("clear_wrong")),
                "show_count": bool(hint["value"].get("show_count")),
            }
            for number, hint in enumerate(row.hints, start=1)
        ],
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


def answer_words(content: Json, language: str) -> Json:
    """
    Return the words that an answer in a language is read and graded by.

    Where somebody must type words and the language has none, they are those of the source:
    the question was asked in them.

    >>> key = {"answers": [{"id": "a", "fraction": "1"}], "match_case": False}
    >>> words = {"fi": {"answer": {"a": {"pattern": "Kela"}}}, "sv": {"answer": {}}}
    >>> content = {"kind": "short_answer", "source": "fi", "structure": key, "words": words}
    >>> answer_words(content, "sv")
    {'a': {'pattern': 'Kela'}}
    """
    spoken = language if answerable_in(content, language) else content["source"]
    in_source: Json = content["words"][content["source"]]["answer"]
    found: Json = content["words"].get(spoken, {}).get("answer", in_source)
    return found


def answerable_in(content: Json, language: str) -> bool:
    """
    Whether a question may be asked in a language.

    What is read may be read in the source language; what must be typed (patterns, gaps, units)
    has to be there in the language itself.
    """
    if content["kind"] not in TYPED or language == content["source"]:
        return True
    structure = content["structure"]
    # A key without words, such as numbers and menus, is the same in every language.
    if TYPED[content["kind"]].is_typed_in(structure, {}):
        return True
    words = content["words"].get(language, {}).get("answer", {})
    return TYPED[content["kind"]].is_typed_in(structure, words)


def read_answer(content: Json, sent: Sent, language: str) -> Json | None:
    """Read what a form sent in a language; raises UnfitAnswerError."""
    kind = question_type(content["kind"])
    return kind.answer(content["structure"], sent, answer_words(content, language))


def grade(content: Json, answer: Json | None, language: str) -> Mark:
    """Grade a stored answer that was given in a language."""
    words = answer_words(content, language)
    return question_type(content["kind"]).mark(content["structure"], answer, words)


def right_answer(content: Json, language: str) -> Json | None:
    """Return an answer that gets everything, in a language."""
    words = answer_words(content, language)
    return question_type(content["kind"]).right(content["structure"], words)


def answer_in_words(content: Json, answer: Json | None, language: str) -> str:
    """Return an answer as plain text, for lists and files."""
    words = content["words"].get(language, content["words"][content["source"]])["answer"]
    return question_type(content["kind"]).in_words(content["structure"], words, answer)


def penalty(content: Json) -> Decimal:
    """Return what each try after the first costs."""
    return Decimal(content.get("penalty", PENALTY))


@dataclass(frozen=True)
class Hint:
    """What is said after a wrong try, and what happens to the answer before the next."""

    text: Said
    clear_wrong: bool
    show_count: bool


def hints(content: Json, language: str) -> list[Hint]:
    """Return the hints in order, in a language, else in the source language."""
    source = content["source"]
    spoken = {
        hint["id"]: hint["text"] for hint in content["words"].get(language, {}).get("hints", ())
    }
    return [
        Hint(
            Said(spoken[hint["id"]], language)
            if spoken.get(hint["id"])
            else Said(hint["text"], source),
            hint["clear_wrong"],
            hint["show_count"],
        )
        for hint in content["words"][source].get("hints", ())
    ]
