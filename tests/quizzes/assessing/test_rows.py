"""What the database holds of files, flags and marks, whoever writes."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from quizzes.assessing.checking import differences
from quizzes.assessing.models import QuestionFlaw, Regrade, ResponseFile
from quizzes.attempts.history import AppendOnlyError, GradeEvent
from quizzes.attempts.models import Response
from tests.factories.accounts import UserFactory
from tests.factories.assessing import choice_version, essay_version, file_of, frozen, submitted

pytestmark = pytest.mark.django_db


@pytest.fixture
def attempt():
    version = choice_version({"a": "1", "b": "0"})
    return submitted([version, essay_version()], [{"options": ["a"]}, {"text": "a"}])


@pytest.fixture
def regrade(attempt):
    return Regrade.objects.create(
        question_key=attempt.responses.first().question_version.question_key,
        treatment={"by": "full"},
        reason="Syy",
        applied_by=UserFactory(),
        applied_at=timezone.now(),
    )


def event(attempt, **fields):
    values = {"response": attempt.responses.first(), "origin": "person", "fraction": 1, "mark": 1}
    return GradeEvent.objects.create(
        **{**values, "state": "right", "graded_at": timezone.now(), **fields}
    )


def breaks(work):
    with pytest.raises(IntegrityError), transaction.atomic():
        work()


def test_a_persons_mark_names_the_person(attempt):
    breaks(lambda: event(attempt))
    assert event(attempt, graded_by=UserFactory()).pk


def test_a_corrections_mark_names_the_correction_and_no_other_does(attempt, regrade):
    breaks(lambda: event(attempt, origin="regrade"))
    breaks(lambda: event(attempt, graded_by=UserFactory(), regrade=regrade))
    assert event(attempt, origin="regrade", regrade=regrade).pk


def test_a_correction_marks_an_answer_once(attempt, regrade):
    event(attempt, origin="regrade", regrade=regrade)

    breaks(lambda: event(attempt, origin="regrade", regrade=regrade))
    other = attempt.responses.last()
    assert event(attempt, origin="regrade", regrade=regrade, response=other).pk


def test_a_mark_given_is_never_changed(attempt):
    given = event(attempt, graded_by=UserFactory())
    given.mark = 0

    with pytest.raises(AppendOnlyError):
        given.save()


def test_a_file_is_not_empty_and_once_per_answer(attempt):
    file = file_of(attempt.responses.last())
    row = {
        field.attname: getattr(file, field.attname)
        for field in file._meta.concrete_fields
        if not field.primary_key
    }

    breaks(lambda: ResponseFile.objects.create(**row))
    breaks(lambda: ResponseFile.objects.create(**row | {"size": 0, "name": "toinen.txt"}))
    assert ResponseFile.objects.create(**row | {"name": "toinen.txt"}).pk


def test_a_flag_is_settled_with_a_time():
    values = {"question_key": essay_version().question_key, "note": "x"}
    values["flagged_at"] = timezone.now()

    breaks(lambda: QuestionFlaw.objects.create(**values, state="corrected"))
    breaks(lambda: QuestionFlaw.objects.create(**values, settled_at=timezone.now()))
    assert QuestionFlaw.objects.create(**values).pk


def test_thirds_are_no_difference():
    items = [{"type": "item", "id": key, "value": f"<p>{key}</p>"} for key in "abc"]
    version = frozen("ordering", {"items": items, "marking": "absolute"})
    submitted([version], [{"order": ["a", "c", "b"]}])

    assert Response.objects.get().fraction == Decimal("0.3333333")
    assert list(differences()) == []
