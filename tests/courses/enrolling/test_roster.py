"""Enrolling from a file: what is read, what is told, and that it is all or nothing."""

import io
import re

import openpyxl
import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from courses.catalogue.runs import CourseRun
from courses.enrolling.enrolling_many import KEPT_FOR, clear_rosters, enrol_roster, keep_roster
from courses.enrolling.models import Enrolment
from courses.enrolling.refusals import EnrolmentRefusedError
from courses.enrolling.roster_columns import column_of
from courses.enrolling.rosters import Roster
from home import outbox
from home.outbox import OutboxEntry
from tests.courses.enrolling.conftest import MARKER
from tests.factories.accounts import AccountHolderFactory, UserFactory
from tests.factories.courses import StepProgressFactory, WaitingPlaceFactory

pytestmark = pytest.mark.django_db

TEXT = "Sähköposti;Etunimet;Sukunimi;Luokka;Opiskeluoikeus\n"
ROW = "inga@esimerkki.fi;Inga Márjá;Jomppanen;4;OO-1\n"


@pytest.fixture
def staff(client, ours):
    client.force_login(ours.staff)
    return ours.staff


def keep(house, text):
    data = text if isinstance(text, bytes) else text.encode()
    return keep_roster(run=house.run, person=house.staff, filename="lista.csv", data=data)


def commit(house, kept):
    return enrol_roster(roster=kept.pk, run=house.run, person=house.staff)


def faults(house, text):
    """What is wrong, by row and column."""
    _roster, checked = commit(house, keep(house, text))
    return [(fault.line, fault.column) for fault in checked.faults]


def xlsx(*rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        pytest.param((TEXT + ROW).encode(), id="UTF-8"),
        pytest.param((TEXT + ROW).encode("utf-8-sig"), id="UTF-8 with its mark"),
        pytest.param((TEXT + ROW).encode("cp1252"), id="Windows-1252"),
        pytest.param((TEXT + ROW).encode("utf-16"), id="UTF-16, as Excel saves Unicode text"),
        pytest.param((TEXT + ROW).replace(";", ",").encode(), id="commas"),
        pytest.param((TEXT + ROW).replace(";", "\t").encode(), id="tabs"),
        pytest.param((TEXT + ROW).replace("\n", "\r\n").encode(), id="lines of Windows"),
        pytest.param(
            b"E-post,Efternamn,F\xc3\xb6rnamn,Klass,Studier\xc3\xa4tt\n"
            b"INGA@esimerkki.fi ,Jomppanen,Inga M\xc3\xa1rj\xc3\xa1,4,OO-1\n\n",
            id="Swedish headings in another order",
        ),
        pytest.param(
            xlsx(
                ["First names", "Surname", "Shoe size", "Email", "Class", "Study right"],
                ["Inga Márjá", "Jomppanen", 39.5, "inga@esimerkki.fi", 4, "OO-1"],
            ),
            id="XLSX with English headings",
        ),
    ],
)
def test_a_file_is_read_however_it_was_saved(ours, data):
    _roster, checked = commit(ours, keep(ours, data))
    assert checked.faults == []
    enrolment = Enrolment.objects.get(run=ours.run)
    assert enrolment.learner.email == "inga@esimerkki.fi"
    assert enrolment.learner.official_name == "Inga Márjá Jomppanen"
    assert (enrolment.registrar_class, enrolment.study_right) == (4, "OO-1")
    assert (enrolment.origin, enrolment.recorded_by) == ("file", ours.staff)
    assert enrolment.consented_at is None


def test_every_heading_that_is_promised_is_known():
    for heading in ("S-postiosoite", "E-mail", "Kaikki etunimet", "Förnamn", "Last name"):
        assert column_of(heading)
    assert column_of("Henkilötunnus") is None


@pytest.mark.parametrize(
    ("rows", "wrong"),
    [
        pytest.param("ei-osoite;A;B;;\n", [(2, "email")], id="no address"),
        pytest.param(";A;B;;\n", [(2, "email")], id="an address missing"),
        pytest.param(ROW + "\n" + ROW.upper(), [(4, "email")], id="twice, in capitals too"),
        pytest.param("a@b.fi;A;B;7;\n", [(2, "registrar_class")], id="a class of nobody's"),
        pytest.param("a@b.fi;A\u202eb;B;;\n", [(2, "first_name")], id="a letter not seen"),
        pytest.param(f"a@b.fi;A;{'b' * 151};;\n", [(2, "last_name")], id="a name too long"),
        pytest.param(
            "x;A\u202e;B;99;\na@b.fi;A;B;;\n",
            [(2, "email"), (2, "first_name"), (2, "registrar_class")],
            id="each fault of a row",
        ),
    ],
)
def test_a_fault_is_told_by_row_and_column_and_nobody_is_enrolled(ours, rows, wrong):
    assert faults(ours, TEXT + rows) == wrong
    assert not Enrolment.objects.filter(run=ours.run).exists()
    assert not User.objects.filter(email__in=["a@b.fi", "inga@esimerkki.fi"]).exists()


