"""
How exercises went for a learner: kept as they told it, for the learner alone.

The frame of an exercise is a stranger, so nothing that it tells leads to progress, a grade or
a certificate.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.limits import Limit
from courses.lessons.deeds import NotOpenError
from courses.lessons.models import ExerciseResult
from courses.lessons.places import Place
from courses.progress.recording import locked
from home.h5p.statements import Told

# Of one block; the best of them stays beside the latest.
MOST_KEPT = 20
# A try tells a few statements; an exercise of many parts some dozens.
TOLD = Limit("exercise_results", times=300, seconds=10 * 60)


@dataclass(frozen=True)
class Standing:
    """Where a learner stands in one exercise: a desk reads it as it reads a deed."""

    data: dict[str, Any]
    updated_at: datetime.datetime


@transaction.atomic
def keep_result(*, place: Place, told: Told) -> ExerciseResult:
    """Keep how a try went; raises NotOpenError."""
    enrolment = locked(place.enrolment)
    if words := place.closed:
        raise NotOpenError(words)
    result = ExerciseResult.objects.create(
        learner_id=enrolment.learner_id,
        step=place.step,
        block_id=place.block.id,
        verb=told.verb,
        score=told.score,
        success=told.success,
        statement=told.statement,
        stored_at=timezone.now(),
    )
    rows = list(
        ExerciseResult.objects.filter(
            learner_id=enrolment.learner_id, step=place.step, block_id=place.block.id
        )
    )
    if old := [row.pk for row in rows[MOST_KEPT:] if row != _best(rows)]:
        ExerciseResult.objects.filter(pk__in=old).delete()
    return result


def standings(learner_id: int, step_id: int) -> dict[str, Standing]:
    """Where a learner stands in the exercises of a step, by the blocks' ids; one query."""
    by_block: dict[str, list[ExerciseResult]] = {}
    for row in ExerciseResult.objects.filter(learner=learner_id, step=step_id):
        by_block.setdefault(str(row.block_id), []).append(row)
    return {block_id: _standing(rows) for block_id, rows in by_block.items()}


def _standing(rows: list[ExerciseResult]) -> Standing:
    latest, best = rows[0], _best(rows)
    return Standing({"latest": _said(latest), "best": _said(best)}, latest.stored_at)


def _best(rows: Iterable[ExerciseResult]) -> ExerciseResult:
    """The one with most points; the first of equals, which is the latest."""
    return max(rows, key=lambda row: -1 if row.score is None else row.score)


def _said(row: ExerciseResult) -> dict[str, Any]:
    points = row.statement.get("score", {})
    return {
        "percent": None if row.score is None else int(row.score * 100),
        "points": points.get("raw"),
        "most": points.get("max"),
        "success": row.success,
    }
