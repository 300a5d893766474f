"""Enrolling everybody of a file: all of them, or nobody."""

from datetime import datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.unclaimed import unclaimed
from courses.catalogue.runs import CourseRun
from courses.enrolling.enrol import bring_along_all, locked
from courses.enrolling.letters import ENROLLED, language_of
from courses.enrolling.models import Enrolment
from courses.enrolling.refusals import EnrolmentRefusedError, Refusal, refusal_by_date
from courses.enrolling.roster_columns import CLASS, EMAIL, GIVEN, LANGUAGE, RIGHT, SURNAME
from courses.enrolling.roster_rows import Checked, check, in_parts, rows_of
from courses.enrolling.rosters import Roster
from courses.enrolling.waiting_places import WaitingPlace
from home import outbox
from home.tables import read_table

KEPT_FOR = timedelta(days=1)


def keep_roster(*, run: CourseRun, person: User, filename: str, data: bytes) -> Roster:
    """Keep the rows of a file until it is committed or a day old; raises UnreadableTableError."""
    rows = rows_of(read_table(data))
    name = "".join(sign for sign in filename if sign.isprintable())[:255]
    return Roster.objects.create(
        run=run, filename=name, rows=rows, created_by=person, created_at=timezone.now()
    )


@transaction.atomic
def enrol_roster(*, roster: int, run: CourseRun, person: User) -> tuple[Roster, Checked]:
    """
    Enrol everybody of a kept file, once; with a single fault nobody.

    Rows are looked at anew behind the run's lock: seats and people may have changed since the
    preview. Those who are new get an account that only their mailbox opens.
    """
    run = locked(run)
    kept = Roster.objects.select_for_update().get(pk=roster, run=run, created_by=person)
    if kept.committed_at is not None:
        return kept, Checked()
    if refusal_by_date(run) == Refusal.COURSE_RETIRED:
        raise EnrolmentRefusedError(Refusal.COURSE_RETIRED)
    checked = check(kept.rows, run)
    if checked.faults:
        return kept, checked
    people = accounts_for(checked.rows, language_of(run))
    now = timezone.now()
    # What the rows asked for is still needed by the letters alone; the file goes in a day.
    Enrolment.objects.bulk_create(
        (_enrolment(row, people[row[EMAIL]], run, person, now) for row in checked.rows),
        batch_size=1000,
    )
    made = Enrolment.objects.active().filter(run=run, enrolled_at=now)
    _end_waiting(run, made, now)
    bring_along_all(run, enrolled_at=now)
    ids = made.values_list("pk", flat=True)
    entries = ((f"{ENROLLED}:{pk}", {"enrolment": pk}) for pk in ids)
    outbox.send_many(effect=ENROLLED, entries=entries)
    kept.committed_at = now
    kept.save(update_fields=["committed_at"])
    return kept, checked


def _enrolment(
    row: dict[str, Any], learner: User, run: CourseRun, person: User, now: datetime
) -> Enrolment:
    return Enrolment(
        run=run,
        learner=learner,
        enrolled_at=now,
        registrar_class=row[CLASS] or run.registrar_class,
        study_right=row[RIGHT],
        typed_address=row[EMAIL],
        typed_given_names=row[GIVEN],
        typed_surname=row[SURNAME],
        origin=Enrolment.Origin.FILE,
        recorded_by=person,
    )


def _end_waiting(run: CourseRun, made: Any, now: datetime) -> None:
    """Whoever waited for a place has one now."""
    waited = WaitingPlace.objects.open().filter(run=run, learner__in=made.values("learner"))
    waited.update(ended_at=now, ending=WaitingPlace.Ending.TAKEN)


def accounts_for(rows: list[dict[str, Any]], language: str) -> dict[str, User]:
    """
    Return everybody's account by address, made where there is none.

    An account that exists is left as its owner has it. One that somebody asked for and never
    confirmed becomes an invited one: a password typed for it then is worth nothing.
    """
    addresses = [row[EMAIL] for row in rows]
    found = _found(addresses)
    for part in in_parts(addresses):
        asked_for = list(unclaimed().filter(email__in=part).values_list("pk", flat=True))
        User.objects.filter(pk__in=asked_for).update(password=make_password(None))
        EmailAddress.objects.filter(user__in=asked_for).update(verified=True)
    new = [row for row in rows if row[EMAIL] not in found]
    User.objects.bulk_create(
        (
            User(
                email=row[EMAIL],
                first_name=row.get(GIVEN) or "",
                last_name=row.get(SURNAME) or "",
                language=row.get(LANGUAGE) or language,
                password=make_password(None),
            )
            for row in new
        ),
        batch_size=1000,
    )
    made = _found([row[EMAIL] for row in new])
    EmailAddress.objects.bulk_create(
        (
            EmailAddress(user=user, email=email, verified=True, primary=True)
            for email, user in made.items()
        ),
        batch_size=1000,
    )
    return found | made


def _found(addresses: list[str]) -> dict[str, User]:
    people: dict[str, User] = {}
    for part in in_parts(addresses):
        people |= {user.email.lower(): user for user in User.objects.filter(email__in=part)}
    return people


def clear_rosters(now: datetime) -> int:
    """Remove files that are a day old, committed or not; the clock's job."""
    removed, _by_model = Roster.objects.filter(created_at__lt=now - KEPT_FOR).delete()
    return removed
