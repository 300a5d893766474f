"""A learner's own plan for one course."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.enrolling.models import Enrolment

EVERY_DAY = 127


class StudyPlan(models.Model):
    """
    By when a learner wants to be ready, and on which days they study.

    What there is to do on a day is worked out from what is left when it is asked for, so that
    the plan follows the learner and never the other way round. Nobody else sees it.
    """

    enrolment = models.OneToOneField(Enrolment, models.CASCADE, related_name="plan")
    ready_by = models.DateField(_("ready by"))
    # One bit a day, Monday first: 1, 2, 4 … 64.
    weekdays = models.PositiveSmallIntegerField(_("days of study"))
    begins_at = models.TimeField(_("time of day"))
    planned_on = models.DateField()
    # What was left then: whether the learner is ahead is told from it.
    minutes_then = models.PositiveIntegerField()
    # The address of its calendar file, which a calendar asks for without signing in.
    secret = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)

    class Meta:
        verbose_name = _("study plan")
        verbose_name_plural = _("study plans")
        constraints = [
            models.CheckConstraint(
                condition=Q(weekdays__gte=1, weekdays__lte=EVERY_DAY),
                name="courses_study_plan_has_a_day_of_study",
            ),
            models.CheckConstraint(
                condition=Q(ready_by__gte=models.F("planned_on")),
                name="courses_study_plan_ends_after_it_was_made",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id}: {self.ready_by}"
