"""Writing and handing in an assignment: nothing lost, nothing overwritten unseen."""

import datetime
import os

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from courses.activities import writing
from courses.activities.files import clear_files
from courses.activities.submissions import Submission, SubmissionFile
from courses.activities.terms import wanted
from courses.activities.writing import NotOpenError, Place, hand_in, save_draft
from courses.catalogue.requirements import StepDate
from courses.models import StepProgress
from home import handed_in
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.factories.activities import (
    AssignmentPageFactory,
    DraftFactory,
    SubmissionFactory,
    enrolled_at,
    file_of,
    step_of,
    upload,
)

pytestmark = pytest.mark.django_db

JSON = {"Accept": "application/json"}


@pytest.fixture
def page():
    return AssignmentPageFactory(files_most=3, rounds=2)


@pytest.fixture
def step(page):
    return step_of(page)


@pytest.fixture
def enrolment(page, client):
    enrolment = enrolled_at(page)
    client.force_login(enrolment.learner)
    return enrolment


@pytest.fixture
def address(enrolment, step):
    return reverse("courses:write", args=[enrolment.pk, step.key, "tyo"])


@pytest.fixture
def send(client, address):
    """Send the form as a browser does."""

    def send_(text="Verkosto", based_on=0, do="save", headers=None, **files):
        data = {"text": text, "based_on": based_on, "do": do} | files
        return client.post(address, data, headers=headers)

    return send_


@pytest.fixture
def press(client, enrolment, step):
    """Hand in what is saved."""

    def press_(based_on=1):
        place = reverse("courses:hand_in", args=[enrolment.pk, step.key, "tyo"])
        return client.post(place, {"based_on": based_on}, follow=True)

    return press_


def place(enrolment, step):
    return Place(enrolment, step, "", wanted(step, ""))


def only(enrolment):
    return Submission.objects.get(enrolment=enrolment)


class TestDraft:
    def test_is_kept_as_it_was_typed(self, send, enrolment):
        typed = "  Ääkköset – “lainaus”\r\n\r\n\tsisennys ‏عربي‏ 👩‍⚕️ \r\n"
        assert send(typed).status_code == 302
        assert only(enrolment).text == typed.replace("\r\n", "\n")

    def test_comes_back_in_its_field(self, client, send, page):
        send("\nEnsin tyhjä rivi <b>ja merkkejä</b> & muuta")
        text = client.get(page.url).text
        assert "\n\nEnsin tyhjä rivi &lt;b&gt;ja merkkejä&lt;/b&gt; &amp; muuta</textarea>" in text

    def test_nul_is_left_out(self, send, enrolment):
        assert send("a\x00b").status_code == 302
        assert only(enrolment).text == "ab"

    def test_a_script_gets_a_receipt(self, send):
        with override("fi"):
            told = send("Yksi kaksi", headers=JSON).json()
        assert told["version"] == 1
        assert told["words"] == 2
        assert str(timezone.localdate().year) in told["receipt"]

    def test_the_same_text_again_is_no_new_version(self, send, enrolment):
        send("Sama", 0)
        assert send("Sama", 0, headers=JSON).json()["version"] == 1

    def test_too_long_a_text_is_refused_and_kept_on_the_page(self, send, enrolment, monkeypatch):
        monkeypatch.setattr(writing, "LONGEST_TEXT", 10)
        answer = send("Tämä on liian pitkä")
        assert answer.status_code == 413
        assert "Tämä on liian pitkä</textarea>" in answer.text
        assert not Submission.objects.exists()

    @pytest.mark.parametrize("odd", ["", "x", "-1", "9" * 40, "٣"])
    def test_an_odd_version_is_no_version(self, send, odd):
        assert send("Teksti", odd).status_code == 302

    def test_somebody_elses_place_is_not_there(self, client, send, address):
        client.force_login(UserFactory())
        assert send().status_code == 404
        assert client.get(address).status_code == 404

    @pytest.mark.parametrize("part", ["ennakko", "paivakirja", "muu"])
    def test_an_assignment_has_one_part(self, client, enrolment, step, part):
        address = reverse("courses:write", args=[enrolment.pk, step.key, part])
        assert client.post(address, {"text": "x"}).status_code == 404

    def test_signed_out_the_text_waits_for_its_writer(self, client, send, enrolment, page):
        client.logout()
        answer = send("Pitkä teksti")
        assert answer.status_code == 302
        assert reverse("account_login") in answer.url
        client.force_login(enrolment.learner)
        shown = client.get(page.url).text
        assert "Pitkä teksti</textarea>" in shown
        send("Pitkä teksti")
        assert only(enrolment).text == "Pitkä teksti"
        assert "unsent_text" not in client.session

    def test_signed_out_a_script_keeps_what_it_has(self, client, send):
        client.logout()
        answer = send(headers=JSON)
        assert answer.status_code == 401
        assert answer.json()["keep"]


