"""
Completions as lists, deliveries and the national format read them: records.

A record is a tuple of a completion's frozen columns and facts from elsewhere: the number of
its certificate, the key that the register knows it by, how it was last told to the study
office, its state against that, and the digest of what would be delivered. Read in chunks,
so that each fact costs one query a chunk and whole lists never stand in memory.

A correction is a new completion that replaces an annulled one. Together they are one entry in
the study register: the key of the first stands for all of them.
"""

import datetime
import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import islice
from typing import Any, NamedTuple

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

from courses.progress.models import Completion, CompletionQuerySet
from courses.registrar.models import DeliveryRow

CertificateNumbers = Callable[[Sequence[int]], Mapping[int, str]]
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
ROW_FIELDS = ("pk", "replaces", "annulled_at")
ADDED = ("certificate", "key", "told", "state", "digest")
PLACES = {name: place for place, name in enumerate((*FIELDS, *ROW_FIELDS, *ADDED))}

_PK, _REPLACES, _ANNULLED = (PLACES[name] for name in ROW_FIELDS)
_DATES = {"birth_date", "completed_on", "assessed_on"}

_certificate_numbers: list[CertificateNumbers] = []


class RowState(TextChoices):
    """How a completion stands against what was delivered before."""

    NEW = "new", pgettext_lazy("row of a list", "new")
    CHANGED = "changed", pgettext_lazy("row of a list", "changed")
    DELIVERED = "delivered", pgettext_lazy("row of a list", "already delivered")
    WITHDRAWN = "withdrawn", pgettext_lazy("row of a list", "withdrawn")


class Known(NamedTuple):
    """What a study office knows of a completion: its first key, and how it was last delivered."""

    root: int
    state: str = ""
    digest: str = ""


def register_certificate_numbers(numbers: CertificateNumbers) -> None:
    """Name who knows certificates: a function of completion ids → their newest number in force."""
    _certificate_numbers[:] = [numbers]


def records(completions: CompletionQuerySet) -> Iterator[list[Record]]:
    """
    Yield the records of the completions in chunks, in the order of the queryset.

    A sliced queryset (a page on the screen) is read as it is.
    """
    values = completions.values_list(*FIELDS, *ROW_FIELDS).iterator(chunk_size=CHUNK)
    while chunk := list(islice(values, CHUNK)):
        yield _with_facts(chunk)


def _with_facts(chunk: list[tuple[Any, ...]]) -> list[Record]:
    numbers: Mapping[int, str] = {}
    for known_numbers in _certificate_numbers:
        numbers = known_numbers([values[_PK] for values in chunk])
    known = known_of([(values[_PK], values[_REPLACES]) for values in chunk])
    return [
        _with_standing(
            values, numbers.get(values[_PK], ""), known.get(values[_PK]) or Known(values[_PK])
        )
        for values in chunk
    ]


def _with_standing(values: tuple[Any, ...], certificate: str, known: Known) -> Record:
    record = (*values, certificate, known.root, known.state)
    # A digest costs as much as the rest of a row: only what was delivered needs one.
    if values[_ANNULLED] is not None:
        return (*record, RowState.WITHDRAWN.value, "")
    if not known.state or known.state == DeliveryRow.State.WITHDRAWN:
        return (*record, RowState.NEW.value, "")
    digest = digest_of(content_of(record))
    state = RowState.DELIVERED if digest == known.digest else RowState.CHANGED
    return (*record, state.value, digest)


def known_of(chunk: Sequence[tuple[int, int | None]]) -> dict[int, Known]:
    """
    Return what was delivered of completions given as (id, id of the one that it replaces).

    One query for them all; where there are corrections, one more for each link of the longest
    chain. Those never delivered and without a chain are left out.
    """
    chains = {pk: [pk] for pk, _replaced in chunk}
    ends = {replaced: pk for pk, replaced in chunk if replaced is not None}
    while ends:
        earlier = Completion.objects.filter(pk__in=list(ends)).values_list("pk", "replaces")
        following = {}
        for pk, replaced in earlier:
            chains[ends[pk]].append(pk)
            if replaced is not None:
                following[replaced] = ends[pk]
        ends = following
    whose = {link: pk for pk, chain in chains.items() for link in chain}
    last: dict[int, tuple[int, str, str]] = {}
    rows = DeliveryRow.objects.filter(completion__in=list(whose)).order_by()
    for delivery, link, state, digest in rows.values_list(
        "delivery", "completion", "state", "digest"
    ):
        pk = whose[link]
        # Deliveries of one organisation are made one after the other: the last has the most.
        if pk not in last or delivery > last[pk][0]:
            last[pk] = (delivery, state, digest)
    return {
        pk: Known(chain[-1], *last[pk][1:]) if pk in last else Known(chain[-1])
        for pk, chain in chains.items()
        if pk in last or len(chain) > 1
    }


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
    rest = (None, None, None, content["certificate"], content["key"], "", state, "")
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