def test_what_depends_on_the_run_is_told_too(ours):
    on_it = ours.learner().learner
    CourseRun.objects.filter(pk=ours.run.pk).update(seats=2)
    rows = f"{on_it.email};;;;\na@b.fi;;;;\nc@d.fi;;;;\n"
    assert faults(ours, TEXT + rows) == [(2, "email"), (4, "")]
    CourseRun.objects.filter(pk=ours.run.pk).update(archived_at=timezone.now())
    with pytest.raises(EnrolmentRefusedError):
        commit(ours, keep(ours, TEXT + ROW))


@pytest.mark.parametrize("cell", ["=cmd|' /C calc'!A0", "+1+1", "-2", "@SUM(1)", '=HYPERLINK("x")'])
def test_a_hostile_cell_is_kept_as_text(client, ours, staff, cell):
    quoted = '"' + cell.replace('"', '""') + '"'
    kept = keep(ours, TEXT + f"a@b.fi;{quoted};<script>x</script>;;{quoted}\n")
    page = client.get(reverse("run:roster_preview", args=[ours.run.pk, kept.pk]))
    assert "<script>x" not in page.text
    commit(ours, kept)
    enrolment = Enrolment.objects.get(run=ours.run)
    assert enrolment.learner.first_name == cell
    assert enrolment.study_right == cell


def test_those_who_are_new_are_invited_and_accounts_that_exist_left_alone(ours):
    owner = AccountHolderFactory(first_name="Aino", last_name="Oikea", language="sv")
    asked_for = UserFactory(email="kesken@esimerkki.fi", password="arvattu salasana")
    EmailAddress.objects.create(user=asked_for, email=asked_for.email, verified=False)
    WaitingPlaceFactory(run=ours.run, learner=owner)
    CourseRun.objects.filter(pk=ours.run.pk).update(languages=["sv"])
    kept = keep(ours, TEXT + ROW + f"{owner.email.upper()};Väärä;Nimi;;\n{asked_for.email};;;;\n")
    commit(ours, kept)
    owner.refresh_from_db()
    asked_for.refresh_from_db()
    inga = User.objects.get(email="inga@esimerkki.fi")
    assert (owner.official_name, owner.has_usable_password()) == ("Aino Oikea", True)
    assert (inga.language, inga.has_usable_password()) == ("sv", False)
    # What somebody typed for an address of another's opens nothing.
    assert not asked_for.has_usable_password()
    assert Enrolment.objects.filter(run=ours.run).count() == 3
    assert owner.waiting_places.get().ending == "taken"
    outbox.run_due(timezone.now())
    bodies = {message.to[0]: message.body for message in mail.outbox}
    assert bodies.keys() == {inga.email, owner.email, asked_for.email}
    assert "/sv/" in bodies[inga.email]
    reset = reverse("account_reset_password").split("/", 2)[2]
    assert reset in bodies[inga.email]
    assert reset not in bodies[owner.email]


def test_who_comes_back_finds_what_they_had_done(ours):
    gone = ours.learner(withdrawn_at=timezone.now())
    StepProgressFactory(enrolment=gone, step=ours.run.course.steps.get(), score=75)
    commit(ours, keep(ours, TEXT + f"{gone.learner.email};;;;\n"))
    back = Enrolment.objects.active().get(run=ours.run)
    assert back.step_progress.get().score == 75


def test_a_file_is_committed_once(ours):
    kept = keep(ours, TEXT + ROW)
    commit(ours, kept)
    _roster, checked = commit(ours, kept)
    assert checked.faults == []
    assert Enrolment.objects.filter(run=ours.run).count() == 1
    assert OutboxEntry.objects.filter(effect="courses.enrolled_by_staff").count() == 1


def test_a_file_is_its_uploaders_and_kept_for_a_day(client, ours, theirs, staff):
    kept = keep(theirs, TEXT + f"a@{MARKER.lower()}.fi;;;;\n")
    other = keep(ours, TEXT + ROW)
    for run in (ours.run, theirs.run):
        url = reverse("run:roster_preview", args=[run.pk, kept.pk])
        assert client.get(url).status_code == client.post(url).status_code == 404
    client.force_login(theirs.staff)
    assert (
        client.get(reverse("run:roster_preview", args=[ours.run.pk, other.pk])).status_code == 404
    )
    assert clear_rosters(timezone.now()) == 0
    assert clear_rosters(timezone.now() + KEPT_FOR) == 2
    assert not Roster.objects.exists()


@pytest.mark.parametrize("size", [10, 30])
def test_committing_takes_equal_queries(ours, django_assert_num_queries, size):
    rows = "".join(f"opiskelija{n}@esimerkki.fi;Aino;Oppija{n};;\n" for n in range(size))
    kept = keep(ours, TEXT + rows)
    with django_assert_num_queries(COMMITTING):
        commit(ours, kept)
    assert Enrolment.objects.filter(run=ours.run).count() == size


