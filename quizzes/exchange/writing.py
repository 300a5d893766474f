"""
Writing questions to a file, and saying what it cannot hold.

Whatever is written is read again before it leaves: where what comes back is not what went in,
the difference is said. So nothing is lost in silence, whichever part of a format is narrow.
"""

from collections.abc import Callable, Iterable
from dataclasses import asdict
from typing import Any

from quizzes.exchange.parsed import UNKNOWN, Changed, ParsedQuestion, Reading, Remark

# These say where a question stood, or are compared through the texts that show them.
NOT_COMPARED = {"line", "pictures", "incomplete", "category"}

Read = Callable[[str], Reading]

# What would come back as another question than it was is left out of the file.
LEFT_OUT = {"not_in_file", "other_kind_in_file"}


def loss(question: ParsedQuestion, written: str, read: Read) -> Changed | None:
    """Return what does not come back from a written question; None where all of it does."""
    reading = read(written)
    if len(reading.accepted) == 1:
        back = reading.accepted[0]
        if back.kind != question.kind:
            return _said(question, "other_kind_in_file", kind=back.kind)
        names = _differences(question, back)
        return _said(question, "lost_in_file", names=names) if names else None
    if reading.refused and reading.refused[0].kind in {UNKNOWN, question.kind}:
        return _said(question, "unreadable_in_file", reason=reading.refused[0].reason)
    if reading.refused:
        return _said(question, "other_kind_in_file", kind=reading.refused[0].kind)
    return _said(question, "not_in_file", kind=question.kind)


def _said(question: ParsedQuestion, code: str, **values: Any) -> Changed:
    return Changed(question.line, f"{question.code} {question.name}".strip(), Remark(code, values))


def _differences(ours: ParsedQuestion, theirs: ParsedQuestion) -> list[str]:
    """Return the names of fields that differ, those of the answer one by one."""
    first, second = asdict(ours), asdict(theirs)
    value, other = first.pop("value"), second.pop("value")
    names = [name for name in first if name not in NOT_COMPARED and first[name] != second[name]]
    return names + [name for name in value if value[name] != other.get(name)]


def by_category(questions: Iterable[ParsedQuestion]) -> list[ParsedQuestion]:
    """Sort by category; within one they stay in the order of the bank."""
    return sorted(questions, key=lambda question: question.category)
