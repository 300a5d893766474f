"""An import in words: as data for programs, as lines for a terminal."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from quizzes.exchange.messages import sentence
from quizzes.exchange.parsed import Changed, Reading


def as_json(reading: Reading, changed: Iterable[Changed]) -> dict[str, Any]:
    """Return what became of a file, as plain data."""
    return {
        "format": reading.format,
        "accepted": [
            {"line": question.line, "name": question.name, "kind": question.kind}
            for question in reading.accepted
        ],
        "changed": [
            {"line": change.line, "name": change.name, "what": sentence(change.what)}
            for change in changed
        ],
        "refused": [
            {
                "line": refused.line,
                "name": refused.name,
                "kind": refused.kind,
                "reason": sentence(refused.reason),
            }
            for refused in reading.refused
        ],
    }


def as_lines(reading: Reading, changed: Iterable[Changed]) -> Iterator[str]:
    """Yield what became of a file, what was refused first."""
    yield _("%(format)s: %(accepted)s accepted, %(refused)s refused.") % {
        "format": reading.format,
        "accepted": len(reading.accepted),
        "refused": len(reading.refused),
    }
    for refused in reading.refused:
        yield _("Line %(line)s, refused: %(name)s (%(kind)s). %(what)s") % {
            "line": refused.line,
            "name": refused.name,
            "kind": refused.kind,
            "what": sentence(refused.reason),
        }
    for change in changed:
        yield _("Line %(line)s, changed: %(name)s. %(what)s") % {
            "line": change.line,
            "name": change.name,
            "what": sentence(change.what),
        }
