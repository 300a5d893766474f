"""
Enrolling on a run, withdrawing from it, and moving to another run of its course.

Whoever changes who has a seat locks the run first, then enrolments: always in this order,
and several runs by their ids.
"""

import datetime
from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from accounts.models import User
from courses.activities.moving import bring_work_along
from courses.catalogue.runs import CourseRun
from courses.enrolling import consent
from courses.enrolling.links import use_link
from courses.enrolling.models import Enrolment, ProgrammeEnrolment
from courses.enrolling.refusals import (
    UNTIL_ANSWERED,
    EnrolmentRefusedError,
    Refusal,
    refusal_reason,
)
from courses.enrolling.waiting import promote, take_place
from courses.progress.models import StepProgress
from courses.registrar.identity_codes_kept import keep_code
from home import outbox

Origin = Enrolment.Origin
WITHDRAWN = "courses.withdrawn_by_staff"
MOVED = "courses.moved_by_staff"
KEPT_OF_A_STEP = ("opened_at", "completed_at", "score", "grade")


def locked(run: CourseRun) -> CourseRun:
    """Lock a run: two people must not both take the last seat. Call in a transaction."""
    runs = CourseRun.objects.select_for_update(of=("self",))
    return runs.select_related("course", "organiser").get(pk=run.pk)


@sensitive_variables("identity_code")
@transaction.atomic
def enrol(
    *,
    run: CourseRun,
    learner: User,
    consents: bool,
    key: str = "",
    token: str = "",
    details: Mapping[str, Any] | None = None,
    identity_code: str = "",
    origin: Enrolment.Origin = Origin.SELF,
    recorded_by: User | None = None,
    passes: Collection[Refusal] = (),
    programme_enrolment: ProgrammeEnrolment | None = None,
    registrar_class: int | None = None,
    study_right: str = "",
    typed: Mapping[str, str] | None = None,
) -> Enrolment:
    """
    Enrol a learner on a run; raises EnrolmentRefusedError with the reason, changing nothing.

    `consents`: whether the learner agrees that the result is passed on to a study register;
    nobody agrees in their place. `details`: what the learner told of themselves while
    enrolling, by field of `User`. `key`, `token`: of the invitation that they use. `passes`:
    reasons that staff decide not to mind. `typed`: whom staff mean, by field of `Enrolment`.
    """
    run = locked(run)
    if reason := refusal_reason(run, learner, key, token, passes):
        raise EnrolmentRefusedError(reason)
    place = take_place(run, learner)
    if place is None:
        # Whoever waited used it up when they joined.
        use_link(run, learner, token=token, key=key)
    if details:
        User.objects.filter(pk=learner.pk).update(**details)
        learner.refresh_from_db(fields=list(details))
    if identity_code:
        keep_code(person=learner, organisation=run.organiser, code=identity_code)
    now = timezone.now()
    enrolment = Enrolment.objects.create(
        run=run,
        learner=learner,
        enrolled_at=now,
        registrar_class=registrar_class or run.registrar_class,
        study_right=study_right,
        consented_at=now if consents else None,
        consent_version=consent.version_for(run.organiser) if consents else "",
        origin=Origin.WAITING_LIST if place and origin == Origin.SELF else origin,
        recorded_by=recorded_by,
        programme_enrolment=programme_enrolment,
        confirmed_at=None if recorded_by else now,
        **(typed or {} if recorded_by else background(run, learner)),
    )
    if place:
        place.enrolment = enrolment
        place.save(update_fields=["enrolment"])
    _bring_along(enrolment, Q(enrolment__run=run, enrolment__learner=learner))
    return enrolment


def background(run: CourseRun, learner: User) -> dict[str, Any]:
    """What the learner has told of their work, kept as it was for figures on the course."""
    if not run.course.asks_background:
        return {}
    return {
        "profession": learner.profession,
        "employer": learner.employer,
        "county_id": learner.county_id,
    }


def _bring_along(enrolment: Enrolment, earlier: Q) -> None:
    """What was done on an earlier enrolment that was withdrawn counts again."""
    done = StepProgress.objects.filter(
        earlier, enrolment__withdrawn_at__isnull=False, completed_at__isnull=False
    )
    StepProgress.objects.bulk_create(
        [
            StepProgress(
                enrolment=enrolment,
                step_id=step,
                **dict(zip(KEPT_OF_A_STEP, kept, strict=True)),
            )
            for step, *kept in done.order_by("completed_at").values_list("step", *KEPT_OF_A_STEP)
        ],
        # A step done on two earlier enrolments keeps its first time.
        ignore_conflicts=True,
    )


