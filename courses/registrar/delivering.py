"""
Making a delivery: what it would hold, and freezing it.

A delivery holds what is new, changed or withdrawn since the earlier ones of its organisation.
Rows with a hindrance, and those without consent, stay out and are told with the reason;
what was withdrawn goes along whatever is wrong with it, so that the register hears of it.
"""

import datetime
import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, Max, OuterRef, Q, TextChoices
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User
from courses.progress.models import Completion, CompletionQuerySet
from courses.registrar.identity_codes_kept import are_asked_by, have_codes
from courses.registrar.layouts import Layout
from courses.registrar.listing import Choice, State
from courses.registrar.models import Delivery, DeliveryRow
from courses.registrar.problems import Problem, hindrances_in, problems_of
from courses.registrar.records import (
    PLACES,
    Record,
    RowState,
    canonical,
    content_of,
    digest_of,
    records,
)

# Rows written to the database at a time, and the most that a preview shows of each kind.
BATCH = 1000
SHOWN = 200

_PK, _LEARNER, _STATE, _TOLD = (PLACES[name] for name in ("pk", "learner", "state", "told"))


class Refusal(TextChoices):
    """Why there is no delivery; the label is the sentence that the person reads."""

    NOTHING_FOUND = "nothing_found", _("There is no completion in this choice.")
    NOTHING_NEW = (
        "nothing_new",
        _("Everything in this choice is delivered already: nothing is new, changed or withdrawn."),
    )
    ALL_LEFT_OUT = (
        "all_left_out",
        _("Something keeps out every row that waits. Mend them first: the reasons are below."),
    )


class DeliveryRefusedError(Exception):
    """A delivery would be empty; `reason` says why."""

    def __init__(self, reason: Refusal) -> None:
        super().__init__(str(reason.label))
        self.reason = reason


@dataclass(frozen=True)
class Prospect:
    """A completion that waits for delivery; `state` is how it would be delivered."""

    record: Record
    state: str
    problems: list[Problem]

    @property
    def stays_out(self) -> bool:
        """Whether something keeps it out."""
        return self.state != RowState.WITHDRAWN and bool(hindrances_in(self.problems))


@dataclass
class Preview:
    """What a delivery would hold: numbers of all, and the first rows of each kind."""

    states: Counter[str] = field(default_factory=Counter)
    delivered_already: int = 0
    left_out_count: int = 0
    problems: Counter[Problem] = field(default_factory=Counter)
    rows: list[Prospect] = field(default_factory=list)
    left_out: list[Prospect] = field(default_factory=list)

    @property
    def row_count(self) -> int:
        """How many rows the delivery would have."""
        return sum(self.states.values())

    @property
    def refusal(self) -> Refusal | None:
        """Why it cannot be made; None where it can."""
        if self.row_count:
            return None
        if self.left_out_count:
            return Refusal.ALL_LEFT_OUT
        return Refusal.NOTHING_NEW if self.delivered_already else Refusal.NOTHING_FOUND

    def add(self, prospect: Prospect) -> None:
        """Count one; keep it while there is room."""
        if prospect.state == RowState.DELIVERED:
            self.delivered_already += 1
            return
        self.problems.update(prospect.problems)
        if prospect.stays_out:
            self.left_out_count += 1
            kept = self.left_out
        else:
            self.states[prospect.state] += 1
            kept = self.rows
        if len(kept) < SHOWN:
            kept.append(prospect)

    def frozen(self) -> dict[str, Any]:
        """Return it as JSON can say it; completions by their ids."""
        return {
            "states": dict(self.states),
            "delivered_already": self.delivered_already,
            "left_out_count": self.left_out_count,
            "problems": {str(problem): count for problem, count in self.problems.items()},
            "rows": [_said_of(prospect) for prospect in self.rows],
            "left_out": [_said_of(prospect) for prospect in self.left_out],
        }

    @classmethod
    def thawed(cls, frozen: Mapping[str, Any]) -> "Preview":
        """Return what was frozen, with the completions as they are now; one query."""
        shown = [pk for pk, _state, _problems in (*frozen["rows"], *frozen["left_out"])]
        now = {
            record[_PK]: record
            for chunk in records(Completion.objects.filter(pk__in=shown))
            for record in chunk
        }

        def prospects_of(said: Iterable[Any]) -> list[Prospect]:
            return [
                Prospect(now[pk], state, [Problem(value) for value in problems])
                for pk, state, problems in said
                if pk in now
            ]

        return cls(
            states=Counter(frozen["states"]),
            delivered_already=frozen["delivered_already"],
            left_out_count=frozen["left_out_count"],
            problems=Counter({Problem(value): n for value, n in frozen["problems"].items()}),
            rows=prospects_of(frozen["rows"]),
            left_out=prospects_of(frozen["left_out"]),
        )


def _said_of(prospect: Prospect) -> list[Any]:
    return [prospect.record[_PK], prospect.state, [str(one) for one in prospect.problems]]


def how_many(*, organisation: Organisation, choice: Choice) -> int:
    """Return how many completions a preview of this choice looks through."""
    return _looked_through(organisation, choice).order_by().count()


def preview(*, organisation: Organisation, choice: Choice) -> Preview:
    """Return what a delivery of this choice would hold now; writes nothing."""
    found = Preview()
    for prospect in prospects(organisation, choice):
        found.add(prospect)
    return found


