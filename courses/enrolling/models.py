"""One person's place on one course run."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User
from courses.catalogue.programmes import ProgrammeCourse, ProgrammeRun
from courses.catalogue.runs import CourseRun, RegistrarClass
from courses.enrolling.seen import Seen, seen_columns, seen_of, seen_person


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    def active(self) -> "EnrolmentQuerySet":
        """Enrolments that can still make progress."""
        return self.filter(withdrawn_at__isnull=True, completed_at__isnull=True)

    def standing_ones(self) -> "EnrolmentQuerySet":
        """Enrolments not withdrawn: active or completed; these keep lessons open."""
        return self.filter(withdrawn_at__isnull=True)

    def completed_between(
        self, start: datetime.datetime, end: datetime.datetime
    ) -> "EnrolmentQuerySet":
        """Completions in the half-open interval [start, end)."""
        return self.filter(completed_at__gte=start, completed_at__lt=end)

    def answered(self) -> "EnrolmentQuerySet":
        """Those in which the learner has taken part; the others are staff's word alone."""
        return self.filter(confirmed_at__isnull=False)

    def with_seen(self) -> "EnrolmentQuerySet":
        """
        Each with what staff see of its learner: `seen_surname`, `seen_given_names`, `seen_address`.

        To order and to search by; `enrolment.seen` says the same of one.
        """
        return self.annotate(**seen_columns())

    def with_place(self) -> "EnrolmentQuerySet":
        """Each with its course's `place` in the programme that it belongs to, if to any."""
        places = ProgrammeCourse.objects.filter(
            programme=OuterRef("programme_enrolment__programme_run__programme"),
            course=OuterRef("run__course"),
        )
        return self.annotate(place=Subquery(places.values("position")[:1]))

    def visible_to(self, user: User) -> "EnrolmentQuerySet":
        """Enrolments on runs of this member of staff's organisations."""
        return self.filter(run__in=CourseRun.objects.visible_to(user))