class TestTwoTabs:
    def test_the_second_is_shown_the_first_and_keeps_its_own(self, send, enrolment):
        send("Ensimmäisen välilehden", 0)
        answer = send("Toisen välilehden", 0)
        assert answer.status_code == 409
        assert "Ensimmäisen välilehden</div>" in answer.text
        assert "Toisen välilehden</textarea>" in answer.text
        assert only(enrolment).text == "Ensimmäisen välilehden"
        assert answer.context["desk"].based_on == 1

    def test_saving_again_knowingly_replaces(self, send, enrolment):
        send("Ensimmäinen", 0)
        send("Toinen", 0)
        assert send("Toinen", 1).status_code == 302
        assert (only(enrolment).text, only(enrolment).version) == ("Toinen", 2)

    def test_a_script_is_told(self, send):
        send("Ensimmäinen", 0)
        answer = send("Toinen", 0, headers=JSON)
        assert answer.status_code == 409
        assert answer.json()["load"]

    def test_a_text_saved_elsewhere_is_not_handed_in_unseen(self, send, press, enrolment):
        send("Ensimmäinen", 0)
        send("Toinen", 1)
        assert press(based_on=1).status_code == 409
        assert only(enrolment).state == "draft"

    def test_what_was_handed_in_elsewhere_stays(self, send, press, enrolment):
        send("Palautettu", 0)
        press(1)
        answer = send("Myöhässä kirjoitettu", 1)
        assert answer.status_code == 409
        assert "Myöhässä kirjoitettu" in answer.text
        assert only(enrolment).text == "Palautettu"


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


class TestHandingIn:
    def test_says_what_is_missing(self, client, send, enrolment, step):
        step.terms |= {"files_least": 2}
        step.save()
        send("   ", 0)
        with override("en"):
            address = reverse("courses:hand_in", args=[enrolment.pk, step.key, "tyo"])
        shown = client.get(address)
        assert shown.context["lacking"] == ["The text is missing.", "2 files are missing."]
        assert client.post(address, {"based_on": 1}).status_code == 400
        assert only(enrolment).state == "draft"

    def test_too_few_words_are_only_said(self, client, send, press, enrolment, step):
        step.terms |= {"min_words": 5}
        step.save()
        send("Kaksi sanaa", 0)
        shown = client.get(reverse("courses:hand_in", args=[enrolment.pk, step.key, "tyo"]))
        assert len(shown.context["remarks"]) == 1
        press(1)
        assert only(enrolment).state == "submitted"

    def test_twice_hands_in_once(self, send, press, enrolment):
        send("Valmis", 0)
        assert press(1).status_code == 200
        assert press(1).status_code == 200
        handed = only(enrolment)
        assert (handed.state, handed.number) == ("submitted", 1)

    def test_it_waits_and_completes_nothing(self, send, press, enrolment):
        send("Valmis", 0)
        press(1)
        assert not StepProgress.objects.filter(completed_at__isnull=False).exists()

    def test_when_sent_back_the_next_round_begins_with_the_same(self, send, press, enrolment):
        send("Ensimmäinen kierros", 0, upload=[upload()])
        press(2 if only(enrolment).version == 2 else 1)
        Submission.objects.update(state="returned")
        answer = send("Ensimmäinen kierros, täydennetty", 0)
        assert answer.status_code == 302
        first, second = Submission.objects.order_by("number")
        assert (first.text, first.state) == ("Ensimmäinen kierros", "returned")
        assert (second.number, second.files.get().name) == (2, "selvitys.pdf")
        # The bytes lie there once; taking the copy out leaves the first round its own.
        assert second.files.get().file.name == first.files.get().file.name
        send("Ensimmäinen kierros, täydennetty", 1, do=f"out:{second.files.get().pk}")
        assert first.files.get().file.storage.exists(first.files.get().file.name)

    def test_the_rounds_have_an_end(self, enrolment, step):
        for number in (1, 2):
            SubmissionFactory(enrolment=enrolment, step=step, number=number, state="returned")
        with pytest.raises(NotOpenError):
            save_draft(place=place(enrolment, step), text="x", based_on=0, language="fi")

    @pytest.mark.parametrize("state", ["submitted", "passed", "failed"])
    def test_nothing_is_written_out_of_turn(self, enrolment, step, state):
        SubmissionFactory(enrolment=enrolment, step=step, state=state, version=7)
        with pytest.raises(NotOpenError):
            save_draft(place=place(enrolment, step), text="x", based_on=0, language="fi")
        with pytest.raises(NotOpenError):
            hand_in(place=place(enrolment, step), based_on=1)

    def test_late_is_allowed_and_marked(self, client, send, press, enrolment, step, page):
        StepDate.objects.create(run=enrolment.run, step=step, due_on=datetime.date(2020, 1, 1))
        send("Myöhässä", 0)
        press(1)
        [row] = client.get(page.url).context["desk"].rounds
        assert row["is_late"]
        assert only(enrolment).state == "submitted"

    def test_on_its_day_it_is_not_late(self, client, send, press, enrolment, step, page):
        StepDate.objects.create(run=enrolment.run, step=step, due_on=timezone.localdate())
        send("Ajoissa", 0)
        press(1)
        [row] = client.get(page.url).context["desk"].rounds
        assert not row["is_late"]


