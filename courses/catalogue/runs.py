"""A course held by an organiser in a time."""

import datetime
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce, Lower
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from courses.catalogue.models import Course
from courses.catalogue.organised import CODE_TAKEN, PLAIN_CODE, OrganisedQuerySet
from home.reach import in_our_time

MOST_SEATS = 10_000
AT_MOST_SEATS = _("A run has 10,000 seats at most; leave empty for no limit.")
MOST_HOURS_TO_ACCEPT = 30 * 24
ACCEPTING_TAKES = _("A place is kept from one hour to 30 days (720 hours).")
NO_NEGATIVE_PRICE = _("A price is 0 or more.")


class RegistrarClass(models.IntegerChoices):
    """How a completion counts in the study register (VIRTA: Luokittelu)."""

    OPEN_STUDIES = 1, _("open studies")
    SEPARATE_RIGHT = 4, _("separate right to study")
    CONTINUING_EDUCATION = 13, _("completed in continuing education")
    JOTPA = 18, _("funded by Jotpa")
    DEGREE_PART = 19, _("part of a degree, completed in continuing education")


class CourseRunQuerySet(OrganisedQuerySet):
    def open_for_enrolment(self, day: datetime.date) -> "CourseRunQuerySet":
        """Runs whose enrolment is open on a day (seats aside)."""
        return self.filter(
            Q(enrolment_opens_on__isnull=True) | Q(enrolment_opens_on__lte=day),
            Q(enrolment_closes_on__isnull=True) | Q(enrolment_closes_on__gte=day),
            Q(ends_on__isnull=True) | Q(ends_on__gte=day),
            archived_at__isnull=True,
        )

    def with_taken_seats(self) -> "CourseRunQuerySet":
        """Each run with its seats taken: learners not withdrawn, and places on offer."""
        return self.annotate(
            taken_seats=_count("courses.Enrolment", withdrawn_at__isnull=True)
            + _count("courses.WaitingPlace", ended_at__isnull=True, offered_at__isnull=False)
        )


def _count(model: str, **which: Any) -> Coalesce:
    """How many such rows a run has; a count of its own, so that two do not multiply."""
    rows = apps.get_model(model).objects.filter(run=models.OuterRef("pk"), **which)
    counted = rows.order_by().values("run").annotate(count=models.Count("pk")).values("count")
    return Coalesce(models.Subquery(counted), 0)


