"""What happened to an answer, row by row: written once, never changed."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from quizzes.attempts.models import POINTS, Response


class AppendOnlyError(TypeError):
    """A row of history was to be changed."""


class History(models.Model):
    """A row that is written once and never changed."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write a new row; raises AppendOnlyError for one that is there."""
        if not self._state.adding:
            raise AppendOnlyError(f"{type(self).__name__} {self.pk} is history.")
        super().save(*args, **kwargs)


class ResponseEvent(History):
    """
    One accepted save of an answer. Nothing acknowledged is ever lost.

    `key` names one save of one answer: the request that comes again finds its own event.
    """

    response = models.ForeignKey(Response, models.CASCADE, related_name="events")
    key = models.UUIDField()
    version = models.PositiveIntegerField()
    answer = models.JSONField(null=True, blank=True)
    language = models.CharField(max_length=2)
    saved_at = models.DateTimeField()

    class Meta:
        verbose_name = _("saved answer")
        verbose_name_plural = _("saved answers")
        constraints = [
            models.UniqueConstraint(
                fields=["response", "key"], name="quizzes_event_one_per_request"
            ),
            models.UniqueConstraint(
                fields=["response", "version"], name="quizzes_event_one_per_version"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.response_id}/{self.version}"


class ResponseProposal(models.Model):
    """
    An answer that came from the offline queue after a newer one was stored.

    It is not in force; the learner is shown both and settles which one counts.
    """

    response = models.ForeignKey(Response, models.CASCADE, related_name="proposals")
    key = models.UUIDField()
    based_on = models.PositiveIntegerField()
    answer = models.JSONField(null=True, blank=True)
    language = models.CharField(max_length=2)
    arrived_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    taken = models.BooleanField(null=True, blank=True)

    class Meta:
        verbose_name = _("proposed answer")
        verbose_name_plural = _("proposed answers")
        constraints = [
            models.UniqueConstraint(
                fields=["response", "key"], name="quizzes_proposal_one_per_request"
            ),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, taken__isnull=True)
                | Q(settled_at__isnull=False, taken__isnull=False),
                name="quizzes_proposal_settled_one_way",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.response_id}: {self.key}"


class GradeEvent(History):
    """
    A mark given to a response, by whom, and why. The last one is in force.

    `regrade` is the correction of a flawed question that gave it.
    """

    class Origin(models.TextChoices):
        CHECK = "check", _("checked during the attempt")
        SUBMISSION = "submission", _("submission")
        PERSON = "person", _("given by a person")
        REGRADE = "regrade", _("regraded")

    response = models.ForeignKey(Response, models.PROTECT, related_name="grade_events")
    origin = models.CharField(max_length=20, choices=Origin.choices)
    fraction = models.DecimalField(max_digits=8, decimal_places=7)
    mark = models.DecimalField(**POINTS)
    state = models.CharField(max_length=20, choices=Response.State.choices)
    # Empty: the rules of grading, by themselves.
    graded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    regrade = models.ForeignKey(
        "quizzes.Regrade", models.PROTECT, null=True, blank=True, related_name="grade_events"
    )
    # Where a person graded by criteria: id, name, points and highest of each, in order.
    criteria = models.JSONField(null=True, blank=True)
    comment = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    graded_at = models.DateTimeField()

    class Meta:
        verbose_name = _("mark given")
        verbose_name_plural = _("marks given")
        constraints = [
            models.UniqueConstraint(
                fields=["response"],
                condition=Q(origin="submission"),
                name="quizzes_grade_event_one_submission_per_response",
            ),
            models.UniqueConstraint(
                fields=["response", "regrade"],
                condition=Q(regrade__isnull=False),
                name="quizzes_grade_event_one_per_regrade",
            ),
            models.CheckConstraint(
                condition=~Q(origin="person") | Q(graded_by__isnull=False),
                name="quizzes_grade_event_of_a_person_names_them",
            ),
            models.CheckConstraint(
                condition=Q(origin="regrade", regrade__isnull=False)
                | (~Q(origin="regrade") & Q(regrade__isnull=True)),
                name="quizzes_grade_event_of_a_regrade_names_it",
            ),
        ]
        indexes = [
            # The graders' queue: what have people graded?
            models.Index(
                fields=["response"],
                condition=Q(origin="person"),
                name="quizzes_event_by_person_idx",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.response_id}: {self.mark}"
