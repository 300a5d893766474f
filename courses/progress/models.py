"""What a learner has done, and what that came to."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from courses.catalogue.models import Course, CourseStep, StudyField
from courses.catalogue.runs import CourseRun, RegistrarClass
from courses.enrolling.models import Enrolment
from home.words import said_in


class StepProgress(models.Model):
    """A learner's deed on one step: opened, and perhaps completed. Never undone by edits."""

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="step_progress")
    step = models.ForeignKey(CourseStep, models.PROTECT, related_name="progress")
    opened_at = models.DateTimeField(null=True, blank=True)
    completed_at = models.DateTimeField(null=True, blank=True)
    # The best result so far, where the step gives one: percent, and a grade on the scale 0–5.
    score = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    grade = models.CharField(max_length=3, blank=True)

    class Meta:
        verbose_name = _("progress of a step")
        verbose_name_plural = _("progress of steps")
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "step"], name="courses_progress_once_per_step"
            ),
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__gte=0, score__lte=100),
                name="courses_progress_score_0_to_100",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id}: {self.step_id}"


class StepDecision(models.Model):
    """
    A person's decision on somebody's step: recognised as done, or opened again.

    Append-only, so that it stays known who decided, when and why.
    """

    class Kind(models.TextChoices):
        RECOGNISED = "recognised", _("recognised as done")
        REOPENED = "reopened", _("opened again")

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="step_decisions")
    step = models.ForeignKey(CourseStep, models.PROTECT, related_name="decisions")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reason = models.TextField(_("reason"))
    score = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    grade = models.CharField(max_length=3, blank=True)
    decided_at = models.DateTimeField()

    class Meta:
        verbose_name = _("decision on a step")
        verbose_name_plural = _("decisions on steps")
        ordering = ["decided_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="courses_decision_has_a_reason"),
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__gte=0, score__lte=100),
                name="courses_decision_score_0_to_100",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id}: {self.step_id}, {self.kind}"


class CompletionQuerySet(models.QuerySet["Completion"]):
    def visible_to(self, user: User) -> "CompletionQuerySet":
        """Completions on runs of this member of staff's organisations; all for administrators."""
        if user.is_superuser:
            return self
        return self.filter(run__in=CourseRun.objects.visible_to(user))

    def valid(self) -> "CompletionQuerySet":
        """Completions not annulled."""
        return self.filter(annulled_at__isnull=True)

    def annulled(self) -> "CompletionQuerySet":
        """Completions annulled."""
        return self.filter(annulled_at__isnull=False)

    def completed_between(
        self, start: datetime.date | None, end: datetime.date | None
    ) -> "CompletionQuerySet":
        """Completed in the half-open interval [start, end); None leaves that side open."""
        found = self if start is None else self.filter(completed_on__gte=start)
        return found if end is None else found.filter(completed_on__lt=end)

    def in_list_order(self) -> "CompletionQuerySet":
        """By completion date, then surname and given names: the order of lists and exports."""
        return self.order_by("completed_on", "surname", "given_names", "pk")


class Completion(models.Model):
    """
    A passed course (suoritus), as the register will know it.

    Append-only: everything it says is copied when it arises, so later edits of profile,
    course or run change nothing here. Staff may annul it, with a reason; nothing is deleted.
    """

    class Origin(models.TextChoices):
        RULES = "rules", _("the course's rules")
        RECOGNITION = "recognition", _("recognition of prior learning")
        BY_HAND = "by_hand", _("by hand")

    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="completions")
    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="completions"
    )
    course = models.ForeignKey(Course, models.PROTECT, related_name="completions")
    run = models.ForeignKey(CourseRun, models.PROTECT, related_name="completions")
    surname = models.CharField(_("surname"), max_length=150, blank=True)
    given_names = models.CharField(_("given names"), max_length=150, blank=True)
    birth_date = models.DateField(_("date of birth"), null=True, blank=True)
    national_learner_id = models.CharField(_("national learner id"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail address"))
    home_organisation = models.CharField(_("home organisation"), max_length=200, blank=True)
    course_code = models.CharField(_("course code"), max_length=40)
    run_code = models.CharField(_("run code"), max_length=40)
    course_names = models.JSONField(_("course names"))
    credits = models.DecimalField(_("credits (op)"), max_digits=6, decimal_places=2)
    hours = models.PositiveSmallIntegerField(_("hours of work"))
    outcomes = models.JSONField(_("learning outcomes"), default=dict)
    scale = models.CharField(_("scale"), max_length=20, choices=Course.Scale.choices)
    grade = models.CharField(_("grade"), max_length=10)
    completed_on = models.DateField(_("completion date"))
    assessed_on = models.DateField(_("assessment date"))
    assessor = models.CharField(_("assessor"), max_length=200, blank=True)
    language = models.CharField(_("language of completion"), max_length=2)
    registrar_class = models.PositiveSmallIntegerField(
        _("registrar's class"), choices=RegistrarClass.choices
    )
    study_field = models.PositiveSmallIntegerField(
        _("field of study"), choices=StudyField.choices, null=True, blank=True
    )
    curriculum_version = models.CharField(_("curriculum version"), max_length=20)
    consented_at = models.DateTimeField(_("consent given"), null=True, blank=True)
    consent_version = models.CharField(_("consent text"), max_length=20, blank=True)
    origin = models.CharField(_("how it arose"), max_length=20, choices=Origin.choices)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    # Why it was recognised or recorded by hand; shown to staff.
    reason = models.TextField(_("reason"), blank=True)
    study_right = models.CharField(_("study-right key"), max_length=60, blank=True)
    created_at = models.DateTimeField()
    # The completion that this one corrects: annulled, and on the next delivery a change.
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    annulled_at = models.DateTimeField(_("annulled"), null=True, blank=True)
    annulled_reason = models.TextField(_("reason for annulling"), blank=True)
    annulled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = CompletionQuerySet.as_manager()

    class Meta:
        verbose_name = _("completion")
        verbose_name_plural = _("completions")
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment"],
                condition=Q(annulled_at__isnull=True),
                name="courses_completion_one_valid_per_enrolment",
            ),
            models.CheckConstraint(
                condition=(
                    Q(scale="pass_fail", grade="HYV")
                    | Q(scale="zero_to_five", grade__in=["HYV", "1", "2", "3", "4", "5"])
                ),
                name="courses_completion_grade_passes_on_its_scale",
            ),
            models.CheckConstraint(
                condition=Q(annulled_at__isnull=True) | ~Q(annulled_reason=""),
                name="courses_completion_annulled_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(origin="rules") | (Q(recorded_by__isnull=False) & ~Q(reason="")),
                name="courses_completion_by_a_person_has_author_and_reason",
            ),
            models.CheckConstraint(
                condition=Q(study_field__isnull=True) | Q(study_field__in=StudyField.values),
                name="courses_completion_study_field_is_known",
            ),
        ]
        indexes = [
            # The completion list: an organisation's runs within dates, in list order.
            models.Index(
                fields=["run", "completed_on", "surname"], name="courses_completion_list_idx"
            ),
            models.Index(fields=["learner"], name="courses_completion_mine_idx"),
            # The administrator's list of all, in list order.
            models.Index(
                fields=["completed_on", "surname", "given_names"],
                name="courses_completion_dates_idx",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.surname}, {self.given_names}: {self.course_code}"

    @property
    def course_name(self) -> str:
        """The frozen name in the reader's language, else in Finnish."""
        return said_in(self.course_names, get_language(), self.course_code)
