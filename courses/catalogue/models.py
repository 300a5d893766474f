"""What can be studied: courses and the steps that they consist of."""

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from home.reach import in_our_time
from home.words import said_in

MOST_CREDITS = 300
AT_MOST_CREDITS = _("A course gives 300 credits at most.")
MOST_HOURS = 10_000
AT_MOST_HOURS = _("A course takes 10,000 hours at most.")


class StudyField(models.IntegerChoices):
    """The field of study, as the ministry steers higher education (ohjauksen ala)."""

    EDUCATION = 1, _("1 education")
    ARTS = 2, _("2 arts and culture")
    HUMANITIES = 3, _("3 humanities")
    SOCIAL = 4, _("4 social sciences")
    BUSINESS = 5, _("5 business, administration and law")
    SCIENCE = 6, _("6 natural sciences")
    COMPUTING = 7, _("7 computing and communications")
    ENGINEERING = 8, _("8 engineering")
    AGRICULTURE = 9, _("9 agriculture and forestry")
    MEDICINE = 10, _("10 medicine")
    HEALTH = 11, _("11 health and welfare")
    SERVICES = 12, _("12 services")


class Audience(models.TextChoices):
    """Whose work a course helps; readers choose by it in the catalogue."""

    HEALTH = "health", _("Social and health care")
    EMPLOYMENT = "employment", _("Employment services")
    BENEFITS = "benefits", _("Kela and pension insurance")
    REHABILITATION = "rehabilitation", _("Rehabilitation and workshops")
    EDUCATION = "education", _("Teaching and guidance")
    WORKPLACES = "workplaces", _("Workplaces and occupational health")
    ORGANISATIONS = "organisations", _("Organisations and projects")


def known_audiences(value: Any) -> None:
    """Raise ValidationError unless the value is a list of audiences, each once."""
    known = isinstance(value, list) and all(one in Audience.values for one in value)
    if not known or any(value.count(one) > 1 for one in value):
        raise ValidationError(_("Choose audiences from the list."))


