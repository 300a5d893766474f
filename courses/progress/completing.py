"""Doing steps, and completing a course when its rules are met."""

import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language

from courses import rules
from courses.catalogue.models import Course, CourseStep
from courses.enrolling.models import Enrolment
from courses.progress.models import Completion, StepProgress
from courses.signals import completed

RULES_ASSESSOR = "Työkykypolku"


def open_step(enrolment: Enrolment, step_id: int) -> None:
    """Remember that the learner was here; writes only where something is new."""
    if enrolment.last_step_id == step_id:
        return
    enrolment.last_step_id = step_id
    enrolment.last_seen_at = timezone.now()
    enrolment.save(update_fields=["last_step", "last_seen_at"])


@transaction.atomic
def complete_step(enrolment: Enrolment, step: CourseStep) -> StepProgress:
    """Mark the step done; repeating the call changes nothing."""
    # Serialise per enrolment: two tabs must not both see "one step left".
    enrolment = (
        Enrolment.objects.select_for_update(of=("self",))
        .select_related("run__course", "learner__home_organisation")
        .get(pk=enrolment.pk)
    )
    now = timezone.now()
    progress, _ = StepProgress.objects.get_or_create(
        enrolment=enrolment, step=step, defaults={"opened_at": now}
    )
    if progress.completed_at is None and enrolment.withdrawn_at is None:
        progress.completed_at = now
        progress.save(update_fields=["completed_at"])
        _complete_enrolment_if_done(enrolment)
    return progress


def standing(enrolment: Enrolment) -> rules.Standing:
    """Judge an enrolment by its course's current rules; two queries."""
    steps = CourseStep.objects.current().filter(course_id=enrolment.run.course_id)
    done = StepProgress.objects.filter(enrolment=enrolment, completed_at__isnull=False)
    return rules.evaluate(
        [rules.Step(str(step.pk), step.required) for step in steps],
        {str(step_id) for step_id in done.values_list("step_id", flat=True)},
    )


def _complete_enrolment_if_done(enrolment: Enrolment) -> None:
    if enrolment.completed_at is None and standing(enrolment).complete:
        record_completion(enrolment, origin=Completion.Origin.RULES, assessor=RULES_ASSESSOR)


def record_completion(
    enrolment: Enrolment,
    *,
    origin: "Completion.Origin",
    assessor: str,
    grade: str = "HYV",
    recorded_by: Any = None,
    completed_on: datetime.date | None = None,
) -> Completion:
    """
    Freeze a completion of an enrolment, and tell the other rooms. Call in a transaction.

    Names, identifiers, course, run and consent are copied as they are at this moment.
    """
    now = timezone.now()
    day = completed_on or timezone.localdate(now)
    learner, run = enrolment.learner, enrolment.run
    course: Course = run.course
    enrolment.completed_at = now
    enrolment.save(update_fields=["completed_at"])
    completion = Completion.objects.create(
        enrolment=enrolment,
        learner=learner,
        course=course,
        run=run,
        surname=learner.last_name,
        given_names=learner.first_name,
        birth_date=learner.birth_date,
        national_learner_id=learner.learner_id,
        email=learner.email,
        home_organisation=learner.home_organisation.name_fi if learner.home_organisation else "",
        course_code=course.code,
        run_code=run.code,
        course_names=course.names,
        credits=course.credits,
        hours=course.hours,
        outcomes=course.outcomes,
        scale=course.scale,
        grade=grade,
        completed_on=day,
        assessed_on=day,
        assessor=assessor,
        language=(get_language() or "fi")[:2],
        registrar_class=enrolment.registrar_class,
        curriculum_version=course.curriculum_version,
        consented_at=enrolment.consented_at,
        consent_version=enrolment.consent_version,
        origin=origin,
        recorded_by=recorded_by,
        created_at=now,
    )
    completed.send(sender=Completion, completion=completion)
    return completion
