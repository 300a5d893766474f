"""What a learner hands in, and what is said of it."""

import uuid

from django.conf import settings
from django.core.files.storage import storages
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.catalogue.models import CourseStep
from courses.catalogue.runs import CourseRun
from courses.enrolling.models import Enrolment


def private_storage():
    """Where files lie that no address serves by itself."""
    return storages["private"]


class SubmissionQuerySet(models.QuerySet["Submission"]):
    def visible_to(self, user: models.Model) -> "SubmissionQuerySet":
        """Those on runs of this member of staff's organisations."""
        return self.filter(enrolment__run__in=CourseRun.objects.visible_to(user))

    def waiting(self) -> "SubmissionQuerySet":
        """Handed in and not yet assessed, the oldest first."""
        found = self.filter(state=Submission.State.SUBMITTED, erased_at__isnull=True)
        return found.order_by("submitted_at", "pk")


class Submission(models.Model):
    """
    A text and files for a step, by one learner: a draft until it is handed in.

    An assignment has one part (""); a webinar has a task before it and a diary after it.
    When staff send it back, the next number begins with the same text; what was handed in
    is never changed.
    """

    class Part(models.TextChoices):
        WHOLE = "", _("assignment")
        BEFORE = "before", _("task before")
        DIARY = "diary", _("learning diary")

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        SUBMITTED = "submitted", _("handed in")
        RETURNED = "returned", _("sent back to be completed")
        PASSED = "passed", _("passed")
        FAILED = "failed", _("failed")

    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="submissions")
    step = models.ForeignKey(CourseStep, models.PROTECT, related_name="submissions")
    part = models.CharField(max_length=10, choices=Part.choices, blank=True, default="")
    number = models.PositiveSmallIntegerField(_("number"), default=1)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT)
    text = models.TextField(_("text"), blank=True)
    language = models.CharField(_("language"), max_length=2)
    # Raised at each save, so that a second tab cannot overwrite what it has not seen.
    version = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(_("begun"))
    saved_at = models.DateTimeField(_("saved"))
    submitted_at = models.DateTimeField(_("handed in"), null=True, blank=True)
    # When its text, files and feedback were erased, their time being over; the result stays.
    erased_at = models.DateTimeField(_("erased"), null=True, blank=True)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "step", "part", "number"],
                name="courses_submission_numbered_once",
            ),
            models.UniqueConstraint(
                fields=["enrolment", "step", "part"],
                condition=Q(state__in=["draft", "submitted"]),
                name="courses_submission_one_open",
            ),
            models.CheckConstraint(
                condition=Q(state="draft", submitted_at__isnull=True)
                | (~Q(state="draft") & Q(submitted_at__isnull=False)),
                name="courses_submission_handed_in_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1), name="courses_submission_number_from_one"
            ),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True) | Q(text=""),
                name="courses_submission_erased_has_no_text",
            ),
        ]
        indexes = [
            # The teacher's queue.
            models.Index(
                fields=["submitted_at"],
                condition=Q(state="submitted"),
                name="courses_submission_queue_idx",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id}: {self.step_id} {self.part} {self.number}"


class SubmissionFile(models.Model):
    """A file of a submission. Served to its learner and to those who assess it alone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.ForeignKey(Submission, models.CASCADE, related_name="files")
    file = models.FileField(storage=private_storage, upload_to="submissions/%Y/%m/")
    name = models.CharField(max_length=255)
    size = models.PositiveBigIntegerField()
    content_type = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64)
    uploaded_at = models.DateTimeField()

    class Meta:
        verbose_name = _("file of a submission")
        verbose_name_plural = _("files of submissions")
        constraints = [
            models.CheckConstraint(
                condition=Q(size__gt=0), name="courses_submission_file_is_not_empty"
            ),
            models.UniqueConstraint(
                fields=["submission", "sha256", "name"],
                name="courses_submission_file_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Assessment(models.Model):
    """
    What a member of staff said of a submission. Append-only: the newest one counts.

    `criteria` is frozen: [{"id", "name", "points", "of", "comment"}].
    """

    class Verdict(models.TextChoices):
        PASSED = "passed", _("passed")
        FAILED = "failed", _("failed")
        RETURNED = "returned", _("sent back to be completed")

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="assessments")
    verdict = models.CharField(_("verdict"), max_length=10, choices=Verdict.choices)
    grade = models.CharField(_("grade"), max_length=3, blank=True)
    criteria = models.JSONField(_("criteria"), default=list, blank=True)
    comment = models.TextField(_("feedback"), blank=True)
    assessor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="assessments"
    )
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")
        ordering = ["created_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(grade__in=["", "0", "1", "2", "3", "4", "5"]),
                name="courses_assessment_grade_on_scale",
            ),
            models.CheckConstraint(
                condition=~Q(verdict="passed", grade="0") & ~Q(verdict="returned", grade__gt=""),
                name="courses_assessment_grade_fits_its_verdict",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.submission_id}: {self.verdict} {self.grade}"
