"""What people do with answers: the files that they grade, and the flaws that they mend."""

import uuid

from django.conf import settings
from django.core.files.storage import storages
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from quizzes.attempts.models import QuestionVersion, Response


def private_storage():
    """Where files lie that no address serves by itself."""
    return storages["private"]


class ResponseFile(models.Model):
    """
    A file that a learner handed in with an answer. Served to them and to their graders alone.

    Taken out of the answer it stays as a row until the attempt ends, so that an older saved
    answer still means something.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    response = models.ForeignKey(Response, models.CASCADE, related_name="files")
    file = models.FileField(storage=private_storage, upload_to="responses/%Y/%m/")
    name = models.CharField(max_length=255)
    size = models.PositiveBigIntegerField()
    content_type = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64)
    uploaded_at = models.DateTimeField()

    class Meta:
        verbose_name = _("file of an answer")
        verbose_name_plural = _("files of answers")
        constraints = [
            models.CheckConstraint(condition=Q(size__gt=0), name="quizzes_file_is_not_empty"),
            models.UniqueConstraint(
                fields=["response", "sha256", "name"], name="quizzes_file_once_per_answer"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class QuestionFlaw(models.Model):
    """A question that somebody says is wrong: what is wrong, and what became of it."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        CORRECTED = "corrected", _("corrected")
        DISMISSED = "dismissed", _("nothing was wrong")

    question_key = models.UUIDField(_("question"))
    note = models.TextField(_("what is wrong"))
    state = models.CharField(max_length=20, choices=State.choices, default=State.OPEN)
    flagged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    flagged_at = models.DateTimeField()
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    settled_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(_("what was done"), blank=True)

    class Meta:
        verbose_name = _("flawed question")
        verbose_name_plural = _("flawed questions")
        ordering = ["-flagged_at"]
        indexes = [
            models.Index(fields=["question_key"], name="quizzes_flaw_question_idx"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", settled_at__isnull=True)
                | (~Q(state="open") & Q(settled_at__isnull=False)),
                name="quizzes_flaw_settled_with_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question_key}: {self.note[:40]}"


class Regrade(models.Model):
    """
    A correction of marks after the fact: which question, how, by whom, and who answers for it.

    `treatment` is plain data: {"by": "version"} grades anew by `version`; {"by": "disregard",
    "options": […]} takes options out, {"by": "grant", "options": […]} counts them as right.
    """

    question_key = models.UUIDField()
    flaw = models.ForeignKey(
        QuestionFlaw, models.SET_NULL, null=True, blank=True, related_name="regrades"
    )
    version = models.ForeignKey(
        QuestionVersion, models.PROTECT, null=True, blank=True, related_name="regrades"
    )
    treatment = models.JSONField()
    reason = models.TextField(_("reason"))
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="regrades_applied"
    )
    applied_at = models.DateTimeField()
    # Who said that a passed result may be lowered; empty: none was.
    lowered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("regrading")
        verbose_name_plural = _("regradings")
        ordering = ["-applied_at"]

    def __str__(self) -> str:
        return f"{self.question_key} {self.applied_at:%Y-%m-%d}"
