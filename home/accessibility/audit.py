"""
The figures of the last audit, as `make audit` left them beside this (`audit.json`).

Each part was run on a day, on a commit: parts may be run apart.
"""

import datetime
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

AUDIT = Path(__file__).with_name("audit.json")


@dataclass(frozen=True)
class Part:
    """One part of an audit: when it was run, and what it found."""

    day: datetime.date
    commit: str


@dataclass(frozen=True)
class Barriers(Part):
    """What axe looked at, and the rules of it that were broken, by how many elements."""

    pages: int
    looks: int
    broken: dict[str, int]


@dataclass(frozen=True)
class Markup(Part):
    """How many documents the HTML validator read, and its errors."""

    documents: int
    errors: int


@dataclass(frozen=True)
class Scores(Part):
    """Lighthouse's score of accessibility, 0–100, by page."""

    pages: dict[str, float]

    @property
    def worst(self) -> float:
        """The lowest of them."""
        return min(self.pages.values())


@dataclass(frozen=True)
class Keyboard(Part):
    """How many paths were walked by keyboard alone, and how many of them failed."""

    paths: int
    failed: int


@dataclass(frozen=True)
class Audit:
    """What is known; None where a part was never run."""

    barriers: Barriers | None
    markup: Markup | None
    lighthouse: Scores | None
    keyboard: Keyboard | None

    @property
    def last_day(self) -> datetime.date | None:
        """The day on which the latest part was run."""
        days = [part.day for part in vars(self).values() if part]
        return max(days, default=None)


def read(text: str) -> Audit:
    """
    Return the figures of a file.

    >>> read('{"markup": {"day": "2027-01-02", "commit": "abc", "documents": 9, "errors": 0}}')
    ... # doctest: +ELLIPSIS
    Audit(barriers=None, markup=Markup(day=datetime.date(2027, 1, 2), commit='abc', ...
    """
    kinds = {"barriers": Barriers, "markup": Markup, "lighthouse": Scores, "keyboard": Keyboard}
    found = json.loads(text)
    if unknown := found.keys() - kinds:
        raise ValueError(f"No such part of an audit: {', '.join(sorted(unknown))}.")
    return Audit(**{
        name: kind(**_with_day(found[name])) if name in found else None
        for name, kind in kinds.items()
    })  # fmt: skip


def _with_day(figures: dict[str, Any]) -> dict[str, Any]:
    return figures | {"day": datetime.date.fromisoformat(figures["day"])}


@cache
def last_audit() -> Audit:
    """Return the figures that came with this release."""
    return read(AUDIT.read_text(encoding="utf-8"))
