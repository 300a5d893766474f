"""Exercises kept, replaced and deleted, and the frame that they run in."""

import datetime
import zipfile

import pytest
from django.contrib.auth.models import Group
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from home.h5p.checking import check
from home.h5p.frames import frame_address, token_of_files, token_of_frame
from home.h5p.models import H5PPackage
from home.h5p.unpacking import keep_package, place_of
from home.pictures import private_storage
from tests.factories.accounts import UserFactory
from tests.factories.h5p import LIBRARY, files_of_package, h5p_exercise, package

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]


def in_groups(*names):
    user = UserFactory(is_staff=True, language="en")
    user.groups.set(Group.objects.filter(name__in=names))
    return user


def stored(exercise):
    storage = private_storage()
    return {name for name in files_of_package() if storage.exists(place_of(exercise.folder, name))}


def file_address(exercise, name="content/content.json"):
    return reverse("h5p:file", args=[token_of_files(exercise.folder), name])


class TestKeeping:
    def upload(self, client, address, data=None, **more):
        upload = SimpleUploadedFile("tyokyky.h5p", data or package().getvalue())
        fields = {"title": "Työkyky", "text_alternative": "Sama sanoina.", "file": upload}
        with override("en"):
            return client.post(address, fields | more)

    def test_an_editor_uploads_replaces_and_a_moderator_deletes(
        self, client, django_capture_on_commit_callbacks
    ):
        editor = in_groups("Editors", "Moderators")
        client.force_login(editor)
        add = reverse("wagtailsnippets_home_h5ppackage:add")
        assert self.upload(client, add).status_code == 302
        first = H5PPackage.objects.get()
        assert stored(first) == set(files_of_package())
        assert (first.main_library, first.uploaded_by) == (LIBRARY, editor)

        edit = reverse("wagtailsnippets_home_h5ppackage:edit", args=[first.pk])
        assert client.get(edit).status_code == 200
        self.upload(client, edit, file="", title="Uusi nimi")
        same = H5PPackage.objects.get()
        assert (same.title, same.folder) == ("Uusi nimi", first.folder)

        with django_capture_on_commit_callbacks(execute=True):
            self.upload(client, edit)
        second = H5PPackage.objects.get()
        assert second.folder != first.folder
        assert (stored(first), stored(second)) == (set(), set(files_of_package()))
        assert not private_storage().exists(first.file.name)

        delete = reverse("wagtailsnippets_home_h5ppackage:delete", args=[first.pk])
        with django_capture_on_commit_callbacks(execute=True):
            assert client.post(delete).status_code == 302
        assert (H5PPackage.objects.count(), stored(second)) == (0, set())
        assert not private_storage().exists(second.file.name)

    def test_what_is_no_exercise_is_refused_in_words_and_nothing_is_kept(self, client):
        client.force_login(in_groups("Editors"))
        add = reverse("wagtailsnippets_home_h5ppackage:add")
        data = package(**{"content/page.html": "<script>alert(1)</script>"}).getvalue()
        answer = self.upload(client, add, data)
        assert "content/page.html is of a kind" in answer.content.decode()
        assert not H5PPackage.objects.exists()

    def test_bytes_go_again_where_the_row_fails(self):
        upload = SimpleUploadedFile("x.h5p", package().getvalue())
        row = H5PPackage(title=None, text_alternative="x", file=upload)
        with pytest.raises(Exception, match="title"):
            keep_package(row, upload=upload, checked=check(upload), user=None)
        assert stored(row) == set()


class TestFrame:
    @pytest.fixture
    def exercise(self):
        return h5p_exercise()

    def test_is_a_stranger_to_the_site(self, client, exercise):
        client.force_login(UserFactory())
        answer = client.get(frame_address(exercise, "sv"))
        policy = answer.headers["Content-Security-Policy"]
        rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
        assert rules["sandbox"] == "allow-scripts"
        assert rules["default-src"] == "'none'"
        files = f"http://testserver{file_address(exercise)}".removesuffix("content/content.json")
        assert rules["connect-src"] == files
        assert rules["frame-ancestors"] == "http://testserver"
        assert all("'self'" not in rule and "*" not in rule for rule in rules.values())
        assert not answer.cookies
        assert '<html lang="sv">' in answer.content.decode()

    def test_the_title_is_text(self, client):
        exercise = h5p_exercise(title='"><script>alert(1)</script>')
        assert "<script>alert" not in client.get(frame_address(exercise, "fi")).content.decode()

    def test_its_files_come_as_what_they_are_and_to_any_origin(self, client, exercise):
        answer = client.get(file_address(exercise, f"{LIBRARY}/question.js"))
        assert answer.headers["Content-Type"] == "text/javascript"
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        whole = answer.getvalue()
        assert b"OneQuestion" in whole
        # A film in an exercise is searched: a part of the file is given as such.
        part = client.get(answer.wsgi_request.path, headers={"Range": "bytes=2-5"})
        assert (part.status_code, part.getvalue()) == (206, whole[2:6])
        assert part.headers["Access-Control-Allow-Origin"] == "*"

    def test_pages_of_ours_cannot_run_its_programs(self, client, exercise):
        address = file_address(exercise, f"{LIBRARY}/question.js")
        for site, status in (("cross-site", 200), ("none", 200), ("same-origin", 404)):
            answer = client.get(address, headers={"Sec-Fetch-Site": site})
            assert answer.status_code == status
        assert "Sec-Fetch-Site" in client.get(address).headers["Vary"]

    @pytest.mark.parametrize(
        "name", ["tyokyky.h5p", "../packages/tyokyky.h5p", "content/none.json", "content/"]
    )
    def test_nothing_else_is_given(self, client, exercise, name):
        assert client.get(file_address(exercise, name)).status_code == 404

    @pytest.mark.parametrize(
        ("days", "expected"), [(1, (200, 200)), (2, (200, 404)), (4, (404, 404))]
    )
    def test_addresses_end(self, client, exercise, monkeypatch, days, expected):
        earlier = timezone.now() - datetime.timedelta(days=days)
        with monkeypatch.context() as then:
            then.setattr(signing.time, "time", earlier.timestamp)
            then.setattr(timezone, "now", lambda: earlier)
            frame, file = frame_address(exercise, "fi"), file_address(exercise)
        assert (client.get(frame).status_code, client.get(file).status_code) == expected

    def test_addresses_cannot_be_made_up(self, client, exercise):
        files, frame = token_of_files(exercise.folder), token_of_frame(exercise.pk, "fi")
        for made_up in (f"{exercise.folder}", f"{files}x", frame, "x:y", "%00"):
            address = f"/h5p/{made_up}/tiedostot/h5p.json"
            assert client.get(address).status_code in (400, 404)
        for made_up in (str(exercise.pk), f"{frame}x", files):
            assert client.get(f"/h5p/{made_up}/").status_code == 404

    def test_a_deleted_exercise_is_not_there(self, client, exercise):
        frame, file = frame_address(exercise, "fi"), file_address(exercise)
        exercise.delete()
        assert (client.get(frame).status_code, client.get(file).status_code) == (404, 404)


def test_the_factory_makes_what_h5p_would():
    with zipfile.ZipFile(package()) as archive:
        assert set(archive.namelist()) == set(files_of_package())
