"""The list as a file: whole, typed, harmless, and the same in every format."""

import csv
import datetime
import hashlib
import io
import tracemalloc
from decimal import Decimal

import openpyxl
import pytest

from courses.models import Completion, Enrolment
from courses.registrar import records
from courses.registrar.columns import COLUMNS, DEFAULT_KEYS, cell_words, cells_of, headings
from courses.registrar.exporting import sheet_of, write_csv, write_whole, write_xlsx
from courses.registrar.listing import Choice, State
from home.spreadsheets import Digest, csv_lines, defused
from tests.courses.registrar.conftest import DAY, corrected
from tests.factories.certificates import certificate_for
from tests.factories.courses import CompletionFactory

KEYS = [column.key for column in COLUMNS]


def completion_rows(completions):
    """The cells of the default columns, as every list makes them."""
    for chunk in records.records(completions):
        yield from cells_of(chunk, DEFAULT_KEYS, cell_words())


def csv_of(completions, choice=None) -> bytes:
    file = io.BytesIO()
    write_csv(file, completions, choice or Choice())
    return file.getvalue()


def read_back(content: bytes) -> tuple[list[dict[str, str]], str]:
    """Rows by key, and the last line."""
    lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    assert lines[0] == headings()
    rows = [dict(zip(KEYS, line, strict=True)) for line in lines[1:-1]]
    [end] = lines[-1]
    return rows, end


def xlsx_of(completions, choice=None):
    file = io.BytesIO()
    write_xlsx(file, completions, choice or Choice())
    return openpyxl.load_workbook(file)


def test_the_csv_says_what_the_database_holds(ours):
    given = datetime.datetime(2026, 1, 31, 22, 15, tzinfo=datetime.UTC)
    [completion] = ours.complete(
        surname="Jomppanen",
        given_names="Inga Biret Márjá",
        birth_date=datetime.date(1980, 2, 29),
        national_learner_id="1.2.246.562.24.10000007919",
        email="inga@esimerkki.fi",
        home_organisation="Lapin hyvinvointialue",
        consented_at=given,
        consent_version="1",
        assessed_on=datetime.date(2026, 5, 21),
        language="sv",
    )
    [row], _end = read_back(csv_of(Completion.objects.all()))
    assert row == {
        "surname": "Jomppanen",
        "given_names": "Inga Biret Márjá",
        "birth_date": "1980-02-29",
        "learner_id": "1.2.246.562.24.10000007919",
        "email": "inga@esimerkki.fi",
        "home_organisation": "Lapin hyvinvointialue",
        "course_code": completion.course.code,
        "run_code": ours.run.code,
        "name_fi": "Työkykykoordinaattori",
        "name_sv": "Arbetsförmågekoordinator",
        "name_en": "",
        "credits": "2,5",
        "scale": row["scale"],
        "grade": "HYV",
        "completed_on": "2026-05-20",
        "assessed_on": "2026-05-21",
        "language": "sv",
        "assessor": "Työkykypolku",
        "registrar_class": "13",
        "consent": row["consent"],
        "consented_at": "2026-02-01 00:15",
        "certificate": "",
        "state": row["state"],
    }


def test_the_end_says_rows_choice_and_the_digest_of_all_before_it(ours):
    ours.complete(3)
    choice = Choice(run=ours.run, start=DAY)
    content = csv_of(choice.of(Completion.objects.all()), choice)
    before = content[: content.rindex(b"\r\n", 0, -2) + 2]
    _rows, end = read_back(content)
    assert end.startswith("# ")
    assert " 3; " in end
    assert hashlib.sha256(before).hexdigest() in end
    assert ours.run.code in end
    assert "2026-05-20" in end


def test_an_empty_list_is_whole_too(ours):
    rows, end = read_back(csv_of(Completion.objects.none()))
    assert rows == []
    assert " 0; " in end


def test_the_xlsx_holds_the_same_cells_with_their_kinds(ours):
    given = datetime.datetime(2026, 1, 31, 22, 15, tzinfo=datetime.UTC)
    ours.complete(
        birth_date=datetime.date(1980, 2, 29), consented_at=given, consent_version="1",
        surname="=1+1",
    )  # fmt: skip
    ours.complete(surname="Öhman")
    book = xlsx_of(Completion.objects.in_list_order())
    first, *rows = book.worksheets[0].iter_rows()
    assert [cell.value for cell in first] == headings()
    cells = [dict(zip(KEYS, row, strict=True)) for row in rows]
    plain = list(completion_rows(Completion.objects.in_list_order()))
    assert len(cells) == 2
    for row, wanted in zip(cells, plain, strict=True):
        for key, expected in zip(KEYS, wanted, strict=True):
            value = row[key].value
            if isinstance(value, datetime.datetime) and not isinstance(expected, datetime.datetime):
                value = value.date()
            assert value == (expected if expected != "" else None), key
    armed = cells[0]["surname"]
    assert (armed.value, armed.data_type) == ("=1+1", "s")
    assert cells[0]["credits"].value == Decimal("2.5")
    assert cells[0]["birth_date"].is_date
    assert cells[0]["consented_at"].value == datetime.datetime(2026, 2, 1, 0, 15)  # noqa: DTZ001


def test_csv_and_xlsx_name_the_same_digest(ours):
    ours.complete(2)
    _rows, end = read_back(csv_of(Completion.objects.in_list_order()))
    about = xlsx_of(Completion.objects.in_list_order()).worksheets[1]
    values = [row[1].value for row in about.iter_rows()]
    assert values[0] == "2"
    assert values[2] in end


