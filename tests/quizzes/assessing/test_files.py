"""Files of answers: taken with the save, known by content, kept apart, handed to few, swept."""

import errno
import io
import os
import zipfile
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from accounts.personal_data import erase, export_of
from home import file_kinds, handed_in
from home.file_kinds import accepted, holds_what_it_says
from home.uploads import KINDS
from quizzes.assessing import clearing
from quizzes.assessing.models import ResponseFile
from quizzes.attempts.history import ResponseEvent
from quizzes.attempts.models import Attempt
from tests.factories.accounts import AdministratorFactory, MembershipFactory, UserFactory
from tests.factories.assessing import attempt_of, essay_version, file_of, submitted
from tests.factories.courses import CourseRunFactory, EnrolmentFactory
from tests.factories.quizzes import QuizFactory, placed

pytestmark = pytest.mark.django_db
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


# --- handing in -------------------------------------------------------------------------


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


# --- known by content -------------------------------------------------------------------


def picture(form):
    buffer = io.BytesIO()
    Image.new("RGB", (4, 3)).save(buffer, form)
    return buffer.getvalue()


def archive(*names, mimetype=None, size=1):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        if mimetype:
            made.writestr("mimetype", mimetype)
        for name in names:
            made.writestr(name, b"0" * size)
    return buffer.getvalue()


WORD = ("[Content_Types].xml", "word/document.xml")
CALC = "application/vnd.oasis.opendocument.spreadsheet"


@pytest.mark.parametrize(
    ("ending", "content", "is_it"),
    [
        ("pdf", PDF, True),
        ("pdf", b"<html>", False),
        ("png", picture("PNG"), True),
        ("png", picture("JPEG"), False),
        ("png", picture("PNG")[:40], False),
        ("jpg", picture("JPEG"), True),
        ("jpg", b"", False),
        ("webp", picture("WEBP"), True),
        ("docx", archive(*WORD), True),
        ("docx", archive("a.txt"), False),
        ("docx", b"PK\x03\x04", False),
        ("xlsx", archive(*WORD), False),
        ("ods", archive("a", mimetype=CALC), True),
        ("odt", archive("a", mimetype=CALC), False),
        ("rtf", b"{\\rtf1 a}", True),
        ("rtf", b"rtf", False),
        ("txt", b"Teksti\n", True),
        ("txt", b"\x00\x01", False),
        ("zip", archive("a"), True),
        ("zip", archive("a", size=5_000_000), True),
        ("exe", b"MZ", False),
    ],
)
def test_known_by_content(ending, content, is_it):
    assert holds_what_it_says(upload(f"x.{ending}", content), ending) is is_it


def test_an_archive_of_too_much_is_refused(monkeypatch):
    monkeypatch.setattr(file_kinds, "LARGEST_UNPACKED", 1000)
    assert not holds_what_it_says(upload("a.zip", archive("a", size=2000)), "zip")

    monkeypatch.setattr(file_kinds, "LARGEST_UNPACKED", 10**9)
    monkeypatch.setattr(file_kinds, "HIGHEST_RATIO", 1)
    assert not holds_what_it_says(upload("a.zip", archive("a", size=2_000_000)), "zip")

    monkeypatch.setattr(file_kinds, "MOST_IN_ARCHIVE", 2)
    assert not holds_what_it_says(upload("a.zip", archive("a", "b", "c")), "zip")


def test_every_kind_has_a_rule_of_its_own():
    assert file_kinds.CONTENT_TYPES.keys() <= file_kinds.OWN_RULES.keys() | KINDS.keys()
    assert set(accepted([]).endings) == file_kinds.CONTENT_TYPES.keys() - file_kinds.ON_REQUEST


# --- handing out ------------------------------------------------------------------------


