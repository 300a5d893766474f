"""What a course asks for beyond its required steps, and the days of its steps on a run."""

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from courses.catalogue.models import Course, CourseStep
from courses.catalogue.runs import CourseRun
from home.reach import in_our_time
from home.words import said_in

PERCENT = _("A percentage is from 0 to 100.")


class StepGroup(models.Model):
    """So many of these steps are needed ("3 of 5"), whichever the learner chooses."""

    course = models.ForeignKey(Course, models.CASCADE, related_name="step_groups")
    names = models.JSONField(_("names"), default=dict)
    needed = models.PositiveSmallIntegerField(
        _("how many are needed"), default=1, validators=[MinValueValidator(1)]
    )
    steps = models.ManyToManyField(CourseStep, related_name="groups", verbose_name=_("steps"))
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("choice of steps")
        verbose_name_plural = _("choices of steps")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(needed__gte=1), name="courses_group_needs_one_or_more"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language, else in Finnish."""
        return said_in(self.names, get_language(), "")


class StepRule(models.Model):
    """What a step asks for beyond being done: a score, a step before it, its weight."""

    step = models.OneToOneField(CourseStep, models.CASCADE, related_name="rule")
    minimum_percent = models.DecimalField(
        _("minimum score (%)"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0, PERCENT), MaxValueValidator(100, PERCENT)],
        help_text=_("The course is completed only with this score, or more, from the step."),
    )
    after = models.ForeignKey(
        CourseStep,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="opens",
        verbose_name=_("opens after"),
    )
    grade_weight = models.DecimalField(
        _("weight in the grade"),
        max_digits=5,
        decimal_places=2,
        default=Decimal(0),
        validators=[MinValueValidator(0)],
        help_text=_("On a course graded 0–5: the weighted mean of grades is the grade."),
    )

    class Meta:
        verbose_name = _("rule of a step")
        verbose_name_plural = _("rules of steps")
        constraints = [
            models.CheckConstraint(
                condition=Q(minimum_percent__isnull=True)
                | Q(minimum_percent__gte=0, minimum_percent__lte=100),
                name="courses_rule_percent_0_to_100",
                violation_error_message=PERCENT,
            ),
            models.CheckConstraint(
                condition=Q(grade_weight__gte=0), name="courses_rule_weight_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(after__isnull=True) | ~Q(after=F("step")),
                name="courses_rule_step_not_after_itself",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.step_id}"


class StepDate(models.Model):
    """From when a step is open on a run, and by when it should be done. Both days belong."""

    run = models.ForeignKey(CourseRun, models.CASCADE, related_name="step_dates")
    step = models.ForeignKey(CourseStep, models.CASCADE, related_name="run_dates")
    opens_on = models.DateField(_("opens"), null=True, blank=True, validators=[in_our_time])
    due_on = models.DateField(_("due"), null=True, blank=True, validators=[in_our_time])

    class Meta:
        verbose_name = _("date of a step")
        verbose_name_plural = _("dates of steps")
        constraints = [
            models.UniqueConstraint(fields=["run", "step"], name="courses_date_once_per_step"),
            models.CheckConstraint(
                condition=Q(opens_on__isnull=True)
                | Q(due_on__isnull=True)
                | Q(due_on__gte=F("opens_on")),
                name="courses_date_due_after_it_opens",
                violation_error_message=_("A step is due on the day it opens, or later."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.run_id}: {self.step_id}"
