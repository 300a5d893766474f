"""Self-ratings as the sums of ten people, which stay when the ratings themselves are erased."""

from collections.abc import Collection
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from courses.activities.statements import Statement
from courses.catalogue.models import Course
from courses.catalogue.runs import CourseRun
from courses.training.figures import Block


class KeptBlock(models.Model):
    """
    A whole block of ten pairs on one statement, of one course and organiser.

    Pairs up to its end are counted with it, so those that are erased later change no figure,
    and those that are there still are not counted twice.
    """

    course = models.ForeignKey(Course, models.PROTECT, related_name="+")
    organiser = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    statement = models.ForeignKey(Statement, models.PROTECT, related_name="+")
    # Sums of the levels that ten people chose.
    before = models.PositiveSmallIntegerField()
    after = models.PositiveSmallIntegerField()
    ended = models.DateTimeField(_("last pair"))

    class Meta:
        verbose_name = _("effect of ten people")
        verbose_name_plural = _("effects of ten people")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["course", "organiser", "statement", "ended"],
                name="courses_block_is_kept_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.course_id}, {self.organiser_id}: {self.statement_id}"


def kept_blocks(runs: models.QuerySet[CourseRun]) -> list[Block]:
    """Return the blocks of the courses and organisers of these runs."""
    same = runs.filter(course=OuterRef("course"), organiser=OuterRef("organiser"))
    rows = KeptBlock.objects.filter(Exists(same)).order_by("ended", "pk")
    return [
        Block((row.course_id, row.organiser_id), row.statement_id, row.before, row.after, row.ended)
        for row in rows
    ]


def keep(blocks: Collection[Block]) -> None:
    """Write blocks down; those that are kept already stay as they are."""
    KeptBlock.objects.bulk_create(
        [KeptBlock(**_fields(block)) for block in blocks], ignore_conflicts=True, batch_size=1000
    )


def _fields(block: Block) -> dict[str, Any]:
    course, organiser = block.group
    return {
        "course_id": course,
        "organiser_id": organiser,
        "statement_id": block.statement,
        "before": block.before,
        "after": block.after,
        "ended": block.ended,
    }
