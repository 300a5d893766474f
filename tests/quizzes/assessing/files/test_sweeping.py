"""Files that no answer keeps are swept, and go with their person."""

import os
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from accounts.personal_data import erase, export_of
from quizzes.assessing import clearing
from quizzes.assessing.models import ResponseFile
from quizzes.attempts.models import Attempt
from tests.factories.assessing import attempt_of, essay_version, file_of
from tests.quizzes.assessing.files.conftest import stored, upload

pytestmark = pytest.mark.django_db


def test_what_the_answer_left_out_goes_once_the_attempt_has_ended(
    save, attempt, response, django_capture_on_commit_callbacks
):
    save(upload("pois.txt", b"pois"))
    save(upload("jaa.txt", b"jaa"))

    with django_capture_on_commit_callbacks(execute=True):
        assert clearing.clear_left_out() == 0
    assert len(stored()) == 2

    Attempt.objects.filter(pk=attempt.pk).update(state="needs_grading", submitted_at=timezone.now())
    with django_capture_on_commit_callbacks(execute=True):
        assert clearing.clear_left_out() == 1
        assert clearing.clear_left_out() == 0
    left = ResponseFile.objects.get()
    assert left.name == "jaa.txt"
    assert stored() == [str(left.pk)]


def test_bytes_without_a_row_go_after_a_day(save):
    save(upload())
    kept = ResponseFile.objects.get()
    folder = os.path.dirname(kept.file.path)
    for name in (str(uuid4()), "muistiinpano.txt"):
        with open(os.path.join(folder, name), "wb") as stray:
            stray.write(b"x")

    assert clearing.clear_strays(timezone.now()) == 0
    assert clearing.clear_strays(timezone.now() + timedelta(hours=25)) == 1
    assert stored() == sorted([str(kept.pk), "muistiinpano.txt"])


def test_the_clock_sweeps_once_an_hour(monkeypatch):
    from django.core.cache import cache

    cache.delete("quizzes.files_cleared")
    swept = []
    monkeypatch.setattr(clearing, "clear_left_out", lambda: swept.append(1) or 0)

    clearing.clear_files(timezone.now())
    clearing.clear_files(timezone.now())

    assert swept == [1]
    cache.delete("quizzes.files_cleared")


def test_erasing_a_person_takes_their_files_along(
    save, learner, django_capture_on_commit_callbacks
):
    other = file_of(attempt_of([essay_version()]).responses.get())
    save(upload())
    assert [row["name"] for row in exported(learner)] == ["selvitys.pdf"]

    with django_capture_on_commit_callbacks(execute=True):
        erase(user=learner)

    assert ResponseFile.objects.get() == other
    assert stored() == [str(other.pk)]


def exported(learner):
    (attempt,) = export_of(learner)["quizzes"]
    return attempt["responses"][0]["files"]