def prospects(organisation: Organisation, choice: Choice) -> Iterator[Prospect]:
    """Yield each completion of the choice, once for a completion and its corrections."""
    today = timezone.localdate()
    wants_codes = are_asked_by(organisation)
    for chunk in records(_looked_through(organisation, choice)):
        early = _early_ones(record[_PK] for record in chunk)
        twice = _had_twice(record[_PK] for record in chunk)
        people = {record[_LEARNER] for record in chunk} if wants_codes else set()
        codeless = people - have_codes(organisation=organisation, people=people) if people else ()
        for record in chunk:
            state = record[_STATE]
            if state == RowState.WITHDRAWN and record[_TOLD] in ("", RowState.WITHDRAWN):
                continue  # the study office never heard of it, or heard that it is gone
            problems = [] if state == RowState.DELIVERED else problems_of(record, today)
            if state not in (RowState.DELIVERED, RowState.WITHDRAWN):
                if record[_PK] in early:
                    problems.append(Problem.EARLY_DATE)
                if record[_PK] in twice:
                    problems.append(Problem.SAME_COURSE)
                if record[_LEARNER] in codeless:
                    problems.append(Problem.NO_IDENTITY_CODE)
            yield Prospect(record, state, problems)


def _looked_through(organisation: Organisation, choice: Choice) -> CompletionQuerySet:
    latest = Completion.objects.filter(run__organiser=organisation, replaced_by__isnull=True)
    return _in_any_state(choice).of(latest)


def _had_twice(pks: Iterable[int]) -> set[int]:
    """Which of these completions are of a course that the learner has completed here twice."""
    others = Completion.objects.valid().filter(
        learner=OuterRef("learner"),
        course=OuterRef("course"),
        run__organiser=OuterRef("run__organiser"),
    )
    here = Completion.objects.filter(Exists(others.exclude(pk=OuterRef("pk"))), pk__in=list(pks))
    return set(here.order_by().values_list("pk", flat=True))


def _early_ones(pks: Iterable[int]) -> set[int]:
    """Return those that are dated before their run's first day or their enrolment."""
    before_run = Q(completed_on__lt=F("run__starts_on"))
    before_enrolment = Q(completed_on__lt=TruncDate("enrolment__enrolled_at"))
    found = Completion.objects.filter(before_run | before_enrolment, pk__in=list(pks))
    return set(found.order_by().values_list("pk", flat=True))


def _in_any_state(choice: Choice) -> Choice:
    return Choice(
        course=choice.course,
        runs=choice.runs or ((choice.run,) if choice.run else ()),
        start=choice.start,
        end=choice.end,
        state=State.ALL,
    )


@transaction.atomic
def deliver(*, organisation: Organisation, choice: Choice, layout: Layout, by: User) -> Delivery:
    """
    Freeze what is new, changed or withdrawn in a choice as the organisation's next delivery.

    Raises DeliveryRefusedError where there is nothing to deliver. The organisation is locked:
    of two people who press at once the second finds nothing new.
    """
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    last = Delivery.objects.filter(organisation=organisation).aggregate(last=Max("number"))["last"]
    delivery = Delivery(
        organisation=organisation,
        number=(last or 0) + 1,
        created_at=timezone.now(),
        created_by=by,
        choice=choice.frozen(),
        choice_words=choice.in_words(with_state=False),
        profile={
            "layout": layout.frozen(),
            "institution_code": organisation.institution_code,
        },
        row_count=1,  # counted below, before anybody sees it
    )
    delivery.save()
    seen = Preview()
    digest = hashlib.sha256(_head(delivery))
    batch: list[DeliveryRow] = []
    position = 0
    for prospect in prospects(organisation, choice):
        seen.add(prospect)
        if prospect.stays_out or prospect.state == RowState.DELIVERED:
            continue
        position += 1
        row = _row(delivery, position, prospect)
        digest.update(_line(row.position, row.completion_id, row.state, row.content))
        batch.append(row)
        if len(batch) == BATCH:
            DeliveryRow.objects.bulk_create(batch)
            batch.clear()
    if seen.refusal:
        raise DeliveryRefusedError(seen.refusal)
    DeliveryRow.objects.bulk_create(batch)
    delivery.row_count = position
    delivery.sha256 = digest.hexdigest()
    delivery.save(update_fields=["row_count", "sha256"])
    return delivery


def _row(delivery: Delivery, position: int, prospect: Prospect) -> DeliveryRow:
    content = content_of(prospect.record)
    return DeliveryRow(
        delivery=delivery,
        completion_id=prospect.record[_PK],
        position=position,
        state=prospect.state,
        content=content,
        digest=digest_of(content),
    )


def digest_now(delivery: Delivery) -> str:
    """Return the SHA-256 of a delivery as it stands in the database now, rows in order."""
    digest = hashlib.sha256(_head(delivery))
    rows = delivery.rows.order_by("position").values_list(
        "position", "completion", "state", "content"
    )
    for row in rows.iterator(chunk_size=BATCH):
        digest.update(_line(*row))
    return digest.hexdigest()


def holds(delivery: Delivery) -> bool:
    """Whether a delivery is as it was made: its digest, its number of rows, each row's digest."""
    rows = delivery.rows.order_by("position").values_list("content", "digest")
    count = 0
    for content, digest in rows.iterator(chunk_size=BATCH):
        count += 1
        if digest_of(content) != digest:
            return False
    return count == delivery.row_count and digest_now(delivery) == delivery.sha256


def _head(delivery: Delivery) -> bytes:
    head: dict[str, Any] = {
        "organisation": delivery.organisation_id,
        "number": delivery.number,
        "created_at": delivery.created_at.astimezone(datetime.UTC).isoformat(),
        "created_by": delivery.created_by_id,
        "choice": delivery.choice,
        "profile": delivery.profile,
    }
    return canonical(head) + b"\n"


def _line(position: int, completion: int, state: str, content: Any) -> bytes:
    line = {"position": position, "completion": completion, "state": str(state), "content": content}
    return canonical(line) + b"\n"
