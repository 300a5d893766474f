"""
When a personal identity code ends: as soon as no row can need it, and never later than that.

A code serves every enrolment of its person on the organisation's runs; it ends with the last
of them. Each enrolment has its own end:

- its completion is entered in the register: 90 days after the entering;
- all else counts 180 days from the day when nothing more was to be expected: the withdrawal,
  the annulment, the last day of the run (or its archiving, if that came first) for those who
  did not complete and for completions that were never entered; on a run without a last day
  the day of completing, or that on which the learner was there last.

The day is worked out anew from these facts every day, so what is taken back, entered anew or
archived late moves it; the day that is stored is what the clock and the person read.
"""

import datetime
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from accounts.models import Organisation
from courses.enrolling.models import Enrolment
from courses.progress.models import Completion
from courses.registrar.identity_codes import IdentityCode
from courses.registrar.models import DeliveryRow

KEPT_AFTER_ENTRY = datetime.timedelta(days=90)
KEPT_UNENTERED = datetime.timedelta(days=180)
# Codes settled in one transaction.
BATCH = 500


@dataclass(frozen=True)
class Facts:
    """What an enrolment says of its end; moments as the database has them."""

    withdrawn_at: datetime.datetime | None
    completed_at: datetime.datetime | None
    is_valid: bool
    annulled_at: datetime.datetime | None
    entered_at: datetime.datetime | None
    last_there_at: datetime.datetime
    archived_at: datetime.datetime | None
    run_ends_on: datetime.date | None


def end_of_enrolment(facts: Facts, today: datetime.date) -> datetime.date | None:
    """Return the day on which an enrolment needs its code no more; None: not known yet."""
    if facts.withdrawn_at:
        return timezone.localdate(facts.withdrawn_at) + KEPT_UNENTERED
    if facts.is_valid and facts.entered_at:
        return timezone.localdate(facts.entered_at) + KEPT_AFTER_ENTRY
    if facts.annulled_at and not facts.is_valid:
        annulled = timezone.localdate(facts.annulled_at) + KEPT_UNENTERED
        if facts.completed_at:
            return annulled
        # The enrolment is open again: it needs the code at least as long.
        end = _end_by_run(facts, today)
        return end and max(annulled, end)
    return _end_by_run(facts, today)


def _end_by_run(facts: Facts, today: datetime.date) -> datetime.date | None:
    """The same where neither withdrawing, entering nor annulling ended it."""
    ends = [facts.run_ends_on] if facts.run_ends_on else []
    if facts.archived_at:
        ends.append(timezone.localdate(facts.archived_at))
    done_or_there = timezone.localdate(facts.completed_at or facts.last_there_at)
    if not ends:
        return done_or_there + KEPT_UNENTERED
    if min(ends) >= today:
        return None
    # Who completed after the run had ended waits for a delivery from then on.
    last = max(min(ends), done_or_there) if facts.completed_at else min(ends)
    return last + KEPT_UNENTERED


def settle(codes: QuerySet[IdentityCode], today: datetime.date) -> None:
    """Write down on each code the day on which it ends, as things stand; three queries."""
    found = {code.pk: code for code in codes}
    ends: dict[int, list[datetime.date | None]] = defaultdict(list)
    for code, facts in _facts_of(list(found)):
        ends[code].append(end_of_enrolment(facts, today))
    for pk, code in found.items():
        given = timezone.localdate(code.given_at) + KEPT_UNENTERED
        # Nobody's code goes while one of their enrolments needs it.
        known = [end for end in ends[pk] if end is not None]
        code.erase_on = None if len(known) < len(ends[pk]) else max(known, default=given)
        code.settled_on = today
    IdentityCode.objects.bulk_update(found.values(), ["erase_on", "settled_on"])


def settle_people(*, organisation: Organisation, people: Collection[int]) -> None:
    """Settle the codes that an organisation keeps of these people, at once."""
    codes = IdentityCode.objects.filter(organisation=organisation, person__in=people)
    settle(codes.select_for_update(), timezone.localdate())


def erase_due(now: datetime.datetime) -> int:
    """Settle each code once a day, and erase those whose day has come; the clock's job."""
    today = timezone.localdate(now)
    stale = IdentityCode.objects.filter(Q(settled_on__isnull=True) | ~Q(settled_on=today))
    while batch := list(stale.order_by("pk").values_list("pk", flat=True)[:BATCH]):
        with transaction.atomic():
            settle(IdentityCode.objects.filter(pk__in=batch).select_for_update(), today)
    count, _by_model = IdentityCode.objects.filter(erase_on__lte=today).delete()
    return count


def _facts_of(codes: list[int]) -> list[tuple[int, Facts]]:
    """Return each enrolment that a code serves, with that code's id; one query."""
    mine = Completion.objects.filter(enrolment=OuterRef("pk"))
    annulled = mine.annulled().order_by("-annulled_at")
    entered = DeliveryRow.objects.filter(
        completion__enrolment=OuterRef("pk"),
        completion__annulled_at__isnull=True,
        entered_at__isnull=False,
    )
    rows = (
        Enrolment.objects.filter(
            learner__identity_codes__in=codes,
            learner__identity_codes__organisation=F("run__organiser"),
        )
        .annotate(
            is_valid=Exists(mine.valid()),
            annulled=Subquery(annulled.values("annulled_at")[:1]),
            entered=Subquery(entered.order_by("-delivery_id").values("entered_at")[:1]),
        )
        .values_list(
            "learner__identity_codes",
            "withdrawn_at",
            "completed_at",
            "is_valid",
            "annulled",
            "entered",
            "enrolled_at",
            "last_seen_at",
            "run__archived_at",
            "run__ends_on",
        )
    )
    return [
        (
            code,
            Facts(gone, done, valid, annulled, entered, max(since, seen or since), archived, ends),
        )
        for code, gone, done, valid, annulled, entered, since, seen, archived, ends in rows
    ]
