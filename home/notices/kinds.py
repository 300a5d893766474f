"""
Everything that people are told of, by kind: one list, which each room adds to.

A person chooses for each kind how to be told of it. What must reach them comes by mail
whatever they choose, and what cannot wait comes in quiet hours too.
"""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Kind:
    """One kind; the label says to its reader what it tells of."""

    name: str
    label: Any
    is_mandatory: bool = False
    waits_for_quiet_to_end: bool = True
    # Told to those who keep content or teach, and to nobody else.
    is_for_staff: bool = False


REVIEW = "review"

_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Name a kind; apps do this in `ready()`."""
    _kinds[kind.name] = kind


def kind_of(name: str) -> Kind:
    """Return a kind; KeyError for one that nobody registered."""
    return _kinds[name]


def kinds_for(*, is_staff: bool) -> list[Kind]:
    """Return the kinds that a person may be told of: what must come first, then by label."""
    found = [kind for kind in _kinds.values() if is_staff or not kind.is_for_staff]
    return sorted(found, key=lambda kind: (not kind.is_mandatory, str(kind.label)))
