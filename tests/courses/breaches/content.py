"""Tries to break the constraints on what learners do in lessons, and on course files."""

import datetime
import uuid
from collections.abc import Callable

from django.utils import timezone

from courses.lessons.models import BlockDeed, ExerciseResult
from courses.packages.models import ImportedPart
from courses.searching.models import SearchEntry, SearchHit, SearchKey
from tests.factories.accounts import UserFactory
from tests.factories.courses import CourseFactory, CourseStepFactory, EnrolmentFactory
from tests.factories.lessons import MarkingFactory, ReadingPlaceFactory


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


def _two_markings_at_a_passage() -> None:
    marking = MarkingFactory()
    MarkingFactory(learner=marking.learner, step=marking.step, block_id=marking.block_id)


def _a_marking_changed_before_it_began() -> None:
    MarkingFactory(updated_at=timezone.now() - datetime.timedelta(days=1))


def _two_places_in_a_lesson() -> None:
    place = ReadingPlaceFactory()
    ReadingPlaceFactory(learner=place.learner, step=place.step)


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


def _entry(**fields: object) -> SearchEntry:
    usual = {"kind": "term", "key": uuid.UUID(int=1), "language": "fi", "title": "", "place": ""}
    return SearchEntry.objects.create(**(usual | fields))


def _an_entry_twice() -> None:
    _entry()
    _entry()


def _a_key_twice() -> None:
    for _time in range(2):
        SearchKey.objects.create(language="fi", key="tuki")


def _a_hit_twice() -> None:
    entry, key = _entry(), SearchKey.objects.create(language="fi", key="tuki")
    for _time in range(2):
        SearchHit.objects.create(entry=entry, key=key, weight=1, passage=0)


BREACHES: list[tuple[Callable[[], object], str]] = [
    (_two_deeds_in_a_block, "courses_block_deed_once"),
    (lambda: _deed(kind="dance"), "courses_block_deed_kind_is_known"),
    (_a_deed_changed_before_it_began, "courses_block_deed_changes_after_it_began"),
    (_two_markings_at_a_passage, "courses_marking_once_a_passage"),
    (lambda: MarkingFactory(note=""), "courses_marking_is_a_note_or_a_bookmark"),
    (_a_marking_changed_before_it_began, "courses_marking_changes_after_it_began"),
    (_two_places_in_a_lesson, "courses_reading_place_once_a_lesson"),
    (
        lambda: ReadingPlaceFactory(mark="12345678", number=3, among=3),
        "courses_reading_place_is_one_of_its_paragraphs",
    ),
    (
        lambda: EnrolmentFactory(percent_reached=101),
        "courses_enrolment_reaches_100_percent_at_most",
    ),
    (_a_score_above_one, "courses_exercise_score_between_0_and_1"),
    (_a_part_known_twice, "courses_imported_part_known_once"),
    (_an_entry_twice, "courses_searchentry_once_a_language"),
    (lambda: _entry(step=CourseStepFactory()), "courses_searchentry_step_has_course"),
    (_a_key_twice, "courses_searchkey_once_a_language"),
    (_a_hit_twice, "courses_searchhit_once_an_entry"),
    (lambda: CourseFactory(form="by_post"), "courses_course_form_is_known"),
]