class Course(models.Model):
    """
    A course that can be completed: its code, size and rules, without its words.

    Never deleted: completions point at it. Names, summaries and outcomes are copies of the
    last published course page per language ({"fi": …, "sv": …}); lists, matrices and
    certificates read them, so that they need no page.
    """

    class Access(models.TextChoices):
        OPEN = "open", _("open: anyone may read, signing in saves progress")
        ENROL = "enrol", _("enrolment: lessons open to those enrolled")
        INVITED = "invited", _("invited: only those invited may enrol")

    class Form(models.TextChoices):
        OWN_PACE = "own_pace", _("At one's own pace online")
        ONLINE = "online", _("Online with a timetable")
        BLENDED = "blended", _("Online and face to face")

    class Scale(models.TextChoices):
        PASS_FAIL = "pass_fail", _("passed / failed")
        ZERO_TO_FIVE = "zero_to_five", _("0–5")

    code = models.CharField(_("code"), max_length=40, unique=True)
    names = models.JSONField(_("names"), default=dict, editable=False)
    summaries = models.JSONField(_("summaries"), default=dict, editable=False)
    outcomes = models.JSONField(_("learning outcomes"), default=dict, editable=False)
    credits = models.DecimalField(
        _("credits (op)"),
        max_digits=6,
        decimal_places=2,
        validators=[MaxValueValidator(MOST_CREDITS, AT_MOST_CREDITS)],
    )
    hours = models.PositiveSmallIntegerField(
        _("hours of work"), validators=[MaxValueValidator(MOST_HOURS, AT_MOST_HOURS)]
    )
    scale = models.CharField(
        _("scale"), max_length=20, choices=Scale.choices, default=Scale.PASS_FAIL
    )
    study_field = models.PositiveSmallIntegerField(
        _("field of study"),
        choices=StudyField.choices,
        null=True,
        blank=True,
        help_text=_("For the study register; completions copy it."),
    )
    form = models.CharField(
        _("form of study"), max_length=10, choices=Form.choices, default=Form.OWN_PACE
    )
    audiences = models.JSONField(
        _("audiences"),
        default=list,
        blank=True,
        validators=[known_audiences],
        help_text=_("Whose work it helps. The catalogue is searched by these."),
    )
    access = models.CharField(
        _("access"), max_length=10, choices=Access.choices, default=Access.ENROL
    )
    opens_to_all_on = models.DateField(
        _("open to everyone from"),
        null=True,
        blank=True,
        validators=[in_our_time],
        help_text=_("An invited course is open to everyone from this day on."),
    )
    prerequisites = models.ManyToManyField(
        "self",
        symmetrical=False,
        blank=True,
        related_name="leads_to",
        verbose_name=_("prerequisites"),
        help_text=_("Courses that must be completed before one may enrol."),
    )
    sequential = models.BooleanField(
        _("in order"),
        default=False,
        help_text=_("A step opens when the required steps before it are done."),
    )
    asks_background = models.BooleanField(
        _("asks for profession, employer and county"),
        default=True,
        help_text=_("Optional for the learner; asked once, while enrolling."),
    )
    curriculum_version = models.CharField(_("curriculum version"), max_length=20, default="1")
    outline_version = models.PositiveIntegerField(default=1, editable=False)
    retired_at = models.DateTimeField(_("retired"), null=True, blank=True)

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(credits__gt=0),
                name="courses_course_credits_above_zero",
                violation_error_message=_("A course gives more than zero credits."),
            ),
            models.CheckConstraint(
                condition=Q(credits__lte=MOST_CREDITS),
                name="courses_course_credits_at_most_300",
                violation_error_message=AT_MOST_CREDITS,
            ),
            models.CheckConstraint(
                condition=Q(hours__lte=MOST_HOURS),
                name="courses_course_hours_at_most_10000",
                violation_error_message=AT_MOST_HOURS,
            ),
            models.CheckConstraint(
                condition=Q(opens_to_all_on__isnull=True) | Q(access="invited"),
                name="courses_course_opens_only_when_invited",
                violation_error_message=_("Only an invited course has a day when it opens to all."),
            ),
            models.CheckConstraint(
                condition=Q(form__in=["own_pace", "online", "blended"]),
                name="courses_course_form_is_known",
                violation_error_message=_("Choose a form of study from the list."),
            ),
            models.CheckConstraint(
                condition=Q(study_field__isnull=True) | Q(study_field__in=StudyField.values),
                name="courses_course_study_field_is_known",
                violation_error_message=_("Choose a field of study from the list."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"

    @property
    def name(self) -> str:
        """The name in the reader's language, else in Finnish, else the code."""
        return said_in(self.names, get_language(), self.code)

    @property
    def summary(self) -> str:
        """One sentence in the reader's language, else in Finnish."""
        return said_in(self.summaries, get_language(), "")

    def access_on(self, day: datetime.date) -> "Course.Access":
        """The access in force on a day: an invited course opens to everyone on its day."""
        if self.opens_to_all_on and day >= self.opens_to_all_on:
            return Course.Access.OPEN
        return Course.Access(self.access)

    @property
    def access_now(self) -> "Course.Access":
        """The access in force today."""
        return self.access_on(timezone.localdate())


class CourseStepQuerySet(models.QuerySet["CourseStep"]):
    def current(self) -> "CourseStepQuerySet":
        """Steps that are part of the course today, in order."""
        return self.filter(retired_at__isnull=True).order_by("position", "pk")


class CourseStep(models.Model):
    """
    One thing that can be completed: a lesson, a quiz, an assignment, a webinar.

    Its key is the translation key of its page, so the page in every language means the same
    step. Synced from the published Finnish tree; retired when its page goes, never deleted.
    """

    class Kind(models.TextChoices):
        LESSON = "lesson", _("lesson")
        QUIZ = "quiz", _("quiz")
        ASSIGNMENT = "assignment", _("assignment")
        WEBINAR = "webinar", _("webinar")
        SELF_ASSESSMENT = "self_assessment", _("self-assessment")

    course = models.ForeignKey(Course, models.PROTECT, related_name="steps")
    key = models.UUIDField(unique=True)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    titles = models.JSONField(default=dict)
    module_key = models.UUIDField()
    module_titles = models.JSONField(default=dict)
    position = models.PositiveIntegerField()
    minutes = models.PositiveSmallIntegerField(default=0)
    required = models.BooleanField(
        default=False, help_text=_("Must be done before the course is completed.")
    )
    # What doing it means (files, criteria, parts …), copied from the live pages at publishing,
    # so that deeds and those who assess them need no page.
    terms = models.JSONField(default=dict)
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = CourseStepQuerySet.as_manager()

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        indexes = [
            # The outline and the percent: a course's current steps in order.
            models.Index(
                fields=["course", "position"],
                condition=Q(retired_at__isnull=True),
                name="courses_step_current_idx",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The title in the reader's language, else in Finnish."""
        return said_in(self.titles, get_language(), str(self.key))

    @property
    def module_title(self) -> str:
        """The module's title in the reader's language, else in Finnish."""
        return said_in(self.module_titles, get_language(), "")
