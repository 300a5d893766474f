"""A delivery as files: the same rows, the same words and the same bytes each time."""

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from django.db.models import Count
from django.utils import timezone

from accounts import protection
from accounts.models import User
from courses.progress.models import Completion
from courses.registrar import virta
from courses.registrar.columns import Codes, completion_key, learner_key
from courses.registrar.export_log import log_export
from courses.registrar.identity_codes_kept import read_codes
from courses.registrar.layouts import Layout
from courses.registrar.models import Delivery, DeliveryRow
from courses.registrar.records import CHUNK, PLACES, Record, record_of
from home.spreadsheets import Sheet, Whole

XML_KINDS = ("virta", "virta-learners")
IN_FORCE = (DeliveryRow.State.NEW, DeliveryRow.State.CHANGED)


def file_name(delivery: Delivery) -> str:
    """Return what a delivery's files are called, without an ending."""
    return f"toimitus-{delivery.organisation.key}-{delivery.number}"


def delivered_records(delivery: Delivery, **only: Any) -> Iterator[list[Record]]:
    """Yield a delivery's records in chunks, in its order; `only` filters rows."""
    rows = delivery.rows.filter(**only).order_by("position").values_list("content", "state")
    found = rows.iterator(chunk_size=CHUNK)
    while chunk := list(islice(found, CHUNK)):
        yield [record_of(content, state=state) for content, state in chunk]


def kept_back_in(delivery: Delivery) -> int:
    """
    Count the people of whom a delivery froze contact data that are kept back today.

    What was delivered is history and stays; whoever looks at it or takes it is told.
    """
    told = delivery.rows.filter(protection.protected("completion__learner"))
    told = told.exclude(content__email="", content__home_organisation="")
    return told.aggregate(people=Count("completion__learner", distinct=True))["people"]


def tells_contact_data(delivery: Delivery, kind: str) -> bool:
    """Whether a file of a delivery has columns of contact data; the national format has none."""
    columns = Layout.thawed(delivery.profile["layout"]).columns
    return kind not in XML_KINDS and bool({"email", "home_organisation"} & set(columns))


def sheet_of_delivery(
    delivery: Delivery, *, reader: User, when_whole: Callable[[Whole], None]
) -> Sheet:
    """
    Return a delivery as a sheet in the layout that was frozen with it.

    Identity codes are no part of what was frozen: a column for them holds the codes that are
    still kept, and each is written down as a reading.
    """
    layout = Layout.thawed(delivery.profile["layout"])
    cells = layout.cells(
        delivered_records(delivery), codes_for(delivery, reader) if layout.wants_codes else None
    )
    return layout.sheet(
        cells,
        delivery.choice_words,
        made_at=timezone.localtime(delivery.created_at),
        when_whole=when_whole,
    )


def sheet_to_take(delivery: Delivery, *, person: User, kind: str) -> Sheet:
    """Return a delivery as a sheet for a person, and write down that they take it."""
    return sheet_of_delivery(
        delivery, reader=person, when_whole=log_delivery(delivery, person=person, kind=kind)
    )


def log_delivery(delivery: Delivery, *, person: User, kind: str) -> Callable[[Whole], None]:
    """Write down that a person takes a delivery's file; return what to call when it is whole."""
    layout = Layout.thawed(delivery.profile["layout"])
    return log_export(
        kind=kind,
        person=person,
        choice_words=delivery.choice_words,
        organisations=[delivery.organisation],
        delivery=delivery,
        with_identity_codes=layout.wants_codes and kind != "virta",
    )


def codes_for(delivery: Delivery, reader: User) -> Codes:
    """Return how the codes of a delivery's people are read."""

    def read(people: list[int]) -> Any:
        return read_codes(
            organisation=delivery.organisation,
            people=people,
            reader=reader,
            purpose=f"delivery {delivery.number}",
        )

    return read


def studies_of(delivery: Delivery) -> Iterator[virta.Study]:
    """Yield the passed completions of a delivery; what was withdrawn has no place there."""
    issuer = delivery.profile["institution_code"]
    for chunk in delivered_records(delivery, state__in=IN_FORCE):
        yield from (study_of(record, issuer) for record in chunk)


def study_of(record: Record, issuer: str) -> virta.Study:
    """Return a record as the national format has it."""
    return virta.Study(
        key=completion_key(record[PLACES["key"]]),
        learner_key=learner_key(record[PLACES["learner"]]),
        course_code=record[PLACES["course_code"]],
        completed_on=record[PLACES["completed_on"]],
        credits=record[PLACES["credits"]],
        scale=record[PLACES["scale"]],
        grade=record[PLACES["grade"]],
        issuer=issuer,
        names=record[PLACES["course_names"]],
        language=record[PLACES["language"]],
        recognised_on=(
            record[PLACES["assessed_on"]]
            if record[PLACES["origin"]] == Completion.Origin.RECOGNITION
            else None
        ),
        study_field=record[PLACES["study_field"]],
        registrar_class=record[PLACES["registrar_class"]],
        study_right=record[PLACES["study_right"]],
    )


def learners_of(delivery: Delivery, *, reader: User) -> Iterator[virta.Learner]:
    """
    Yield each learner of a delivery's completions once, as their newest row names them.

    Identity codes go along where the delivery's layout has a column for them.
    """
    layout = Layout.thawed(delivery.profile["layout"])
    read = codes_for(delivery, reader) if layout.wants_codes else None
    seen: set[int] = set()
    for chunk in delivered_records(delivery, state__in=IN_FORCE):
        fresh = {}
        for record in chunk:
            if record[PLACES["learner"]] not in seen:
                fresh[record[PLACES["learner"]]] = record
        seen |= fresh.keys()
        codes = read(list(fresh)) if read else {}
        for learner, record in fresh.items():
            yield virta.Learner(
                key=learner_key(learner),
                surname=record[PLACES["surname"]],
                given_names=record[PLACES["given_names"]],
                national_learner_id=record[PLACES["national_learner_id"]],
                identity_code=codes.get(learner, ""),
            )