def bring_along_all(run: CourseRun, *, enrolled_at: datetime.datetime) -> None:
    """The same for everybody who was enrolled at this moment; three statements."""
    new = Enrolment.objects.filter(run=run, enrolled_at=enrolled_at, withdrawn_at__isnull=True)
    by_learner = dict(new.values_list("learner_id", "pk"))
    done = StepProgress.objects.filter(
        enrolment__run=run, enrolment__withdrawn_at__isnull=False, completed_at__isnull=False
    ).order_by("completed_at")
    rows = done.values_list("enrolment__learner", "step", *KEPT_OF_A_STEP)
    StepProgress.objects.bulk_create(
        (
            StepProgress(
                enrolment_id=by_learner[learner],
                step_id=step,
                **dict(zip(KEPT_OF_A_STEP, kept, strict=True)),
            )
            for learner, step, *kept in rows
            if learner in by_learner
        ),
        batch_size=1000,
        ignore_conflicts=True,
    )


@transaction.atomic
def withdraw(enrolment: Enrolment, *, by: User | None = None, reason: str = "") -> Enrolment:
    """
    Withdraw an active enrolment, and offer its seat to the first of those who wait.

    Repeating the call, or a completed enrolment, changes nothing. `by`: the member of staff
    who does it, with the reason: the learner gets it by mail.
    """
    run = locked(CourseRun(pk=enrolment.run_id))
    enrolment = _locked_enrolment(enrolment)
    if enrolment.is_active:
        _close(enrolment, by, reason)
        if by is not None and by.pk != enrolment.learner_id:
            _tell(WITHDRAWN, enrolment)
        promote(run)
    return enrolment


def _locked_enrolment(enrolment: Enrolment) -> Enrolment:
    found = Enrolment.objects.select_for_update(of=("self",)).select_related("learner")
    return found.get(pk=enrolment.pk)


def _tell(effect: str, enrolment: Enrolment) -> None:
    outbox.send(effect=effect, key=f"{effect}:{enrolment.pk}", payload={"enrolment": enrolment.pk})


def _close(enrolment: Enrolment, by: User | None, reason: str) -> None:
    enrolment.withdrawn_at = timezone.now()
    enrolment.withdrawn_reason = reason
    enrolment.recorded_by = by or enrolment.recorded_by
    enrolment.save(update_fields=["withdrawn_at", "withdrawn_reason", "recorded_by"])


@transaction.atomic
def move(
    enrolment: Enrolment,
    *,
    to: CourseRun,
    by: User,
    despite_seats: bool = False,
    reason: str = "",
) -> Enrolment:
    """
    Move an active enrolment to another run of its course; what was done there counts here.

    Consent, class and study right come along; the learner is told by mail, with the reason.
    Raises EnrolmentRefusedError; staff pass dates and invitations, and with `despite_seats` a
    full run.
    """
    for run_id in sorted((enrolment.run_id, to.pk)):
        locked(CourseRun(pk=run_id))
    old = _locked_enrolment(enrolment)
    to = CourseRun.objects.select_related("course", "organiser").get(pk=to.pk)
    left = CourseRun.objects.select_related("course").get(pk=old.run_id)
    if not old.is_active or to.course_id != left.course_id:
        raise ValueError("An active enrolment moves within its course.")
    passes = UNTIL_ANSWERED
    if not despite_seats:
        passes = passes - {Refusal.FULL, Refusal.WAITING_LIST_OPEN}
    if refusal := refusal_reason(to, old.learner, passes=passes):
        raise EnrolmentRefusedError(refusal, to)
    place = take_place(to, old.learner)
    new = Enrolment.objects.create(
        run=to,
        enrolled_at=timezone.now(),
        origin=Origin.MOVED,
        recorded_by=by,
        **{name: getattr(old, name) for name in COMES_ALONG},
    )
    if place:
        place.enrolment = new
        place.save(update_fields=["enrolment"])
    old.moved_to = new
    old.save(update_fields=["moved_to"])
    _close(old, by, reason)
    _bring_along(new, Q(enrolment=old))
    bring_work_along(old, new)
    promote(left)
    _tell(MOVED, new)
    return new


# What of an enrolment stays the same on another run of the course.
COMES_ALONG = (
    "learner_id",
    "registrar_class",
    "study_right",
    "confirmed_at",
    "typed_address",
    "typed_given_names",
    "typed_surname",
    "consented_at",
    "consent_version",
    "profession",
    "employer",
    "county_id",
    "programme_enrolment_id",
    "reminders_off_at",
    "last_step_id",
    "last_seen_at",
)