class TestClosed:
    def test_when_the_run_is_over_it_is_read_only(self, client, send, enrolment, step, page):
        DraftFactory(enrolment=enrolment, step=step, text="Kesken jäi")
        enrolment.run.ends_on = datetime.date(2020, 1, 1)
        enrolment.run.save()
        shown = client.get(page.url)
        assert shown.status_code == 200
        assert shown.context["desk"].work.closed
        assert "<textarea" not in shown.text
        answer = send("Yritys", 1)
        assert answer.status_code == 409
        assert "Yritys" in answer.text
        assert only(enrolment).text == "Kesken jäi"

    def test_when_withdrawn_nothing_is_taken(self, enrolment, step):
        enrolment.withdrawn_at = timezone.now()
        enrolment.save()
        with pytest.raises(NotOpenError):
            save_draft(place=place(enrolment, step), text="x", based_on=0, language="fi")

    def test_what_is_typed_after_withdrawing_is_shown(self, send, enrolment, page):
        enrolment.withdrawn_at = timezone.now()
        enrolment.save()
        answer = send("Kirjoitettu turhaan")
        assert answer.status_code == 409
        assert "Kirjoitettu turhaan" in answer.text

    def test_a_retired_step_takes_nothing(self, enrolment, step):
        step.retired_at = timezone.now()
        step.save()
        with pytest.raises(NotOpenError):
            save_draft(place=place(enrolment, step), text="x", based_on=0, language="fi")


@pytest.mark.parametrize("rounds", [1, 3])
def test_query_count_does_not_grow_with_rounds(
    client, enrolment, step, page, rounds, django_assert_max_num_queries
):
    for number in range(1, rounds + 1):
        file_of(SubmissionFactory(enrolment=enrolment, step=step, number=number, state="returned"))
    client.get(page.url)
    with django_assert_max_num_queries(22):
        client.get(page.url)


def test_what_is_refused_shows_no_assignment_that_is_not_open(client, page, enrolment):
    enrolment.run.starts_on = timezone.localdate() + datetime.timedelta(days=2)
    enrolment.run.ends_on = None
    enrolment.run.save()
    with override("fi"):
        answer = client.post(
            reverse("courses:write", args=[enrolment.pk, step_of(page).key, "tyo"]),
            {"text": "Ajatus", "based_on": 0},
        )
    assert answer.status_code == 403
    assert "courses/closed.html" in [template.name for template in answer.templates]
