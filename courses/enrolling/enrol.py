"""Enrolling on a run and withdrawing from it."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from courses.catalogue.runs import CourseRun
from courses.enrolling import consent
from courses.enrolling.models import Enrolment
from courses.enrolling.refusals import EnrolmentRefusedError, refusal_reason
from courses.progress.models import StepProgress


@transaction.atomic
def enrol(
    *,
    run: CourseRun,
    learner: User,
    consents: bool,
    key: str = "",
    details: Mapping[str, Any] | None = None,
) -> Enrolment:
    """
    Enrol a learner on a run; raises EnrolmentRefusedError with the reason, changing nothing.

    `consents`: whether the learner agrees that the result is passed on to a study register.
    `details`: what the learner told of themselves while enrolling, by field of `User`.
    """
    # Serialise per run: two people must not both take the last seat.
    run = CourseRun.objects.select_for_update(of=("self",)).select_related("course").get(pk=run.pk)
    if reason := refusal_reason(run, learner, key):
        raise EnrolmentRefusedError(reason)
    if details:
        User.objects.filter(pk=learner.pk).update(**details)
    now = timezone.now()
    enrolment = Enrolment.objects.create(
        run=run,
        learner=learner,
        enrolled_at=now,
        registrar_class=run.registrar_class,
        consented_at=now if consents else None,
        consent_version=consent.VERSION if consents else "",
    )
    _bring_progress_along(enrolment)
    return enrolment


def _bring_progress_along(enrolment: Enrolment) -> None:
    """What was done on the run before withdrawing from it counts again."""
    done = StepProgress.objects.filter(
        enrolment__run=enrolment.run,
        enrolment__learner=enrolment.learner,
        enrolment__withdrawn_at__isnull=False,
        completed_at__isnull=False,
    )
    StepProgress.objects.bulk_create(
        [
            StepProgress(
                enrolment=enrolment, step_id=step, opened_at=opened_at, completed_at=completed_at
            )
            for step, opened_at, completed_at in done.order_by("completed_at").values_list(
                "step", "opened_at", "completed_at"
            )
        ],
        # A step done on two earlier enrolments keeps its first time.
        ignore_conflicts=True,
    )


@transaction.atomic
def withdraw(enrolment: Enrolment) -> Enrolment:
    """Withdraw an active enrolment; repeating the call, or a completed one, changes nothing."""
    enrolment = Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    if enrolment.is_active:
        enrolment.withdrawn_at = timezone.now()
        enrolment.save(update_fields=["withdrawn_at"])
    return enrolment
