"""Files of answers are taken with the save, or refused by name."""

import errno
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from home import handed_in
from quizzes.assessing.models import ResponseFile
from quizzes.attempts.history import ResponseEvent
from quizzes.attempts.models import Attempt
from tests.factories.accounts import UserFactory
from tests.factories.assessing import attempt_of, essay_version, file_of
from tests.quizzes.assessing.files.conftest import PDF, STORAGE, stored, upload

pytestmark = pytest.mark.django_db


def test_a_file_is_part_of_the_answer_and_its_history(save, response):
    assert save(upload()).status_code == 302

    response.refresh_from_db()
    file = ResponseFile.objects.get()
    assert response.answer == {"text": "Teksti", "files": [str(file.pk)]}
    assert ResponseEvent.objects.get().answer == response.answer
    assert (file.name, file.size, file.content_type) == (
        "selvitys.pdf", len(PDF), "application/pdf",
    )  # fmt: skip
    assert file.file.read() == PDF
    assert stored() == [str(file.pk)]


def test_the_same_file_again_is_the_same_file(save, response):
    save(upload())
    first = ResponseFile.objects.get()

    save(upload(), kept=[first.pk])

    response.refresh_from_db()
    assert response.answer["files"] == [str(first.pk)]
    assert len(stored()) == 1


def test_a_file_taken_out_stays_for_the_history_until_the_attempt_ends(save, response):
    save(upload())
    save()

    response.refresh_from_db()
    assert response.answer["files"] == []
    assert ResponseFile.objects.count() == len(stored()) == 1


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\työ.pdf", "työ.pdf"),
        ("a\u202efdp.exe.pdf", "afdp.exe.pdf"),
        ("x" * 300 + ".pdf", "x" * 146 + ".pdf"),
        ("<script>.pdf", "<script>.pdf"),
        ("😀.pdf", "😀.pdf"),
    ],
)
def test_a_name_is_kept_to_be_read_and_is_no_path(save, name, shown):
    assert save(upload(name)).status_code == 302

    file = ResponseFile.objects.get()
    assert file.name == shown
    assert stored() == [str(file.pk)]


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        pytest.param(upload("ohjelma.exe", b"MZ"), ".pdf, .txt", id="a kind not asked for"),
        pytest.param(upload("kuva.png", b"\x89PNG"), ".pdf, .txt", id="known, yet not asked for"),
        pytest.param(upload("valhe.pdf", b"MZ\x00\x01"), "valhe.pdf", id="not what it says"),
        pytest.param(upload("tyhja.pdf", b""), "tyhja.pdf", id="empty"),
        pytest.param(upload("nimeton", PDF), "nimeton", id="no ending"),
        pytest.param(upload("...", PDF), ".pdf", id="no name"),
    ],
)
def test_what_is_refused_is_named_and_nothing_is_half_stored(save, response, finnish, sent, words):
    found = save(sent, upload("toinen.txt", b"sisalto"), text="Pitkä teksti")

    assert found.status_code == 400
    assert words in found.text
    assert "Pitkä teksti" in found.text
    response.refresh_from_db()
    assert (response.answer, response.version) == (None, 0)
    assert not ResponseFile.objects.exists()
    assert stored() == []


def test_a_file_too_large_is_refused(save, monkeypatch):
    monkeypatch.setattr(handed_in, "LARGEST_FILE", 10)

    assert save(upload()).status_code == 413
    assert stored() == []


@pytest.mark.parametrize("limit", ["LARGEST_TOGETHER", "LARGEST_LEARNER"])
def test_all_files_together_have_a_limit(save, response, monkeypatch, limit):
    save(upload("a.txt", b"12345678"))
    first = ResponseFile.objects.get()
    monkeypatch.setattr(handed_in, limit, 10)

    assert save(upload("b.txt", b"abcdefgh"), kept=[first.pk]).status_code == 413

    response.refresh_from_db()
    assert response.answer["files"] == [str(first.pk)]
    assert len(stored()) == 1


def test_more_files_than_the_question_takes_are_refused(save, response):
    assert save(*(upload(f"{n}.txt", b"%d" % n) for n in range(4))).status_code == 400
    assert stored() == []


def test_a_question_without_files_takes_none(client):
    attempt = attempt_of([essay_version(files_allowed=0)])
    client.force_login(attempt.enrolment.learner)
    form = {"text": "a", "upload": upload(), "key": str(uuid4()), "based_on": "0"}

    found = client.post(reverse("quizzes:question", args=[attempt.pk, 1]), form)

    assert found.status_code == 400
    assert not ResponseFile.objects.exists()


@pytest.mark.parametrize(
    "named", ["", "ei-ole", "3f2b8c1e-6d4a-4f0b-9a57-1c2d3e4f5a6b", "\0", "x" * 500]
)
def test_an_answer_names_no_file_but_its_own(save, response, named):
    other = file_of(attempt_of([essay_version()]).responses.get())
    for key in (named, str(other.pk)) if named else (str(other.pk),):
        assert save(kept=[key]).status_code == 400
    response.refresh_from_db()
    assert response.answer is None


def test_a_full_disk_is_said_and_nothing_is_left(save, response, monkeypatch, finnish):
    real = STORAGE._save
    calls = []

    def full(name, content):
        calls.append(real(name, content))
        if len(calls) == 2:
            raise OSError(errno.ENOSPC, "No space left on device")
        return calls[-1]

    monkeypatch.setattr(STORAGE.__class__, "_save", lambda self, *a: full(*a))

    found = save(upload("a.txt", b"a"), upload("b.txt", b"b"), text="Säilyy")

    assert found.status_code == 507
    assert "b.txt" in found.text
    assert "Säilyy" in found.text
    response.refresh_from_db()
    assert response.answer is None
    assert stored() == []


def test_a_late_save_leaves_no_file(save, attempt, response):
    now = timezone.now()
    Attempt.objects.filter(pk=attempt.pk).update(
        started_at=now - timedelta(days=1), deadline_at=now - timedelta(hours=1)
    )

    assert save(upload()).status_code == 409
    assert stored() == []
    assert not ResponseFile.objects.exists()


def test_a_stranger_hands_in_nothing(client, attempt):
    client.force_login(UserFactory())
    form = {"text": "a", "upload": upload(), "key": str(uuid4()), "based_on": "0"}

    found = client.post(reverse("quizzes:question", args=[attempt.pk, 1]), form)

    assert found.status_code == 404
    assert stored() == []


def test_a_disk_that_fills_while_the_upload_arrives_is_said(
    client, learner, attempt, monkeypatch, finnish
):
    def full(self, *args):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("django.core.files.uploadhandler.MemoryFileUploadHandler.new_file", full)
    client.raise_request_exception = False
    form = {"text": "a", "upload": upload(), "key": str(uuid4()), "based_on": "0"}

    found = client.post(reverse("quizzes:question", args=[attempt.pk, 1]), form)

    assert found.status_code == 503
    assert found.headers["Retry-After"]
    assert "Levymme on juuri nyt täynnä" in found.text
    assert stored() == []


def test_the_learner_may_open_a_file_before_submitting(client, save, attempt, response):
    save(upload())
    file = ResponseFile.objects.get()
    address = reverse("quizzes:answer_file", args=[file.pk])

    page = client.get(reverse("quizzes:question", args=[attempt.pk, response.position]))

    assert f'href="{address}"' in page.text
    assert b"".join(client.get(address).streaming_content) == PDF
