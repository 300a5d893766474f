"""What can be studied: courses and their steps, runs, programmes, and who is invited."""

import datetime

from django.conf import settings
from django.core.validators import MaxValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from accounts.models import Organisation
from home.reach import in_our_time
from home.words import said_in

MOST_CREDITS = 300
AT_MOST_CREDITS = _("A course gives 300 credits at most.")
MOST_HOURS = 10_000
AT_MOST_HOURS = _("A course takes 10,000 hours at most.")
MOST_SEATS = 10_000
AT_MOST_SEATS = _("A run has 10,000 seats at most; leave empty for no limit.")


class RegistrarClass(models.IntegerChoices):
    """How a completion counts in the study register (VIRTA: Luokittelu)."""

    OPEN_STUDIES = 1, _("open studies")
    SEPARATE_RIGHT = 4, _("separate right to study")
    CONTINUING_EDUCATION = 13, _("completed in continuing education")
    JOTPA = 18, _("funded by Jotpa")
    DEGREE_PART = 19, _("part of a degree, completed in continuing education")


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
    One thing that can be completed: a lesson, a quiz.

    Its key is the translation key of its page, so the page in every language means the same
    step. Synced from the published Finnish tree; retired when its page goes, never deleted.
    """

    class Kind(models.TextChoices):
        LESSON = "lesson", _("lesson")
        QUIZ = "quiz", _("quiz")

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


class CourseRunQuerySet(models.QuerySet["CourseRun"]):
    def visible_to(self, user: models.Model) -> "CourseRunQuerySet":
        """Runs that the organisations of this member of staff organise; all for administrators."""
        return self.filter(organiser__in=Organisation.objects.visible_to(user))

    def kept_by(self, user: models.Model) -> "CourseRunQuerySet":
        """Runs that this person manages as study staff of their organiser."""
        return self.filter(organiser__in=Organisation.objects.kept_by(user))

    def open_for_enrolment(self, day: datetime.date) -> "CourseRunQuerySet":
        """Runs whose enrolment is open on a day (seats aside)."""
        return self.filter(
            Q(enrolment_opens_on__isnull=True) | Q(enrolment_opens_on__lte=day),
            Q(enrolment_closes_on__isnull=True) | Q(enrolment_closes_on__gte=day),
            Q(ends_on__isnull=True) | Q(ends_on__gte=day),
            archived_at__isnull=True,
        )

    def with_taken_seats(self) -> "CourseRunQuerySet":
        """Each run with the number of its learners that have not withdrawn: `taken_seats`."""
        return self.annotate(
            taken_seats=models.Count("enrolments", filter=Q(enrolments__withdrawn_at__isnull=True))
        )


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
        # It stands in addresses, file names and registers.
        validators=[
            RegexValidator(
                r"^[\w.-]+\Z",
                _("A code has letters, digits, dots, dashes and underscores."),
            )
        ],
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
                fields=["course"],
                condition=Q(standing=True, archived_at__isnull=True),
                name="courses_run_one_standing_per_course",
                violation_error_message=_("The course has a standing run already."),
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
        ]

    def __str__(self) -> str:
        return self.code

    def begins_after(self, day: datetime.date) -> bool:
        """Whether studying has not begun on a day: lessons and quizzes are closed until then."""
        return self.starts_on is not None and day < self.starts_on

    def ended_before(self, day: datetime.date) -> bool:
        """Whether studying is over: what is there can be read, but nothing more is done."""
        return self.ends_on is not None and self.ends_on < day


class Programme(ClusterableModel):
    """A training of several courses in order, completed when all of them are."""

    code = models.CharField(_("code"), max_length=40, unique=True)
    names = models.JSONField(_("names"), default=dict)
    courses = models.ManyToManyField(
        Course, through="ProgrammeCourse", related_name="programmes", verbose_name=_("courses")
    )

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language, else in Finnish."""
        return said_in(self.names, get_language(), self.code)


class ProgrammeCourse(models.Model):
    """A course's place in a programme."""

    sort_order_field = "position"

    programme = ParentalKey(Programme, on_delete=models.CASCADE, related_name="places")
    course = models.ForeignKey(
        Course, models.PROTECT, related_name="places", verbose_name=_("course")
    )
    position = models.PositiveSmallIntegerField(editable=False)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "course"],
                name="courses_programme_course_once",
                violation_error_message=_("This course is in the programme already."),
            ),
            models.UniqueConstraint(
                fields=["programme", "position"],
                name="courses_programme_place_taken_once",
                violation_error_message=_("Another course has this place in the programme."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme}: {self.position}"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def for_person(self, user: models.Model, key: str = "") -> "InvitationQuerySet":
        """
        Invitations that this person may use: to their address, its domain, an organisation
        that confirmed them as its own, or the key that they typed.
        """
        email = user.email.lower()
        wanted = (
            Q(email=email)
            | Q(email_domain=email.rpartition("@")[2])
            | Q(organisation__memberships__user=user)
        )
        if key.strip():
            wanted |= Q(key=key.strip().upper())
        return self.filter(wanted).distinct()


class Invitation(models.Model):
    """
    Whom an invited course lets in: one address, one e-mail domain, an organisation's
    confirmed people, or whoever has the key. Each row names exactly one of these.
    """

    course = models.ForeignKey(Course, models.CASCADE, related_name="invitations")
    email = models.EmailField(_("e-mail address"), blank=True)
    email_domain = models.CharField(_("e-mail domain"), max_length=120, blank=True)
    organisation = models.ForeignKey(
        Organisation,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="invitations",
        verbose_name=_("organisation"),
    )
    key = models.CharField(pgettext_lazy("invitation", "key"), max_length=40, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [
            models.CheckConstraint(
                condition=(
                    (~Q(email="") & Q(email_domain="", organisation__isnull=True, key=""))
                    | (~Q(email_domain="") & Q(email="", organisation__isnull=True, key=""))
                    | (Q(organisation__isnull=False) & Q(email="", email_domain="", key=""))
                    | (~Q(key="") & Q(email="", email_domain="", organisation__isnull=True))
                ),
                name="courses_invitation_names_exactly_one",
                violation_error_message=_(
                    "Name one: an address, a domain, an organisation or a key."
                ),
            ),
            models.UniqueConstraint(
                "course",
                "email",
                "email_domain",
                # No organisation has the id 0; two empty ones count as the same.
                Coalesce("organisation", 0),
                "key",
                name="courses_invitation_once",
                violation_error_message=_("This invitation is there already."),
            ),
        ]

    def __str__(self) -> str:
        return self.email or self.email_domain or self.key or str(self.organisation)