@pytest.mark.parametrize("text", ["=1+1", "+358", "-1", "@SUM(1)", "\t=1", "\r=1"])
def test_what_a_spreadsheet_would_run_is_defused(ours, text):
    assert defused(text) == f"'{text}"
    ours.complete(surname=text, given_names=text, home_organisation=text)
    [row], _end = read_back(csv_of(Completion.objects.all()))
    assert row["surname"] == row["given_names"] == row["home_organisation"] == f"'{text}"


@pytest.mark.parametrize("text", ['Aino "A" Oppija', "Oppija; Aino", "Oppija\nAino", "李 😀"])
def test_odd_names_come_back_as_they_are(ours, text):
    ours.complete(surname=text)
    [row], _end = read_back(csv_of(Completion.objects.all()))
    assert row["surname"] == text


def test_numbers_of_certificates_in_force_are_in_the_list(ours):
    certificate = certificate_for(enrolment__run=ours.run, completed_on=DAY, surname="A")
    revoked = certificate_for(enrolment__run=ours.run, completed_on=DAY, surname="B")
    revoked.revoked_at, revoked.revoked_reason = revoked.issued_at, "Annettu erehdyksessä"
    revoked.save()
    rows, _end = read_back(csv_of(Completion.objects.in_list_order()))
    assert [row["certificate"] for row in rows] == [certificate.number, ""]


@pytest.mark.parametrize("count", [1, 5])
def test_a_list_is_one_statement_however_many_its_chunks(
    ours, django_assert_num_queries, monkeypatch, count
):
    monkeypatch.setattr(records, "CHUNK", 2)
    certificate_for(enrolment__run=ours.run, completed_on=DAY)
    ours.registrable(count)
    ours.deliver()
    corrected(corrected(ours.complete()[0]))
    with django_assert_num_queries(1):
        assert len(list(completion_rows(Completion.objects.in_list_order()))) == count + 4


def test_rows_come_by_date_then_name(ours):
    early, late = datetime.date(2026, 1, 1), datetime.date(2026, 2, 1)
    for day, surname, given in [
        (late, "Aalto", "A"), (early, "Virta", "B"), (early, "Aalto", "B"), (early, "Aalto", "A"),
    ]:  # fmt: skip
        ours.complete(completed_on=day, surname=surname, given_names=given)
    rows, _end = read_back(csv_of(Choice().of(Completion.objects.all())))
    assert [(row["completed_on"], row["surname"], row["given_names"]) for row in rows] == [
        ("2026-01-01", "Aalto", "A"),
        ("2026-01-01", "Aalto", "B"),
        ("2026-01-01", "Virta", "B"),
        ("2026-02-01", "Aalto", "A"),
    ]


@pytest.mark.parametrize(
    ("choice", "surnames"),
    [
        pytest.param({}, ["Ensi", "Toka"], id="in force, unless told otherwise"),
        pytest.param({"state": State.ANNULLED}, ["Poistettu"], id="annulled"),
        pytest.param({"state": State.ALL}, ["Ensi", "Poistettu", "Toka"], id="both"),
        pytest.param({"start": datetime.date(2026, 3, 1)}, ["Toka"], id="the first day counts"),
        pytest.param({"end": datetime.date(2026, 3, 1)}, ["Ensi"], id="the last does not"),
        pytest.param({"language": "sv"}, ["Toka"], id="language"),
    ],
)
def test_a_choice_leaves_out_the_rest(ours, choice, surnames):
    ours.complete(surname="Ensi", completed_on=datetime.date(2026, 2, 28))
    ours.complete(surname="Toka", completed_on=datetime.date(2026, 3, 1), language="sv")
    ours.complete(
        surname="Poistettu",
        completed_on=datetime.date(2026, 2, 28),
        annulled_at=datetime.datetime(2026, 3, 1, tzinfo=datetime.UTC),
        annulled_reason="Vilppi",
    )
    found = Choice(**choice).of(Completion.objects.all())
    assert [completion.surname for completion in found] == surnames


def test_course_run_and_organiser_choose(ours, theirs):
    [mine] = ours.complete()
    [other] = theirs.complete()
    another_course = CompletionFactory(enrolment__run__organiser=ours.organisation)
    everything = Completion.objects.all()
    assert set(Choice(run=ours.run).of(everything)) == {mine}
    assert set(Choice(organiser=ours.organisation).of(everything)) == {mine, another_course}
    assert set(Choice(course=ours.run.course).of(everything)) == {mine, other}


def test_a_file_that_fails_leaves_what_was_there(ours, tmp_path, monkeypatch):
    ours.complete()
    path = tmp_path / "list.csv"
    path.write_text("eilinen")
    monkeypatch.setattr(Digest, "hexdigest", lambda self: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        write_whole(path, "csv", Completion.objects.all(), Choice())
    assert path.read_text() == "eilinen"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.slow
def test_twenty_thousand_rows_pass_through_little_memory(ours):
    [pattern] = ours.complete()
    fields = {
        field.attname: getattr(pattern, field.attname)
        for field in Completion._meta.concrete_fields
        if not field.primary_key
    }
    enrolment = pattern.enrolment
    enrolments = Enrolment.objects.bulk_create(
        (
            Enrolment(
                run=enrolment.run, learner=enrolment.learner, enrolled_at=enrolment.enrolled_at,
                confirmed_at=enrolment.enrolled_at, completed_at=enrolment.enrolled_at,
                registrar_class=enrolment.registrar_class,
            )
            for _ in range(20_000)
        ),
        batch_size=2000,
    )  # fmt: skip
    Completion.objects.bulk_create(
        (Completion(**fields | {"enrolment_id": each.pk}) for each in enrolments), batch_size=2000
    )
    tracemalloc.start()
    try:
        size = sum(
            len(line) for line in csv_lines(sheet_of(Completion.objects.in_list_order(), Choice()))
        )
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert size > 20_000 * 100
    assert peak < 20 * 1024 * 1024
