"""Making, changing and dropping the plan of one's own enrolment, and what it comes to today."""

import datetime
from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from courses.catalogue.models import CourseStep
from courses.enrolling.models import Enrolment
from courses.planning.models import StudyPlan
from courses.planning.pace import Left, Pace, Sitting, ahead_by, pace
from courses.progress.studies import Study


@dataclass(frozen=True)
class Planned:
    """A plan with how its learner stands."""

    plan: StudyPlan
    study: Study

    @cached_property
    def pace(self) -> Pace:
        """What is left and on which days, from today on."""
        return pace(
            left_of(self.study),
            weekdays=self.plan.weekdays,
            today=timezone.localdate(),
            ready_by=self.plan.ready_by,
        )

    @property
    def this_week(self) -> tuple[Sitting, ...]:
        """What is still to study this week, today too."""
        today = timezone.localdate()
        return self.pace.between(today, today + datetime.timedelta(days=6 - today.weekday()))

    @property
    def minutes_this_week(self) -> int:
        """How long that takes."""
        return sum(sitting.minutes for sitting in self.this_week)

    @cached_property
    def ahead(self) -> int:
        """By how many sittings the learner is ahead of the plan; less than 0: behind."""
        return ahead_by(
            self.pace.minutes,
            minutes_then=self.plan.minutes_then,
            weekdays=self.plan.weekdays,
            planned_on=self.plan.planned_on,
            today=timezone.localdate(),
            ready_by=self.plan.ready_by,
        )

    @property
    def has_webinars(self) -> bool:
        """Whether webinars come besides."""
        return any(
            step.kind == CourseStep.Kind.WEBINAR and step.pk not in self.study.done
            for step in self.study.steps
        )

    @property
    def file_address(self) -> str:
        """The whole address of its calendar file, which no sign-in stands before."""
        address = reverse("courses:plan_calendar", args=[self.plan.secret])
        return f"{settings.BASE_URL}{address}"


def left_of(study: Study) -> list[Left]:
    """
    Return the steps that are not done, in order; what the course asks for is required.

    Webinars have times of their own, and are no part of it.
    """
    asked = {step.key for step in study.course_rules.rules.steps if step.is_asked_for}
    return [
        Left(step.title, step.minutes, step.pk in asked)
        for step in study.steps
        if step.pk not in study.done and step.kind != CourseStep.Kind.WEBINAR
    ]


@transaction.atomic
def make_plan(
    *,
    enrolment: Enrolment,
    ready_by: datetime.date,
    weekdays: int,
    begins_at: datetime.time,
    minutes_left: int,
) -> StudyPlan:
    """Make or change the plan; it begins anew from today, at the address that it had."""
    Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    plan, _made = StudyPlan.objects.update_or_create(
        enrolment=enrolment,
        defaults={
            "ready_by": ready_by,
            "weekdays": weekdays,
            "begins_at": begins_at,
            "planned_on": timezone.localdate(),
            "minutes_then": minutes_left,
        },
    )
    return plan


def drop_plan(*, enrolment: Enrolment) -> None:
    """Drop the plan; its calendar file is not there any more."""
    StudyPlan.objects.filter(enrolment=enrolment).delete()
