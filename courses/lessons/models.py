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
            # Of a kind: a block may have become one of another kind, and kept its id.
            models.UniqueConstraint(
                fields=["learner", "step", "block_id", "kind"], name="courses_block_deed_once"
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


class Marking(models.Model):
    """
    A learner's own note at a passage of a lesson, a bookmark there, or both.

    It belongs to the learner alone. The passage is known by its block's id; when an edit takes
    the block away, the marking stays, with the first words that the learner met there.
    """

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="markings")
    step = models.ForeignKey(CourseStep, models.PROTECT, related_name="markings")
    block_id = models.UUIDField()
    note = models.TextField(blank=True)
    bookmarked_at = models.DateTimeField(null=True, blank=True)
    passage = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        verbose_name = _("marking in a lesson")
        verbose_name_plural = _("markings in lessons")
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "step", "block_id"], name="courses_marking_once_a_passage"
            ),
            models.CheckConstraint(
                condition=~Q(note="") | Q(bookmarked_at__isnull=False),
                name="courses_marking_is_a_note_or_a_bookmark",
            ),
            models.CheckConstraint(
                condition=Q(updated_at__gte=models.F("created_at")),
                name="courses_marking_changes_after_it_began",
            ),
        ]
        indexes = [
            # The clock's question: which are old enough to forget?
            models.Index(fields=["updated_at"], name="courses_marking_old_idx"),
        ]

    def __str__(self) -> str:
        return f"{self.learner_id}: {self.block_id}"


class ReadingPlace(models.Model):
    """
    How far a learner has read in a lesson: the block that they came to last, and where in it.

    The paragraph is known by a mark of its words, and by its number among so many: it is found
    again after edits, and in another language. No mark: the block itself.

    `visit` names one opening of the page: within it the place only moves on, whatever the
    order in which reports arrive. Empty where the learner put the place by hand.
    """

    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="reading_places"
    )
    step = models.ForeignKey(CourseStep, models.PROTECT, related_name="reading_places")
    block_id = models.UUIDField()
    mark = models.CharField(max_length=8, blank=True)
    number = models.PositiveSmallIntegerField(default=0)
    among = models.PositiveSmallIntegerField(default=0)
    visit = models.CharField(max_length=36, blank=True)
    reached_at = models.DateTimeField()

    class Meta:
        verbose_name = _("place in a lesson")
        verbose_name_plural = _("places in lessons")
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "step"], name="courses_reading_place_once_a_lesson"
            ),
            models.CheckConstraint(
                condition=Q(mark="", number=0, among=0)
                | (~Q(mark="") & Q(number__lt=models.F("among"))),
                name="courses_reading_place_is_one_of_its_paragraphs",
            ),
        ]
        indexes = [
            # The clock's question: which are old enough to forget?
            models.Index(fields=["reached_at"], name="courses_reading_place_old_idx"),
        ]

    def __str__(self) -> str:
        return f"{self.learner_id}: {self.block_id}"


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
