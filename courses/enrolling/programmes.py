"""Enrolling on a programme's run: on all its runs at once, or on none."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from courses.catalogue.programmes import ProgrammeRun
from courses.catalogue.runs import CourseRun
from courses.enrolling.enrol import enrol, locked, withdraw
from courses.enrolling.models import ProgrammeEnrolment
from courses.enrolling.refusals import EnrolmentRefusedError, Refusal, missing_before

# A waiting list is of one run; nobody waits for half a programme.
NO_WAITING = {Refusal.WAITING_LIST_OPEN: Refusal.FULL}


def runs_of(programme_run: ProgrammeRun) -> list[CourseRun]:
    """The runs in the programme's order, with their seats; two queries."""
    places = dict(programme_run.programme.places.values_list("course", "position"))
    runs = programme_run.runs.select_related("course", "organiser").with_taken_seats()
    return sorted(runs, key=lambda run: places.get(run.course_id, 0))


@transaction.atomic
def enrol_on_programme(
    *,
    programme_run: ProgrammeRun,
    learner: User,
    consents: bool,
    key: str = "",
    details: Mapping[str, Any] | None = None,
    identity_code: str = "",
) -> ProgrammeEnrolment:
    """
    Enrol on every run of a programme's run; raises EnrolmentRefusedError, changing nothing.

    The error names the run that refuses. Courses of the programme are no prerequisites of
    one another here: they are studied together.
    """
    # Locked by their ids, so that two who enrol at once do not wait for each other.
    for run in sorted(programme_run.runs.all(), key=lambda run: run.pk):
        locked(run)
    programme_run = ProgrammeRun.objects.select_related("programme").get(pk=programme_run.pk)
    runs = runs_of(programme_run)
    if programme_run.archived_at or not runs:
        raise EnrolmentRefusedError(Refusal.COURSE_RETIRED)
    mine = ProgrammeEnrolment.objects.filter(programme_run=programme_run, learner=learner)
    if mine.filter(withdrawn_at__isnull=True, completed_at__isnull=True).exists():
        raise EnrolmentRefusedError(Refusal.ALREADY_ENROLLED)
    enrolment = ProgrammeEnrolment.objects.create(
        programme_run=programme_run, learner=learner, enrolled_at=timezone.now()
    )
    within = {run.course_id for run in runs}
    for run in runs:
        outside = [one for one in missing_before(run.course, learner) if one.pk not in within]
        try:
            enrol(
                run=run,
                learner=learner,
                consents=consents,
                key=key,
                details=details,
                identity_code=identity_code,
                programme_enrolment=enrolment,
                passes=set() if outside else {Refusal.PREREQUISITES},
            )
        except EnrolmentRefusedError as refusal:
            reason = NO_WAITING.get(refusal.reason, refusal.reason)
            raise EnrolmentRefusedError(reason, run) from None
    return enrolment


@transaction.atomic
def withdraw_from_programme(
    enrolment: ProgrammeEnrolment, *, by: User | None = None, reason: str = ""
) -> ProgrammeEnrolment:
    """
    Withdraw from a programme and those of its courses that are not completed.

    Repeating the call, or a completed programme, changes nothing.
    """
    mine = list(enrolment.enrolments.order_by("run"))
    for one in mine:
        locked(CourseRun(pk=one.run_id))
    enrolment = ProgrammeEnrolment.objects.select_for_update().get(pk=enrolment.pk)
    if enrolment.withdrawn_at or enrolment.completed_at:
        return enrolment
    for one in mine:
        withdraw(one, by=by, reason=reason)
    enrolment.withdrawn_at = timezone.now()
    enrolment.save(update_fields=["withdrawn_at"])
    return enrolment
