"""An enrolment's completions, newest first, with what each correction changed."""

from dataclasses import dataclass
from typing import Any

from courses.enrolling.models import Enrolment
from courses.progress.models import Completion
from courses.progress.recording import CORRECTABLE


@dataclass(frozen=True)
class Changed:
    """A field that a correction changed, in words: what it said, what it says."""

    label: str
    old: str
    new: str


@dataclass(frozen=True)
class Recorded:
    """A completion, and what it changed of the one that it replaces."""

    completion: Completion
    changes: list[Changed]


def record_of(enrolment: Enrolment) -> list[Recorded]:
    """Return the completions of an enrolment; one query."""
    rows = Completion.objects.filter(enrolment=enrolment).select_related(
        "recorded_by", "annulled_by", "replaces"
    )
    return [
        Recorded(row, changes(row.replaces, row) if row.replaces else [])
        for row in rows.order_by("-pk")
    ]


def changes(old: Completion, new: Completion) -> list[Changed]:
    """Return what differs between a completion and the one that replaces it."""
    return [
        Changed(
            str(Completion._meta.get_field(name).verbose_name), said(old, name), said(new, name)
        )
        for name in CORRECTABLE
        if getattr(old, name) != getattr(new, name)
    ]


def said(completion: Completion, name: str) -> str:
    """Return a field's value as people read it; a dash where there is none."""
    shown: Any = getattr(completion, f"get_{name}_display", None)
    value = shown() if shown else getattr(completion, name)
    if hasattr(value, "year"):
        return f"{value.day}.{value.month}.{value.year}"
    return str(value) if value not in (None, "") else "–"
