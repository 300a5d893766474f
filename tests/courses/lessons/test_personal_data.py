"""Deeds in lessons are the learner's own: taken along, erased on wish and by the clock."""

import datetime

import pytest
from django.utils import timezone

from courses.forgetting import erase_old_work
from courses.lessons.models import BlockDeed, ExerciseResult, Marking, ReadingPlace
from courses.lessons.personal_data import erase_lessons, export_lessons
from tests.factories.accounts import UserFactory
from tests.factories.courses import CourseStepFactory, EnrolmentFactory
from tests.factories.lessons import (
    BlockDeedFactory,
    ExerciseResultFactory,
    MarkingFactory,
    ReadingPlaceFactory,
)

pytestmark = pytest.mark.django_db

NOW = timezone.now()
LONG_AGO = NOW - datetime.timedelta(days=800)


def test_deeds_go_out_in_words_and_leave_with_their_learner():
    mine, theirs = BlockDeedFactory(), BlockDeedFactory(data={"text": "Toisen"})
    ExerciseResultFactory(learner=mine.learner, step=mine.step)
    ExerciseResultFactory(learner=theirs.learner, step=theirs.step)
    MarkingFactory(learner=mine.learner, step=mine.step, note="Oma muistiinpano")
    MarkingFactory(learner=theirs.learner, step=theirs.step, note="Toisen muistiinpano")
    ReadingPlaceFactory(learner=mine.learner, step=mine.step)
    ReadingPlaceFactory(learner=theirs.learner, step=theirs.step)
    found = export_lessons(mine.learner)
    [deed], [result] = found["deeds"], found["exercises"]
    assert (deed["heading"], deed["data"]) == ("Mitä opit?", {"text": "Oma ajatus"})
    assert result["verb"] == "completed"
    assert [marking["note"] for marking in found["markings"]] == ["Oma muistiinpano"]
    assert len(found["places"]) == 1
    assert "Toisen" not in str(found)
    erase_lessons(mine.learner)
    assert list(BlockDeed.objects.all()) == [theirs]
    for model in (ExerciseResult, Marking, ReadingPlace):
        assert model.objects.get().learner == theirs.learner


@pytest.mark.parametrize(
    ("ended", "written", "erased"),
    [
        ([LONG_AGO], LONG_AGO, True),
        ([], LONG_AGO, True),
        ([LONG_AGO], NOW, False),
        ([LONG_AGO, None], LONG_AGO, False),
        ([NOW], LONG_AGO, False),
    ],
    ids=["run long over", "no enrolment", "written lately", "on another run too", "just over"],
)
@pytest.mark.parametrize("days", [730, 0])
def test_the_clock_erases_what_was_done_long_ago(settings, ended, written, erased, days):
    settings.WORK_KEPT_DAYS = days
    step, learner = CourseStepFactory(), UserFactory()
    for day in ended:
        ends = timezone.localdate(day) if day else None
        EnrolmentFactory(learner=learner, run__course=step.course, run__ends_on=ends)
    # Somebody else on the course, and the learner on another course, keep nothing of it.
    EnrolmentFactory(run__course=step.course)
    EnrolmentFactory(learner=learner)
    BlockDeedFactory(learner=learner, step=step, created_at=written)
    ExerciseResultFactory(learner=learner, step=step, stored_at=written)
    MarkingFactory(learner=learner, step=step, created_at=written)
    ReadingPlaceFactory(learner=learner, step=step, reached_at=written)
    for _again in range(2):
        erase_old_work(NOW)
    kept = 0 if erased and days else 1
    models = (BlockDeed, ExerciseResult, Marking, ReadingPlace)
    assert [model.objects.count() for model in models] == [kept] * len(models)
