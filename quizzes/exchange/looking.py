"""A dry run as its page shows it: what was refused first, then each question as it is asked."""

import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import unquote

from django.utils.html import escape
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale

from home.words import SOURCE_LANGUAGE
from quizzes.attempts.showing import ShownQuestion, sample
from quizzes.banks.models import Question, QuestionBank
from quizzes.exchange.messages import sentence
from quizzes.exchange.parsed import UNKNOWN, Changed, ParsedQuestion, Reading, Refused
from quizzes.exchange.planning import Planned, draft
from quizzes.exchange.storing import IN_FILE

KINDS = {**dict(Question.Kind.choices), UNKNOWN: _("unknown type")}


@dataclass(frozen=True)
class Entry:
    """One question of a file: refused with its reason, or what it becomes."""

    line: int
    name: str
    kind: str
    reason: str = ""
    changes: tuple[str, ...] = ()
    planned: Planned | None = None
    shown: ShownQuestion | None = None

    @property
    def answered(self) -> ShownQuestion | None:
        """The same question with what is right; the ids on the page are its own."""
        return self.shown and replace(self.shown, prefix=f"{self.shown.prefix}key-")


def entries_of(rows: Iterable[Refused | Planned], changed: Iterable[Changed]) -> list[Entry]:
    """Return questions of a file with what is said on each; none is drawn yet."""
    by_line: dict[tuple[int, str], list[Changed]] = {}
    for change in changed:
        by_line.setdefault((change.line, change.name), []).append(change)
    return [_refused(row) if isinstance(row, Refused) else _accepted(row, by_line) for row in rows]


def on_the_file(reading: Reading) -> list[str]:
    """Return what is to be said on the file, and on no question of it."""
    lines = {(question.line, question.name) for question in reading.accepted}
    return [
        f"{change.name}: {sentence(change.what)}" if change.name else sentence(change.what)
        for change in reading.changed
        if (change.line, change.name) not in lines
    ]


def _kind(kind: str) -> str:
    return str(KINDS.get(kind, kind))


def _refused(refused: Refused) -> Entry:
    return Entry(refused.line, refused.name, _kind(refused.kind), sentence(refused.reason))


def _accepted(one: Planned, changes: dict[tuple[int, str], list[Changed]]) -> Entry:
    question = one.question
    found = changes.get((question.line, question.name), [])
    remarks = [*(change.what for change in found), *one.remarks]
    said = tuple(map(sentence, remarks))
    return Entry(question.line, question.name, _kind(question.kind), changes=said, planned=one)


def drawn(entry: Entry, number: int, picture: Callable[[str], str]) -> Entry:
    """Let an entry show its question as learners see it; `picture` gives a picture's address."""
    if entry.planned is None:
        return entry
    question = _with_addresses(entry.planned.question, picture)
    locale = Locale.objects.get(language_code=SOURCE_LANGUAGE)
    row = draft(replace(entry.planned, question=question), QuestionBank(name=""), locale)
    shown = sample(row)
    return replace(entry, shown=shown and replace(shown, prefix=f"q{number}-"))


def _with_addresses(question: ParsedQuestion, picture: Callable[[str], str]) -> ParsedQuestion:
    digests = {
        name: hashlib.sha256(found.content).hexdigest() for name, found in question.pictures.items()
    }

    def image(found: re.Match[str]) -> str:
        digest = digests.get(unquote(found[1]))
        if digest is None:
            return found[2]
        return f'<img src="{escape(picture(digest))}" alt="{found[2]}">'

    def addressed(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: addressed(inner) for name, inner in value.items()}
        if isinstance(value, list):
            return [addressed(inner) for inner in value]
        return IN_FILE.sub(image, value) if isinstance(value, str) else value

    return replace(
        question,
        stem=addressed(question.stem),
        general_feedback=addressed(question.general_feedback),
        value=addressed(question.value),
    )
