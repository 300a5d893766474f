"""A person takes their texts along, and has them forgotten; others' stay."""

import pytest

from courses.activities.personal_data import erase_activities, export_activities
from courses.activities.statements import SelfRating
from courses.activities.submissions import Assessment, Submission, SubmissionFile
from courses.activities.webinars import Attendance
from tests.factories.activities import (
    AssessmentFactory,
    AttendanceFactory,
    SelfRatingFactory,
    SubmissionFactory,
    file_of,
)
from tests.factories.courses import EnrolmentFactory

pytestmark = pytest.mark.django_db


def deeds_of(enrolment, text):
    submission = SubmissionFactory(enrolment=enrolment, text=text)
    file = file_of(submission)
    AssessmentFactory(submission=submission, comment=f"Palaute: {text}")
    AttendanceFactory(enrolment=enrolment)
    SelfRatingFactory(
        enrolment=enrolment,
        statements=[{"id": "1", "words": {"fi": f"Osaan: {text}"}}],
        answers={"1": 4},
    )
    return file


def test_export_has_ones_own_and_nobody_elses():
    mine, others = EnrolmentFactory.create_batch(2)
    deeds_of(mine, "Omani")
    deeds_of(others, "Salainen")
    data = export_activities(mine.learner)
    assert data["submissions"][0]["text"] == "Omani"
    assert data["submissions"][0]["assessments"][0]["comment"] == "Palaute: Omani"
    assert data["self_assessments"][0]["answers"] == [{"statement": "Osaan: Omani", "level": 4}]
    assert len(data["attendances"]) == 1
    assert "Salainen" not in str(data)


def test_erasing_takes_ones_own_and_leaves_the_others(django_capture_on_commit_callbacks):
    mine, others = EnrolmentFactory.create_batch(2)
    gone, stays = deeds_of(mine, "Omani"), deeds_of(others, "Toisen")
    storage = gone.file.storage
    with django_capture_on_commit_callbacks(execute=True):
        erase_activities(mine.learner)
    for model in (Submission, SubmissionFile, Assessment, Attendance, SelfRating):
        assert model.objects.count() == 1
    assert not storage.exists(gone.file.name)
    assert storage.exists(stays.file.name)
