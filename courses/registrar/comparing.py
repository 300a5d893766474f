"""The difference between two deliveries of one organisation, entry by entry."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, When
from django.utils.translation import gettext as _

from accounts import protection
from courses.registrar.columns import COLUMNS, cell_words, cells_of
from courses.registrar.models import Delivery, DeliveryRow
from courses.registrar.records import PLACES, Record, record_of
from home.spreadsheets import Cell, as_text

# The most entries that a comparison shows of each kind.
SHOWN = 200
KEPT_BACK = {"email": "", "home_organisation": ""}


@dataclass(frozen=True)
class Change:
    """One column that two deliveries tell differently."""

    heading: str
    before: str
    after: str


@dataclass(frozen=True)
class Entry:
    """Whom and what an entry is about, and what changed in it."""

    name: str
    course_code: str
    state: str
    changes: list[Change] = field(default_factory=list)


@dataclass(frozen=True)
class Difference:
    """What only the first has, what only the second has, and what both tell differently."""

    only_before: list[Entry]
    only_after: list[Entry]
    changed: list[Entry]
    counts: dict[str, int]
    same: int


def difference(before: Delivery, after: Delivery) -> Difference:
    """
    Compare two deliveries by the key that the register knows; two queries and four more.

    Frozen rows stay as they are; the screen leaves out what is kept back today.
    """
    first, second = _digests(before), _digests(after)
    gone = [pk for key, (pk, _d) in first.items() if key not in second]
    come = [pk for key, (pk, _d) in second.items() if key not in first]
    both = [
        (pk, second[key][0])
        for key, (pk, digest) in first.items()
        if key in second and second[key][1] != digest
    ]
    old = _records([pk for pk, _after in both[:SHOWN]])
    new = _records([pk for _before, pk in both[:SHOWN]])
    return Difference(
        only_before=[_entry(record) for record in _records(gone[:SHOWN]).values()],
        only_after=[_entry(record) for record in _records(come[:SHOWN]).values()],
        changed=[
            _entry(new[after_pk], _changes(old[before_pk], new[after_pk]))
            for before_pk, after_pk in both[:SHOWN]
        ],
        counts={"only_before": len(gone), "only_after": len(come), "changed": len(both)},
        same=len(first) - len(gone) - len(both),
    )


def _digests(delivery: Delivery) -> dict[Any, tuple[int, str]]:
    """By key: the row, and what it says with its state."""
    rows = delivery.rows.order_by("position").values_list("content__key", "pk", "digest", "state")
    return {
        key: (pk, f"{digest} {state == DeliveryRow.State.WITHDRAWN}")
        for key, pk, digest, state in rows.iterator()
    }


def _records(pks: list[int]) -> dict[int, Record]:
    rows = DeliveryRow.objects.filter(pk__in=pks).order_by("position")
    hidden = protection.protected("completion__learner")
    found = rows.annotate(is_protected=Case(When(hidden, then=True), default=False))
    return {
        pk: record_of(content | (KEPT_BACK if is_protected else {}), state=state)
        for pk, content, state, is_protected in found.values_list(
            "pk", "content", "state", "is_protected"
        )
    }


def _entry(record: Record, changes: list[Change] | None = None) -> Entry:
    name = f"{record[PLACES['surname']]} {record[PLACES['given_names']]}"
    return Entry(
        name, record[PLACES["course_code"]], cell_words()[record[PLACES["state"]]], changes or []
    )


def _changes(before: Record, after: Record) -> list[Change]:
    keys = [column.key for column in COLUMNS]
    words = cell_words()
    [old] = cells_of([before], keys, words)
    [new] = cells_of([after], keys, words)
    return [
        Change(str(column.heading), _said(was), _said(is_now))
        for column, was, is_now in zip(COLUMNS, old, new, strict=True)
        if was != is_now
    ]


def _said(cell: Cell) -> str:
    return as_text(cell) or _("(empty)")