class Enrolment(models.Model):
    """
    One person's place on one course run.

    Its state is read from three timestamps. It completes once; after withdrawal or
    completion a new one on the same run is allowed.
    """

    class Origin(models.TextChoices):
        SELF = "self", _("the learner enrolled")
        WAITING_LIST = "waiting_list", _("from the waiting list")
        STAFF = "staff", _("enrolled by staff")
        FILE = "file", _("enrolled from a file")
        MOVED = "moved", _("moved from another run")

    run = models.ForeignKey(CourseRun, models.PROTECT, related_name="enrolments")
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="enrolments")
    enrolled_at = models.DateTimeField(_("enrolled"))
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    completed_at = models.DateTimeField(_("completed"), null=True, blank=True)
    registrar_class = models.PositiveSmallIntegerField(
        _("registrar's class"), choices=RegistrarClass.choices
    )
    # When the learner took part in it themselves, by enrolling or by answering afterwards. Until
    # then staff who know an address alone learn nothing of what its account has told others.
    confirmed_at = models.DateTimeField(_("confirmed by the learner"), null=True, blank=True)
    # Whom staff meant, as they typed it: all that they see of the learner until then.
    typed_address = models.EmailField(_("address as typed by staff"), blank=True)
    typed_given_names = models.CharField(
        _("given names as typed by staff"), max_length=150, blank=True
    )
    typed_surname = models.CharField(_("surname as typed by staff"), max_length=150, blank=True)
    # Consent to pass the result on to a polytechnic's study register, and to which text.
    consented_at = models.DateTimeField(_("consent given"), null=True, blank=True)
    consent_version = models.CharField(_("consent text"), max_length=20, blank=True)
    origin = models.CharField(
        _("how it arose"), max_length=20, choices=Origin.choices, default=Origin.SELF
    )
    # The member of staff who enrolled, moved or withdrew the learner; empty: the learner.
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_reason = models.TextField(_("reason for withdrawing"), blank=True)
    moved_to = models.OneToOneField(
        "self", models.SET_NULL, null=True, blank=True, related_name="moved_from"
    )
    programme_enrolment = models.ForeignKey(
        "courses.ProgrammeEnrolment",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="enrolments",
    )
    study_right = models.CharField(_("study-right key"), max_length=60, blank=True)
    # As told while enrolling, for figures on who was trained where; all optional.
    profession = models.CharField(_("profession"), max_length=120, blank=True)
    employer = models.CharField(_("employer"), max_length=200, blank=True)
    county = models.ForeignKey(
        Organisation,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("wellbeing services county"),
    )
    reminders_off_at = models.DateTimeField(_("reminders turned off"), null=True, blank=True)
    # Where the learner was last, for "continue here".
    last_step = models.ForeignKey(
        "courses.CourseStep", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    last_seen_at = models.DateTimeField(null=True, blank=True)
    # The highest percent that was ever true, so that new content takes nothing back.
    percent_reached = models.PositiveSmallIntegerField(default=0)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        constraints = [
            models.UniqueConstraint(
                fields=["run", "learner"],
                condition=Q(withdrawn_at__isnull=True, completed_at__isnull=True),
                name="courses_enrolment_one_open_per_run",
                violation_error_message=_("You are already enrolled on this run."),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(completed_at__isnull=True),
                name="courses_enrolment_not_both_withdrawn_and_completed",
            ),
            models.CheckConstraint(
                condition=(Q(consented_at__isnull=True) & Q(consent_version=""))
                | (Q(consented_at__isnull=False) & ~Q(consent_version="")),
                name="courses_enrolment_consent_names_its_text",
            ),
            models.CheckConstraint(
                condition=Q(completed_at__isnull=True) | Q(confirmed_at__isnull=False),
                name="courses_enrolment_completes_after_an_answer",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True)
                | Q(typed_address="", typed_given_names="", typed_surname=""),
                name="courses_enrolment_answered_keeps_nothing_typed",
            ),
            models.CheckConstraint(
                condition=Q(percent_reached__lte=100),
                name="courses_enrolment_reaches_100_percent_at_most",
            ),
        ]
        indexes = [
            # My studies: a learner's enrolments, newest first.
            models.Index(fields=["learner", "-enrolled_at"], name="courses_enrolment_mine_idx"),
            # Completions of one run within a date range.
            models.Index(
                fields=["run", "completed_at"],
                condition=Q(completed_at__isnull=False),
                name="courses_enrolment_done_idx",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.learner} – {self.run}"

    @property
    def is_active(self) -> bool:
        """Whether it can still make progress."""
        return self.withdrawn_at is None and self.completed_at is None

    @property
    def waits_for_answer(self) -> bool:
        """Whether staff enrolled the learner, who has said nothing to it yet."""
        return self.is_active and self.confirmed_at is None

    def is_shut_on(self, day: datetime.date) -> bool:
        """Whether its course's lessons are not open by it: not answered, or not begun."""
        return self.waits_for_answer or self.run.begins_after(day)

    def precedence(self, day: datetime.date) -> tuple[bool, bool, bool, bool, float]:
        """
        Sort a learner's enrolments on one course: the one to study by first.

        What others enrol somebody on, or what begins later, shuts nothing that is open by
        another; an active one comes before a completed one, a newer before an older.
        """
        return (
            self.is_shut_on(day),
            self.waits_for_answer,
            self.completed_at is not None,
            self.run.ended_before(day),
            -self.enrolled_at.timestamp(),
        )

    @property
    def seen(self) -> Seen:
        """What staff see of the learner: before an answer, what staff typed themselves."""
        if self.confirmed_at is None and self.learner.erased_at is None:
            return seen_of(self.pk, self.typed_given_names, self.typed_surname, self.typed_address)
        return seen_person(self.learner)

    @property
    def touched_at(self) -> datetime.datetime:
        """When the learner was last here; one never opened counts from its enrolling."""
        return self.last_seen_at or self.enrolled_at


class ProgrammeEnrolment(models.Model):
    """One person's place on a programme's run: an enrolment on each of its runs at once."""

    programme_run = models.ForeignKey(ProgrammeRun, models.PROTECT, related_name="enrolments")
    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="programme_enrolments"
    )
    enrolled_at = models.DateTimeField(_("enrolled"))
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    # Set when the last of its courses is completed.
    completed_at = models.DateTimeField(_("completed"), null=True, blank=True)

    class Meta:
        verbose_name = _("enrolment on a programme")
        verbose_name_plural = _("enrolments on programmes")
        constraints = [
            models.UniqueConstraint(
                fields=["programme_run", "learner"],
                condition=Q(withdrawn_at__isnull=True, completed_at__isnull=True),
                name="courses_programme_enrolment_one_open",
                violation_error_message=_("You are already enrolled on this programme."),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(completed_at__isnull=True),
                name="courses_programme_enrolment_not_both_ended",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.learner} – {self.programme_run}"

    @property
    def is_open(self) -> bool:
        """Whether it is neither withdrawn nor completed."""
        return self.withdrawn_at is None and self.completed_at is None