@pytest.fixture
def handed():
    """A submitted answer with a file, and the staff of its run's organiser."""
    staff = MembershipFactory()
    place = placed(QuizFactory())
    run = CourseRunFactory(course=place.step.course, organiser=staff.organisation)
    attempt = submitted(
        [essay_version()], [{"text": "a"}], place=place, enrolment=EnrolmentFactory(run=run)
    )
    return attempt, file_of(attempt.responses.get(), "Aino Oppija.txt", b"sisalto"), staff


def address(file):
    return reverse("quizzes:answer_file", args=[file.pk])


def test_its_learner_and_graders_get_it_and_nobody_else(client, handed):
    attempt, file, staff = handed
    teacher = MembershipFactory(organisation=staff.organisation, role="teacher").user
    of_run = MembershipFactory(organisation=staff.organisation, role="teacher").user
    attempt.enrolment.run.teachers.add(of_run)
    people = {
        attempt.enrolment.learner: 200,
        staff.user: 200,
        of_run: 200,
        AdministratorFactory(): 200,
        teacher: 404,
        MembershipFactory().user: 404,
        UserFactory(): 404,
    }
    for person, status in people.items():
        client.force_login(person)
        assert client.get(address(file)).status_code == status
    client.logout()
    assert client.get(address(file)).status_code == 302


def test_it_comes_as_an_attachment_that_nothing_keeps_or_runs(client, handed):
    attempt, file, _staff = handed
    client.force_login(attempt.enrolment.learner)

    found = client.get(address(file))

    assert b"".join(found.streaming_content) == b"sisalto"
    assert found.headers["Content-Disposition"] == 'attachment; filename="Aino Oppija.txt"'
    assert found.headers["Content-Type"].startswith("text/plain")
    assert found.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in found.headers["Cache-Control"]
    assert "sandbox" in found.headers["Content-Security-Policy"]


def test_a_name_tells_nothing_where_grading_is_anonymous(client, handed):
    attempt, file, staff = handed
    attempt.quiz.anonymous_grading = True
    attempt.quiz.save()
    client.force_login(staff.user)

    said = client.get(address(file)).headers["Content-Disposition"]
    page = client.get(reverse("grading:answer", args=[file.response_id])).text

    assert "Aino" not in said
    assert ".txt" in said
    assert "Aino Oppija" not in page


def test_graders_do_not_get_the_files_of_an_open_attempt(client, handed):
    attempt, file, staff = handed
    Attempt.objects.filter(pk=attempt.pk).update(state="in_progress", submitted_at=None)
    client.force_login(staff.user)

    assert client.get(address(file)).status_code == 404


def test_a_file_that_is_gone_is_no_server_error(client, handed):
    attempt, file, _staff = handed
    STORAGE.delete(file.file.name)
    client.force_login(attempt.enrolment.learner)

    assert client.get(address(file)).status_code == 404


# --- sweeping ---------------------------------------------------------------------------


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


def test_the_grader_is_told_of_files_that_lack(client, finnish):
    attempt = submitted([essay_version(files_required=2)], [{"text": "a", "files": []}])
    client.force_login(AdministratorFactory())

    page = client.get(reverse("grading:answer", args=[attempt.responses.get().pk])).text

    assert "2 tiedostoa puuttuu pyydetyistä." in page


@pytest.mark.parametrize(("number", "position"), [(10**30, 1), (1, 10**30), (0, 0)])
def test_addresses_of_no_question(client, learner, number, position):
    form = {"text": "a", "upload": upload(), "key": str(uuid4()), "based_on": "0"}

    found = client.post(reverse("quizzes:question", args=[number, position]), form)

    assert found.status_code == 404
    assert stored() == []


def test_the_learner_may_open_a_file_before_submitting(client, save, attempt, response):
    save(upload())
    file = ResponseFile.objects.get()
    address = reverse("quizzes:answer_file", args=[file.pk])

    page = client.get(reverse("quizzes:question", args=[attempt.pk, response.position]))

    assert f'href="{address}"' in page.text
    assert b"".join(client.get(address).streaming_content) == PDF
