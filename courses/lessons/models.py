"""What a learner did in a block of a lesson."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.catalogue.models import CourseStep


class BlockDeed(models.Model):
    """
    One learner's doing in one block: kept for the learner, and no part of any grade.

    The block is known by its id, which is the same in every language and edit. What `data`
    holds depends on the kind; `courses.lessons.deeds` says it and lets nothing else in.
    """

    class Kind(models.TextChoices):
        CHECKLIST = "checklist", _("marks on a checklist")
        REFLECTION = "reflection", _("a reflection")
        CASE_PATH = "case_path", _("a path through a client case")
        WATCHED = "watched", _("what was watched of a video")

    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="block_deeds"
    )
    step = models.ForeignKey(CourseStep, models.PROTECT, related_name="block_deeds")
    block_id = models.UUIDField()
    kind = models.CharField(max_length=20, choices=Kind.choices)
    data = models.JSONField(default=dict)
    # The words of the block as the learner met them: an export without them says nothing.
    heading = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        verbose_name = _("deed in a lesson")
        verbose_name_plural = _("deeds in lessons")
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "step", "block_id"], name="courses_block_deed_once"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["checklist", "reflection", "case_path", "watched"]),
                name="courses_block_deed_kind_is_known",
            ),
            models.CheckConstraint(
                condition=Q(updated_at__gte=models.F("created_at")),
                name="courses_block_deed_changes_after_it_began",
            ),
        ]
        indexes = [
            # The clock's question: which are old enough to forget?
            models.Index(fields=["updated_at"], name="courses_block_deed_old_idx"),
        ]

    def __str__(self) -> str:
        return f"{self.learner_id}: {self.kind}"


class ExerciseResult(models.Model):
    """What an H5P exercise told of a learner's try (xAPI): shown to the learner, never a grade."""

    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="exercise_results"
    )
    step = models.ForeignKey(CourseStep, models.PROTECT, related_name="exercise_results")
    block_id = models.UUIDField()
    verb = models.CharField(max_length=60)
    # The share of the points, 0–1; None where the statement gives none.
    score = models.DecimalField(max_digits=5, decimal_places=4, null=True, blank=True)
    success = models.BooleanField(null=True)
    statement = models.JSONField()
    stored_at = models.DateTimeField()

    class Meta:
        verbose_name = _("result of an exercise")
        verbose_name_plural = _("results of exercises")
        ordering = ["-stored_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__gte=0, score__lte=1),
                name="courses_exercise_score_between_0_and_1",
            ),
        ]
        indexes = [
            # A learner's latest in a block.
            models.Index(
                fields=["learner", "step", "block_id", "-stored_at"],
                name="courses_exercise_latest_idx",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.learner_id}: {self.verb}"
