"""An answer that takes files, in a storage of its own."""

import os
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from quizzes.assessing import clearing
from quizzes.assessing.models import ResponseFile
from tests.factories.assessing import attempt_of, essay_version

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF"


def upload(name="selvitys.pdf", content=PDF, content_type="text/html"):
    """A file as a browser sends it; what it says of its type is nobody's concern."""
    return SimpleUploadedFile(name, content, content_type)


# The one that the field has held since the start: a test that changes settings makes others.
STORAGE = ResponseFile._meta.get_field("file").storage


@pytest.fixture
def attempt():
    return attempt_of([essay_version(files_allowed=3)])


@pytest.fixture
def response(attempt):
    return attempt.responses.get()


@pytest.fixture
def learner(client, attempt):
    client.force_login(attempt.enrolment.learner)
    return attempt.enrolment.learner


@pytest.fixture
def save(client, attempt, response, learner):
    """Send the form of the question."""

    def saving(*uploads, text="Teksti", kept=(), **fields):
        response.refresh_from_db()
        form = {
            "text": text,
            "file": [str(key) for key in kept],
            "upload": list(uploads),
            "key": str(uuid4()),
            "based_on": str(response.version),
            "go": "stay",
        }
        return client.post(reverse("quizzes:question", args=[attempt.pk, 1]), form | fields)

    return saving


def stored():
    """Every file that lies in the private storage under answers."""
    root = STORAGE.location
    return sorted(
        name
        for folder, _folders, names in os.walk(os.path.join(root, clearing.FOLDER))
        for name in names
    )


@pytest.fixture(autouse=True)
def own_storage(monkeypatch, tmp_path):
    """An empty place for each test."""
    monkeypatch.setitem(STORAGE.__dict__, "base_location", tmp_path)
    monkeypatch.setitem(STORAGE.__dict__, "location", str(tmp_path))


def address(file):
    return reverse("quizzes:answer_file", args=[file.pk])
