"""
Who was at a webinar: marked by staff, from a list, or by the code shown in it.

A mark is a row that says who made it and how; taken back it stays, and says by whom.
"""

import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from accounts.models import User
from courses.activities.parts import parts_done, settle_webinar
from courses.activities.sessions import is_taken
from courses.activities.webinars import Attendance, WebinarSession
from courses.catalogue.models import CourseStep
from courses.enrolling.models import Enrolment, EnrolmentQuerySet
from courses.progress.completing import reopen_step
from courses.progress.models import StepProgress

How = Attendance.How
ADDRESS = re.compile(r"[^\s,;<>\"'()\[\]:]+@[^\s,;<>\"'()\[\]:]+")


class WrongCodeError(Exception):
    """No webinar of the step takes this code now. Nothing was changed."""


@dataclass(frozen=True)
class Marked:
    """What a press did: how many were marked, taken back, or there already; who is unknown."""

    marked: int = 0
    taken_back: int = 0
    already: int = 0
    unknown: tuple[str, ...] = ()


def participants(session: WebinarSession) -> EnrolmentQuerySet:
    """Those enrolled on the session's run who have not withdrawn, by name."""
    found = Enrolment.objects.standing_ones().filter(run=session.run_id)
    by_name = found.with_seen().order_by("seen_surname", "seen_given_names", "pk")
    return by_name.select_related("learner")


def present_at(session: WebinarSession) -> dict[int, Attendance]:
    """Return who is marked as present, by enrolment."""
    marks = Attendance.objects.filter(session=session, revoked_at__isnull=True)
    return {mark.enrolment_id: mark for mark in marks.select_related("marked_by")}


@transaction.atomic
def mark_present(
    *, session: WebinarSession, shown: Iterable[int], ticked: Iterable[int], by: User
) -> Marked:
    """
    Mark those who were ticked, and take back the mark of those who no longer are.

    `shown` are those who were ticked when the page was opened: a mark that somebody else made
    since is left alone. Ids of others than the run's participants are passed over, and so is
    one's own: nobody says of themselves that they were there.
    """
    known = set(participants(session).exclude(learner=by).values_list("pk", flat=True))
    before, after = set(shown) & known, set(ticked) & known
    marked = sum(_mark(session, pk, How.TEACHER, by) for pk in sorted(after - before))
    taken_back = sum(_take_back(session, pk, by) for pk in sorted(before - after))
    return Marked(marked=marked, taken_back=taken_back)


@transaction.atomic
def mark_from_list(*, session: WebinarSession, text: str, by: User) -> Marked:
    """
    Mark those whose e-mail address stands in a text: pasted lines, or a file as text.

    Addresses that no participant has are given back, so that nothing is lost; so are those of
    protected people, whom no list finds: they are ticked by name. One's own is passed over.
    """
    by_address = {
        enrolment.seen.address.casefold(): enrolment.pk
        for enrolment in participants(session)
        if enrolment.seen.address
    }
    marked = already = 0
    unknown: list[str] = []
    for address in addresses_in(text):
        if address.casefold() == by.email.casefold():
            continue
        found = by_address.get(address.casefold())
        if found is None:
            unknown.append(address)
        elif _mark(session, found, How.LIST, by):
            marked += 1
        else:
            already += 1
    return Marked(marked=marked, already=already, unknown=tuple(unknown))


def addresses_in(text: str) -> list[str]:
    """
    Return the e-mail addresses in a text, each once, in their order.

    >>> addresses_in("Aino <aino@a.fi>; AINO@a.fi, mailto:eero@b.fi\\nei osoite")
    ['aino@a.fi', 'eero@b.fi']
    """
    found: dict[str, str] = {}
    for address in ADDRESS.findall(text):
        plain = address.strip(".")
        found.setdefault(plain.casefold(), plain)
    return list(found.values())


@transaction.atomic
def attend_by_code(*, enrolment: Enrolment, step: CourseStep, code: str) -> Attendance:
    """
    Mark a learner by the code that they typed; typed twice they are marked once.

    Raises WrongCodeError where no session of the step on their run takes it now.
    """
    typed = "".join(code.split()).upper()
    now = timezone.now()
    sessions = WebinarSession.objects.filter(
        run=enrolment.run_id, step=step, cancelled_at__isnull=True
    ).exclude(code="")
    for session in sessions:
        right = secrets.compare_digest(session.code.encode(), typed.encode())
        if right and is_taken(session, now):
            _mark(session, enrolment.pk, How.CODE, None)
            return Attendance.objects.get(
                session=session, enrolment=enrolment, revoked_at__isnull=True
            )
    raise WrongCodeError


def _locked(enrolment_id: int) -> Enrolment:
    found = Enrolment.objects.select_for_update(of=("self",)).select_related("run")
    return found.get(pk=enrolment_id)


def _mark(session: WebinarSession, enrolment_id: int, how: str, by: User | None) -> int:
    """Mark one learner and let the step follow; 0 where they were marked already."""
    enrolment = _locked(enrolment_id)
    there = Attendance.objects.filter(session=session, enrolment=enrolment, revoked_at__isnull=True)
    if there.exists():
        return 0
    Attendance.objects.create(
        session=session, enrolment=enrolment, how=how, marked_by=by, marked_at=timezone.now()
    )
    if session.step is not None and enrolment.withdrawn_at is None:
        # A completion keeps its language: the learner's, not that of whoever marks the list.
        with override(enrolment.learner.language if by else get_language()):
            settle_webinar(enrolment, session.step)
    return 1


def _take_back(session: WebinarSession, enrolment_id: int, by: User) -> int:
    """Take a mark back; the step follows unless the course has been completed by it."""
    enrolment = _locked(enrolment_id)
    there = Attendance.objects.filter(session=session, enrolment=enrolment, revoked_at__isnull=True)
    taken = there.update(revoked_at=timezone.now(), revoked_by=by)
    if taken and session.step is not None:
        _reopen(enrolment, session.step, by)
    return taken


def _reopen(enrolment: Enrolment, step: CourseStep, by: User) -> None:
    if not enrolment.is_active or step.retired_at is not None:
        return
    done = StepProgress.objects.filter(enrolment=enrolment, step=step, completed_at__isnull=False)
    if done.exists() and not parts_done(enrolment, step).is_complete:
        reopen_step(enrolment, step, by=by, reason=_("The attendance was taken back."))
