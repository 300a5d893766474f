"""When a run's webinars are held, and who was there."""

import uuid

from django.conf import settings
from django.core.validators import URLValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from courses.catalogue.models import CourseStep
from courses.catalogue.runs import CourseRun
from courses.enrolling.models import Enrolment


class WebinarSession(models.Model):
    """
    A webinar of a run: its time, its link, and the code that is shown in it.

    `step` is the webinar's step of the course; a meeting that is no step has none.
    """

    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    run = models.ForeignKey(
        CourseRun, models.CASCADE, related_name="sessions", verbose_name=_("course run")
    )
    step = models.ForeignKey(
        CourseStep,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="sessions",
        verbose_name=_("step"),
    )
    title = models.CharField(_("title"), max_length=200, blank=True)
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    link = models.CharField(
        _("link"), max_length=500, blank=True, validators=[URLValidator(["https"])]
    )
    place = models.CharField(_("place"), max_length=200, blank=True)
    # The code shown in the webinar, and until when it is taken.
    code = models.CharField(_("attendance code"), max_length=20, blank=True)
    code_until = models.DateTimeField(_("code is taken until"), null=True, blank=True)
    # Raised at each change: calendars take the file with the highest number.
    sequence = models.PositiveIntegerField(default=0, editable=False)
    cancelled_at = models.DateTimeField(_("cancelled"), null=True, blank=True)

    class Meta:
        verbose_name = _("webinar of a run")
        verbose_name_plural = _("webinars of runs")
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="courses_session_ends_after_it_starts",
                violation_error_message=_("A webinar ends after it starts."),
            ),
            models.CheckConstraint(
                condition=(Q(code="") & Q(code_until__isnull=True))
                | (~Q(code="") & Q(code_until__isnull=False)),
                name="courses_session_code_has_an_end",
                violation_error_message=_("Say until when the code is taken."),
            ),
        ]

    def __str__(self) -> str:
        return self.title or f"{self.run_id}: {self.starts_at:%Y-%m-%d}"


class Attendance(models.Model):
    """A learner was at a webinar: who said so, and how."""

    class How(models.TextChoices):
        TEACHER = "teacher", _("marked by the teacher")
        LIST = "list", _("from a list")
        CODE = "code", _("by the code shown in the webinar")

    session = models.ForeignKey(WebinarSession, models.PROTECT, related_name="attendances")
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="attendances")
    how = models.CharField(_("how"), max_length=10, choices=How.choices)
    marked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    marked_at = models.DateTimeField(_("marked"))
    # Marked by mistake: the row stays, and says who took it back.
    revoked_at = models.DateTimeField(_("taken back"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        constraints = [
            models.UniqueConstraint(
                fields=["session", "enrolment"],
                condition=Q(revoked_at__isnull=True),
                name="courses_attendance_once",
            ),
            models.CheckConstraint(
                condition=Q(how="code") | Q(marked_by__isnull=False),
                name="courses_attendance_marked_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="courses_attendance_taken_back_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session_id}: {self.enrolment_id}"
