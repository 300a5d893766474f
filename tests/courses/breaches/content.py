"""Tries to break the constraints on what learners do in lessons, and on course files."""

import datetime
import uuid
from collections.abc import Callable

from django.utils import timezone

from courses.lessons.models import BlockDeed, ExerciseResult
from courses.packages.models import ImportedPart
from tests.factories.accounts import UserFactory
from tests.factories.courses import CourseStepFactory


def _deed(**fields: object) -> BlockDeed:
    now = timezone.now()
    usual = {"kind": "checklist", "block_id": uuid.uuid4(), "created_at": now, "updated_at": now}
    if "learner" not in fields:
        usual |= {"learner": UserFactory(), "step": CourseStepFactory()}
    return BlockDeed.objects.create(**(usual | fields))


def _two_deeds_in_a_block() -> None:
    deed = _deed()
    _deed(learner=deed.learner, step=deed.step, block_id=deed.block_id)


def _a_deed_changed_before_it_began() -> None:
    now = timezone.now()
    _deed(created_at=now, updated_at=now - datetime.timedelta(seconds=1))


def _a_score_above_one() -> None:
    ExerciseResult.objects.create(
        learner=UserFactory(),
        step=CourseStepFactory(),
        block_id=uuid.uuid4(),
        verb="answered",
        score="1.1",
        statement={},
        stored_at=timezone.now(),
    )


def _a_part_known_twice() -> None:
    for _time in range(2):
        ImportedPart.objects.create(
            kind="page",
            key=uuid.UUID(int=1),
            language="fi",
            came="0",
            stood="0",
            imported_at=timezone.now(),
        )


BREACHES: list[tuple[Callable[[], object], str]] = [
    (_two_deeds_in_a_block, "courses_block_deed_once"),
    (lambda: _deed(kind="dance"), "courses_block_deed_kind_is_known"),
    (_a_deed_changed_before_it_began, "courses_block_deed_changes_after_it_began"),
    (_a_score_above_one, "courses_exercise_score_between_0_and_1"),
    (_a_part_known_twice, "courses_imported_part_known_once"),
]