class CourseRun(models.Model):
    """
    A course held by an organiser in a time. Both days of each span belong to it.

    A self-paced course has one standing run without an end.
    """

    course = models.ForeignKey(
        Course, models.PROTECT, related_name="runs", verbose_name=_("course")
    )
    organiser = models.ForeignKey(
        Organisation, models.PROTECT, related_name="runs", verbose_name=_("organiser")
    )
    code = models.CharField(
        _("code"),
        max_length=40,
        unique=True,
        validators=[PLAIN_CODE],
        error_messages={"unique": CODE_TAKEN},
    )
    standing = models.BooleanField(
        _("standing run"), default=False, help_text=_("Self-paced, open all the time.")
    )
    enrolment_opens_on = models.DateField(
        _("enrolment opens"), null=True, blank=True, validators=[in_our_time]
    )
    enrolment_closes_on = models.DateField(
        _("enrolment closes"), null=True, blank=True, validators=[in_our_time]
    )
    starts_on = models.DateField(_("starts"), null=True, blank=True, validators=[in_our_time])
    ends_on = models.DateField(_("ends"), null=True, blank=True, validators=[in_our_time])
    seats = models.PositiveSmallIntegerField(
        _("seats"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(MOST_SEATS, AT_MOST_SEATS)],
        help_text=_("Empty: no limit."),
    )
    languages = models.JSONField(_("languages"), default=list, blank=True)
    invited_only = models.BooleanField(
        _("only for those invited to this run"),
        default=False,
        help_text=_("Whoever is not invited to the run or its course cannot enrol."),
    )
    has_waiting_list = models.BooleanField(
        _("waiting list"),
        default=True,
        help_text=_("When the run is full one may wait for a place."),
    )
    hours_to_accept = models.PositiveSmallIntegerField(
        _("hours to accept a place"),
        default=72,
        validators=[
            MinValueValidator(1, ACCEPTING_TAKES),
            MaxValueValidator(MOST_HOURS_TO_ACCEPT, ACCEPTING_TAKES),
        ],
        help_text=_("How long a freed place is kept for the first of those who wait."),
    )
    price = models.DecimalField(
        _("price (€)"),
        max_digits=8,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0, NO_NEGATIVE_PRICE)],
        help_text=_("Shown as information. 0: free of charge; empty: nothing is said."),
    )
    payer = models.CharField(
        _("who pays"),
        max_length=200,
        blank=True,
        help_text=_("Such as the employer, or the project's funding. Shown as information."),
    )
    programme_run = models.ForeignKey(
        "courses.ProgrammeRun",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="runs",
        verbose_name=_("run of a programme"),
    )
    copied_from = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, editable=False, related_name="copies"
    )
    registrar_class = models.PositiveSmallIntegerField(
        _("registrar's class"),
        choices=RegistrarClass.choices,
        default=RegistrarClass.CONTINUING_EDUCATION,
    )
    teachers = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="taught_runs", verbose_name=_("teachers")
    )
    archived_at = models.DateTimeField(_("archived"), null=True, blank=True)

    objects = CourseRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("course run")
        verbose_name_plural = _("course runs")
        ordering = ["-starts_on", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["course", "organiser"],
                condition=Q(standing=True, archived_at__isnull=True),
                name="courses_run_one_standing_per_course_and_organiser",
                violation_error_message=_("You have a standing run of this course already."),
            ),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(ends_on__gte=F("starts_on")),
                name="courses_run_ends_after_it_starts",
                violation_error_message=_("A run ends on its first day or later."),
            ),
            models.CheckConstraint(
                condition=Q(enrolment_opens_on__isnull=True)
                | Q(enrolment_closes_on__isnull=True)
                | Q(enrolment_closes_on__gte=F("enrolment_opens_on")),
                name="courses_run_enrolment_closes_after_it_opens",
                violation_error_message=_("Enrolment closes on its first day or later."),
            ),
            models.CheckConstraint(
                condition=Q(seats__isnull=True) | Q(seats__gt=0),
                name="courses_run_seats_above_zero",
                violation_error_message=_("A run has one seat or more; leave empty for no limit."),
            ),
            models.CheckConstraint(
                condition=Q(seats__isnull=True) | Q(seats__lte=MOST_SEATS),
                name="courses_run_seats_at_most_10000",
                violation_error_message=AT_MOST_SEATS,
            ),
            models.CheckConstraint(
                condition=Q(hours_to_accept__gte=1, hours_to_accept__lte=MOST_HOURS_TO_ACCEPT),
                name="courses_run_place_kept_1_to_720_hours",
                violation_error_message=ACCEPTING_TAKES,
            ),
            models.CheckConstraint(
                condition=Q(price__isnull=True) | Q(price__gte=0),
                name="courses_run_price_not_negative",
                violation_error_message=NO_NEGATIVE_PRICE,
            ),
            # Spreadsheets and registers look codes up without regard to capitals.
            models.UniqueConstraint(
                Lower("code"), name="courses_run_code_once", violation_error_message=CODE_TAKEN
            ),
            models.UniqueConstraint(
                fields=["programme_run", "course"],
                name="courses_run_once_in_a_programme_run",
                violation_error_message=_("The programme's run has a run of this course already."),
            ),
        ]

    def __str__(self) -> str:
        return self.code

    def begins_after(self, day: datetime.date) -> bool:
        """Whether studying has not begun on a day: lessons and quizzes are closed until then."""
        return self.starts_on is not None and day < self.starts_on

    def ended_before(self, day: datetime.date) -> bool:
        """Whether studying is over: what is there can be read, but nothing more is done."""
        return self.ends_on is not None and self.ends_on < day