COMMITTING = 17


@pytest.mark.slow
def test_of_ten_thousand_rows_one_is_bad_and_nothing_changes(ours, django_assert_max_num_queries):
    rows = [f"opiskelija{n}@esimerkki.fi;Aino;Oppija{n};;\n" for n in range(10_000)]
    rows[7_654] = "opiskelija7654;Aino;Oppija;;\n"
    before = User.objects.count()
    kept = keep(ours, TEXT + "".join(rows))
    with django_assert_max_num_queries(30):
        _roster, checked = commit(ours, kept)
    assert [(fault.line, fault.column) for fault in checked.faults] == [(7_656, "email")]
    assert User.objects.count() == before
    assert not Enrolment.objects.exists()
    assert not OutboxEntry.objects.exists()
    rows[7_654] = "opiskelija7654@esimerkki.fi;Aino;Oppija;;\n"
    # SQLite takes fifty rows a statement, PostgreSQL a thousand.
    with django_assert_max_num_queries(600):
        commit(ours, keep(ours, TEXT + "".join(rows)))
    assert Enrolment.objects.filter(run=ours.run).count() == 10_000


class TestPages:
    def upload(self, client, run, content, name="lista.csv"):
        file = SimpleUploadedFile(name, content)
        return client.post(reverse("run:roster", args=[run.pk]), {"file": file}, follow=True)

    def test_from_the_file_to_the_people(self, client, ours, staff):
        preview = self.upload(client, ours.run, (TEXT + ROW).encode())
        assert "Jomppanen" in preview.text
        assert not Enrolment.objects.exists()
        # The rows wait on the server, not in the page.
        [form] = re.findall(r"<form method=.post.>.*?</form>", preview.text, re.DOTALL)
        assert "inga@esimerkki.fi" not in form
        url = preview.redirect_chain[-1][0]
        done = client.post(url, follow=True)
        assert done.redirect_chain[-1][0] == reverse("run:enrolments", args=[ours.run.pk])
        assert Enrolment.objects.get().run == ours.run
        # The way back shows the list, not the file once more.
        assert client.get(url).url == reverse("run:enrolments", args=[ours.run.pk])

    def test_faults_are_shown_with_their_rows(self, client, ours, staff):
        preview = self.upload(client, ours.run, (TEXT + ROW + "x;A;B;99;\n").encode())
        assert preview.context["fault_count"] == 2
        assert preview.context["faulty_lines"] == 1
        again = client.post(preview.redirect_chain[-1][0])
        assert again.context["fault_count"] == 2
        assert not Enrolment.objects.exists()

    @pytest.mark.parametrize(
        "cell",
        [
            pytest.param('"auki', id="a quotation mark that stays open"),
            pytest.param('"auki;13\nc@d.fi;"kiinni', id="one that swallows the next row"),
            pytest.param('"puhelin 5" näyttö', id="one that ends within the cell"),
            pytest.param('"kaksi\nriviä"', id="a line break in a cell"),
        ],
    )
    def test_a_torn_row_is_told_and_nobody_is_lost(self, client, ours, staff, cell):
        text = f"Sähköposti;Huomautus;Luokittelu\n\na@b.fi;{cell};4\ne@f.fi;x;4\n"
        page = self.upload(client, ours.run, text.encode())
        assert "3" in re.findall(r"\d+", page.context["form"].errors["file"][0])
        assert not Roster.objects.exists()

    def test_what_came_between_preview_and_commit_is_told(self, client, ours, staff):
        preview = self.upload(client, ours.run, (TEXT + ROW).encode())
        CourseRun.objects.filter(pk=ours.run.pk).update(seats=1)
        ours.learner()
        page = client.post(preview.redirect_chain[-1][0])
        assert page.context["fault_count"] == 1
        assert Enrolment.objects.count() == 1

    @pytest.mark.parametrize(
        ("content", "name"),
        [
            pytest.param(b"", "tyhja.csv", id="empty"),
            pytest.param(TEXT.encode(), "otsikot.csv", id="headings alone"),
            pytest.param(b"Nimi;Luokka\nAino;4\n", "ilman.csv", id="no column for addresses"),
            pytest.param(b"PK\x03\x04rikki", "rikki.xlsx", id="a broken XLSX"),
            pytest.param(b"%PDF-1.7", "lista.pdf", id="a PDF"),
            pytest.param(b"\x00\x01\x02\n\x00", "lista.csv", id="no text"),
            pytest.param(b'a;"b\n' * 3, "lista.csv", id="a quote that never ends"),
            pytest.param(b"x" * (5 * 1024 * 1024 + 1), "iso.csv", id="too large"),
        ],
    )
    def test_what_cannot_be_read_is_refused_at_the_field(self, client, ours, staff, content, name):
        page = self.upload(client, ours.run, content, name)
        assert page.status_code == 400
        assert page.context["form"].errors.keys() == {"file"}
        assert not Roster.objects.exists()
