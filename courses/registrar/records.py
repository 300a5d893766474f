"""
Completions as lists, deliveries and the national format read them: records.

A record is a tuple of a completion's frozen columns and facts from elsewhere: the number of
its certificate, the key that the register knows it by, how it was last told to the study
office, and its state against that. All come from one statement (`standing`), in chunks, so
that whole lists never stand in memory.

A correction is a new completion that replaces an annulled one. Together they are one entry in
the study register: the key of the first stands for all of them.
"""

import datetime
import hashlib
import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import islice
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

from accounts import protection
from courses.progress.models import CompletionQuerySet
from courses.registrar.standing import with_standing

Record = tuple[Any, ...]
# Records read from the database at a time; what a list costs in memory.
CHUNK = 1000

# The columns of a completion that a record holds, and that a delivery freezes, in this order.
FIELDS = (
    "surname",
    "given_names",
    "birth_date",
    "national_learner_id",
    "email",
    "home_organisation",
    "course_code",
    "run_code",
    "course_names",
    "credits",
    "hours",
    "scale",
    "grade",
    "completed_on",
    "assessed_on",
    "language",
    "assessor",
    "registrar_class",
    "consented_at",
    "study_right",
    "origin",
    "learner",
    "study_field",
)
# Rows delivered before these were known must not look changed: frozen only where they say more
# than nothing.
LATER = ("study_field",)
# Columns that only say which row it is and whether it still holds.
ROW_FIELDS = ("pk", "annulled_at")
# What the statement adds, and what a record makes of it.
STANDING = ("certificate", "root", "told")
ADDED = ("certificate", "key", "told", "state")
PLACES = {name: place for place, name in enumerate((*FIELDS, *ROW_FIELDS, *ADDED))}

# What of a person is read as others may see it today, whatever the completion has copied.
_KEPT_BACK = {
    name: protection.shown(name, person="learner", otherwise="")
    for name in ("email", "home_organisation")
}
_READ = tuple(_KEPT_BACK.get(name, name) for name in (*FIELDS, *ROW_FIELDS))

_ANNULLED, _CERTIFICATE, _KEY = (PLACES[name] for name in ("annulled_at", "certificate", "key"))
_DATES = {"birth_date", "completed_on", "assessed_on"}


class RowState(TextChoices):
    """How a completion stands against what was delivered before."""

    NEW = "new", pgettext_lazy("row of a list", "new")
    CHANGED = "changed", pgettext_lazy("row of a list", "changed")
    DELIVERED = "delivered", pgettext_lazy("row of a list", "already delivered")
    WITHDRAWN = "withdrawn", pgettext_lazy("row of a list", "withdrawn")


def records(completions: CompletionQuerySet) -> Iterator[list[Record]]:
    """
    Yield the records of the completions in chunks, in the order of the queryset.

    One statement whatever their number, read through a cursor: what is written meanwhile does
    not come in between. A sliced queryset is read as it is. Contact data of protected people
    are left out.
    """
    values = with_standing(completions).values_list(*_READ, *STANDING)
    rows = values.iterator(chunk_size=CHUNK)
    while chunk := list(islice(rows, CHUNK)):
        yield [_with_state(row) for row in chunk]


def _with_state(row: tuple[Any, ...]) -> Record:
    told, _space, delivered = (row[-1] or "").partition(" ")
    record = (*row[:_CERTIFICATE], row[_CERTIFICATE] or "", row[_KEY], told)
    # A digest costs as much as the rest of a row: only what was delivered needs one.
    if row[_ANNULLED] is not None:
        return (*record, RowState.WITHDRAWN.value)
    if told in ("", RowState.WITHDRAWN):
        return (*record, RowState.NEW.value)
    same = digest_of(content_of(record)) == delivered
    return (*record, (RowState.DELIVERED if same else RowState.CHANGED).value)


def content_of(record: Record) -> dict[str, Any]:
    """Return what a delivery freezes of a record: its fields as JSON can say them."""
    content = {name: _frozen(value) for name, value in zip(FIELDS, record, strict=False)}
    for name in LATER:
        if content[name] is None:
            del content[name]
    content["certificate"] = record[PLACES["certificate"]]
    content["key"] = record[PLACES["key"]]
    return content


def record_of(content: Mapping[str, Any], *, state: str) -> Record:
    """Return the record that was frozen; what only a living completion has is None."""
    fields = (_thawed(name, content.get(name)) for name in FIELDS)
    rest = (None, None, content["certificate"], content["key"], "", state)
    return (*fields, *rest)


def canonical(content: Any) -> bytes:
    """
    Return JSON that is the same for the same content: keys in order, no spaces, UTF-8.

    >>> canonical({"b": "ä", "a": [1]}).decode()
    '{"a":[1],"b":"ä"}'
    """
    said = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return said.encode()


def digest_of(content: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a row's content."""
    return hashlib.sha256(canonical(content)).hexdigest()


def _frozen(value: Any) -> Any:
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.UTC).isoformat()
    if isinstance(value, datetime.date):
        return value.isoformat()
    return value


def _thawed(name: str, value: Any) -> Any:
    if value is None:
        return None
    if name in _DATES:
        return datetime.date.fromisoformat(value)
    if name == "credits":
        return Decimal(value)
    if name == "consented_at":
        return datetime.datetime.fromisoformat(value)
    return value
