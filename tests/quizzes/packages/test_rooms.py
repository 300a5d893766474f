"""Editors bring courses in and carry them away in the administration."""

import io
import re
import zipfile
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from courses.catalogue.models import Course
from courses.packages.models import PackageImport
from courses.packages.progress import Progress, progress_of
from courses.packages.uploading import clear_uploads
from tests.factories.accounts import AdministratorFactory
from tests.factories.courses import CourseFactory
from tests.quizzes.packages.courses_with_all import everything, taken_away

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def desk():
    client = Client()
    client.force_login(AdministratorFactory())
    return client


def uploaded(client, data, callbacks, **fields):
    """Upload a file, let its task run, and return the page that tells of it."""
    with callbacks(execute=True):
        response = client.post(
            reverse("course_files:upload"),
            {"file": SimpleUploadedFile("kurssi.zip", data), **fields},
        )
    assert response.status_code == 302, response.context["form"].errors
    return client.get(response["Location"])


class TestImport:
    def test_is_looked_at_first_and_then_brought_once(
        self, desk, django_capture_on_commit_callbacks
    ):
        page = uploaded(desk, taken_away(), django_capture_on_commit_callbacks)
        assert "Ensin" in page.content.decode()
        assert not Course.objects.exists()
        kept = PackageImport.objects.get()
        for _time in range(2):
            with django_capture_on_commit_callbacks(execute=True):
                desk.post(reverse("course_files:look", args=[kept.pk]))
        course = Course.objects.get()
        kept.refresh_from_db()
        assert kept.options["course"] == course.pk
        page = desk.get(reverse("course_files:look", args=[kept.pk])).content.decode()
        assert reverse("wagtailadmin_explore", args=[kept.options["page"]]) in page

    def test_says_what_is_wrong_with_a_file(self, desk, django_capture_on_commit_callbacks):
        page = uploaded(desk, b"nothing", django_capture_on_commit_callbacks).content.decode()
        assert "ei ole kurssitiedosto" in page
        kept = PackageImport.objects.get()
        with django_capture_on_commit_callbacks(execute=True):
            desk.post(reverse("course_files:look", args=[kept.pk]))
        assert PackageImport.objects.get().asked_at is None

    def test_a_file_is_its_uploaders_and_gone_after_a_day(
        self, desk, django_capture_on_commit_callbacks
    ):
        uploaded(desk, b"nothing", django_capture_on_commit_callbacks)
        kept = PackageImport.objects.get()
        storage, name = kept.file.storage, kept.file.name
        other = Client()
        other.force_login(AdministratorFactory())
        assert other.get(reverse("course_files:look", args=[kept.pk])).status_code == 404
        assert clear_uploads(timezone.now()) == 0
        assert storage.exists(name)
        assert clear_uploads(timezone.now() + timedelta(days=1, minutes=1)) == 1
        assert not storage.exists(name)

    def test_shows_how_far_its_task_is(self, desk, django_capture_on_commit_callbacks, monkeypatch):
        monkeypatch.setattr("courses.packages.progress.SECONDS_BETWEEN", 0)
        seen = []

        def tell(self, done, of, tell=Progress.tell):
            tell(self, done, of)
            if not seen or done == of // 2:
                address = reverse("course_files:look", args=[PackageImport.objects.get().pk])
                seen.append(desk.get(address).content.decode())

        monkeypatch.setattr(Progress, "tell", tell)
        page = uploaded(desk, taken_away(), django_capture_on_commit_callbacks).content.decode()
        for told in seen:
            assert '<meta http-equiv="refresh" content="5">' in told
            done, of = re.search(r'<progress max="(\d+)" value="(\d+)"', told).groups()[::-1]
            assert f"{done} / {of}" in told[: told.index("</title>")]
        assert len(seen) == 2
        assert "refresh" not in page
        kept = PackageImport.objects.get()
        assert progress_of(kept) is None
        assert int(done) <= int(of)

    def test_wants_a_file(self, desk):
        assert desk.post(reverse("course_files:upload"), {}).status_code == 422


class TestExport:
    def test_gives_the_file_of_a_course(self, desk):
        course = everything()
        page = desk.get(reverse("course_files:export", args=[course.pk])).content.decode()
        address = reverse("course_files:download", args=[course.pk])
        assert address in page
        response = desk.get(address)
        data = b"".join(response.streaming_content)
        assert "course.json" in zipfile.ZipFile(io.BytesIO(data)).namelist()
        assert 'filename="kaikki-1.zip"' in response["Content-Disposition"]

    def test_says_that_a_course_has_no_page(self, desk):
        course = CourseFactory()
        page = desk.get(reverse("course_files:export", args=[course.pk])).content.decode()
        assert "ei ole suomenkielistä sivua" in page
        missing = desk.get(reverse("course_files:download", args=[course.pk]))
        assert missing.status_code == 404
