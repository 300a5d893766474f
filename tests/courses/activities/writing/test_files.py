"""Files of an assignment: kept with the draft, and gone with it."""

import datetime
import os

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.activities.files import clear_files
from courses.activities.submissions import Submission, SubmissionFile
from home import handed_in
from tests.courses.activities.writing.conftest import only
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.factories.activities import DraftFactory, SubmissionFactory, file_of, upload

pytestmark = pytest.mark.django_db


class TestFiles:
    def test_are_taken_along_and_out_again(self, client, send, enrolment, page):
        send("Teksti", 0, upload=[upload("a.pdf"), upload("b.pdf", b"%PDF-1.4 toinen")])
        assert sorted(only(enrolment).files.values_list("name", flat=True)) == ["a.pdf", "b.pdf"]
        shown = client.get(page.url).text
        assert "a.pdf" in shown
        gone = only(enrolment).files.get(name="a.pdf")
        send("Teksti", 1, do=f"out:{gone.pk}")
        assert only(enrolment).files.get().name == "b.pdf"

    def test_the_same_file_twice_is_one(self, send, enrolment):
        send("T", 0, upload=[upload(), upload()])
        send("T", 1, upload=[upload()])
        assert only(enrolment).files.count() == 1

    @pytest.mark.parametrize(
        ("name", "content"),
        [
            pytest.param("kuva.png", b"%PDF-1.7", id="another kind"),
            pytest.param("selvitys.pdf", b"MZ\x90", id="a disguised program"),
            pytest.param("ohjelma.exe", b"MZ\x90", id="a program"),
            pytest.param("sivu.html", b"<script>", id="a page"),
            pytest.param("tyhja.pdf", b"", id="empty"),
        ],
    )
    def test_of_other_kinds_are_refused_and_the_text_stays(self, send, name, content):
        answer = send("Kirjoitettu", 0, upload=[upload(name, content)])
        assert answer.status_code == 400
        assert "Kirjoitettu</textarea>" in answer.text
        assert not SubmissionFile.objects.exists()

    def test_too_large_is_said(self, send, monkeypatch):
        monkeypatch.setattr(handed_in, "LARGEST_FILE", 10)
        assert send("T", 0, upload=[upload()]).status_code == 413

    @pytest.mark.parametrize("limit", ["LARGEST_TOGETHER", "LARGEST_LEARNER"])
    def test_too_much_in_all_changes_nothing(self, send, enrolment, monkeypatch, limit):
        send("Ennen", 0, upload=[upload("a.pdf")])
        monkeypatch.setattr(handed_in, limit, 40)
        before = stored_bytes()
        answer = send("Jälkeen", 1, upload=[upload("b.pdf", b"%PDF-1.4 toinen tiedosto")])
        assert answer.status_code == 413
        assert only(enrolment).text == "Ennen"
        assert stored_bytes() == before

    def test_more_than_are_taken_are_refused(self, send, enrolment):
        files = [upload(f"{n}.pdf", b"%PDF-1.4 " + bytes([65 + n])) for n in range(4)]
        assert send("T", 0, upload=files).status_code == 400
        assert not Submission.objects.exists()

    def test_reach_their_learner_alone_while_a_draft(self, client, enrolment, step):
        file = file_of(DraftFactory(enrolment=enrolment, step=step))
        address = reverse("courses:submission_file", args=[file.pk])
        answer = client.get(address)
        assert answer.status_code == 200
        assert answer.headers["Content-Disposition"] == 'attachment; filename="selvitys.pdf"'
        assert "sandbox" in answer.headers["Content-Security-Policy"]
        client.force_login(MembershipFactory(organisation=enrolment.run.organiser).user)
        assert client.get(address).status_code == 404
        client.force_login(UserFactory())
        assert client.get(address).status_code == 404

    def test_reach_staff_of_the_run_once_handed_in(self, client, enrolment, step):
        file = file_of(SubmissionFactory(enrolment=enrolment, step=step))
        address = reverse("courses:submission_file", args=[file.pk])
        client.force_login(MembershipFactory(organisation=enrolment.run.organiser).user)
        assert client.get(address).status_code == 200
        client.force_login(MembershipFactory().user)
        assert client.get(address).status_code == 404

    def test_bytes_without_a_row_are_swept_a_day_later(self, enrolment, step):
        file = file_of(DraftFactory(enrolment=enrolment, step=step))
        stray = file.file.field.generate_filename(file, "00000000-0000-4000-8000-000000000000")
        storage = file.file.storage
        storage.save(stray, upload())
        now = timezone.now()
        clear_files(now)
        assert storage.exists(stray)
        assert clear_files(now + datetime.timedelta(hours=25)) >= 1
        assert storage.exists(file.file.name)
        assert not storage.exists(stray)


def stored_bytes():
    storage = SubmissionFile._meta.get_field("file").storage
    return sorted(
        os.path.join(folder, name)
        for folder, _folders, names in os.walk(storage.path("submissions"))
        for name in names
    )
