"""Files of people as they really come: torn, padded, protected, exploding, in every script."""

import csv
import io
import time
import unicodedata
import xml.etree.ElementTree as ET
import zipfile

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone, translation

from accounts.models import User
from courses.enrolling.enrolling_many import enrol_roster, keep_roster
from courses.enrolling.models import Enrolment
from courses.enrolling.rosters import Roster
from courses.registrar.virta import NAMESPACE
from home.tables import LARGEST_FILE, LAST_ROW, UnreadableTableError, read_table
from tests.courses.registrar.conftest import House, house
from tests.factories.courses import CompletionFactory, CourseFactory

HEAD = "Sähköposti;Etunimet;Sukunimi\n"
NAMES = [
    ("Inga Márjá", "Jomppanen-Čáhppesnjunni"), ("Uccu", "Ǩiâlgõs Ǯõõđ"), ("Zoë Ŋuorra", "Øst’by"),
    ("محمد", "الأحمد"), ("פרץ", "בן־דוד"), ("می\u200cخواهم", "رضایی"), ("王", "小明𠮷"),
    ("さくら", "渡邉"), ("민준", "김"), ("เกียรติศักดิ์", "ศรีสุข"), ("ස්‍රී", "පෙරේරා"), ("प्रिया", "शर्मा"),
    ("ஸ்ரீ", "கிருஷ்ணன்"), ("ნინო", "ჩხეიძე"), ("Գոհար", "Մկրտչյան"), ("ፀሐይ", "ኃይለ"), ("អង្គរ", "សុខ"),
    ("Nguyễn Thị", "Ánh Ngọc"), ("Жанна", "Ґалаґан"), ("Ελένη", "Ἀθηναίου"),
    ("<b>Aino", "&amp;\"'"), ("=1+1", "+358"), ("@SUM(A1)", "-1"),
    ("A\u0308iti", "O\u0308hman"), ("ﬁna", "Ⅷ Åkesson"),
]  # fmt: skip


@pytest.fixture
def ours(db) -> House:
    return house("Kemi", CourseFactory())


def keep(ours, data):
    return keep_roster(run=ours.run, person=ours.staff, filename="lista", data=data)


def faults(ours, data):
    _roster, checked = enrol_roster(roster=keep(ours, data).pk, run=ours.run, person=ours.staff)
    return [(fault.line, fault.column) for fault in checked.faults]


def workbook(fill) -> bytes:
    book = openpyxl.Workbook()
    fill(book)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def sheet_of(rows):
    def fill(book):
        for row in rows:
            book.active.append(row)

    return workbook(fill)


def repacked(data: bytes, **parts: bytes) -> bytes:
    """The same XLSX with some of its parts replaced, by the ends of their names."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w", 8) as new:
        for name in old.namelist():
            own = next((value for end, value in parts.items() if name.endswith(f"{end}.xml")), None)
            new.writestr(name, old.read(name) if own is None else own)
    return file.getvalue()


def refusal(data: bytes) -> str:
    with translation.override("en"), pytest.raises(UnreadableTableError) as refused:
        read_table(data)
    return str(refused.value)


# --- text ---------------------------------------------------------------------------------


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_excels_note_of_the_delimiter_is_no_row(delimiter):
    text = f"sep={delimiter}\r\n{HEAD}a@b.fi;Aino;Öysti\r\n".replace(";", delimiter)
    lines = read_table(text.encode())
    assert [line.number for line in lines] == [2, 3]
    assert lines[1].cells == ["a@b.fi", "Aino", "Öysti"]


@pytest.mark.parametrize(
    ("data", "row"),
    [
        pytest.param((HEAD + "a@b.fi;Márjá;Öysti\nb@b.fi;Äi").encode()[:-2], 3, id="cut short"),
        pytest.param(
            (HEAD + "a@b.fi;Márjá;Öysti\n").encode() + "b@b.fi;Åke;\n".encode("cp1252"),
            3,
            id="two encodings in one file",
        ),
        pytest.param((HEAD + "a@b.fi;M\ufffdrj\ufffd;Öysti\n").encode(), 2, id="lost before"),
        pytest.param(HEAD.encode("cp1252") + b"a@b.fi;\x81\x8dAino;\n", 2, id="no such letter"),
        pytest.param((HEAD + "a@b.fi;Ai;Ö").encode("utf-16")[:-1], 2, id="UTF-16 cut short"),
    ],
)
def test_a_broken_letter_is_told_with_its_row_and_no_name_is_misspelt(data, row):
    assert f"row {row} " in refusal(data)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-32", "mac-roman"]
)
def test_no_encoding_gives_a_name_that_was_not_written(encoding):
    """Read right, or refused: but for single bytes that mean something else in Windows."""
    try:
        lines = read_table((HEAD + "a@b.fi;Aino Márjá;Öysti\n").encode(encoding))
    except UnreadableTableError:
        assert encoding in ("utf-16-le", "utf-32", "mac-roman")
    else:
        assert lines[1].cells == ["a@b.fi", "Aino Márjá", "Öysti"] or encoding == "mac-roman"


# --- workbooks ----------------------------------------------------------------------------


def test_a_sheet_that_is_hidden_is_not_read():
    def fill(book):
        book.active.append(["Sähköposti"])
        book.active.append(["piilossa@b.fi"])
        book.active.sheet_state = "hidden"
        book.create_sheet("Näkyvä")
        for cell in ("Sähköposti", "nakyva@b.fi"):
            book["Näkyvä"].append([cell])

    assert read_table(workbook(fill))[1].cells[0] == "nakyva@b.fi"


def test_two_sheets_with_rows_are_refused_by_name_and_an_empty_one_is_no_matter():
    def fill(book):
        for name in ("Kevät", "Syksy", "Tyhjä"):
            book.create_sheet(name)
        for name in ("Kevät", "Syksy"):
            book[name].append(["Sähköposti"])
            book[name].append([f"{name[0]}@b.fi"])

    assert "(Kevät, Syksy)" in refusal(workbook(fill))


def test_merged_cells_leave_nobody_out(ours):
    def fill(book):
        sheet = book.active
        sheet.append(["Osallistujat keväällä 2027", None, None])
        sheet.merge_cells("A1:C1")
        sheet.append(["Sähköposti", "Etunimet", "Sukunimi"])
        sheet.append(["a@b.fi", "Aino", "Virta"])

    # A title above the headings is told at once.
    with pytest.raises(UnreadableTableError):
        keep(ours, workbook(fill))

    def merge_addresses(book):
        sheet = book.active
        for row in (["Sähköposti", "Sukunimi"], ["a@b.fi", "Virta"], ["", "Öysti"]):
            sheet.append(row)
        sheet.merge_cells("A2:A3")

    assert faults(ours, workbook(merge_addresses)) == [(3, "email")]
    assert not Enrolment.objects.exists()


def test_numbers_and_days_are_read_as_they_are_seen(ours):
    day = timezone.datetime(2027, 3, 1)
    rows = [
        ["Sähköposti", "Luokka", "Opiskeluoikeus", "Syntynyt"],
        ["a@b.fi", 4.0, 1234567890123, day],
        ["b@b.fi", "13 täydennys", 46082, day.time()],
    ]
    assert faults(ours, sheet_of(rows)) == []
    made = Enrolment.objects.order_by("learner__email").values_list(
        "registrar_class", "study_right"
    )
    assert list(made) == [(4, "1234567890123"), (13, "46082")]


@pytest.mark.parametrize("shown", ["#N/A", "#REF!", "#VIITTAUS!", "#DIV/0!", "#NAME?", "#ARVO!"])
def test_a_formula_that_failed_is_nobodys_name(ours, shown):
    assert faults(ours, f"{HEAD}a@b.fi;Aino;{shown}\n".encode()) == [(2, "last_name")]
    rows = [["Sähköposti", "Etunimet"], ["a@b.fi", shown]]
    assert faults(ours, sheet_of(rows)) == [(2, "first_name")]
    assert not Enrolment.objects.exists()


def test_a_formula_without_its_value_is_an_empty_cell(ours):
    rows = [["Sähköposti", "Sukunimi"], ['=CONCAT("a";"@b.fi")', "Virta"]]
    assert faults(ours, sheet_of(rows)) == [(2, "email")]


def test_a_row_far_below_the_others_is_not_lost():
    def fill(book):
        book.active.append(["Sähköposti"])
        book.active["A2"] = "a@b.fi"
        book.active["A30000"] = "kaukana@b.fi"

    assert [line.number for line in read_table(workbook(fill))] == [1, 2, 30_000]


def test_what_a_sheet_says_of_its_size_is_not_believed():
    rows = sheet_of([["Sähköposti"], ["a@b.fi"]])
    with zipfile.ZipFile(io.BytesIO(rows)) as package:
        sheet = package.read("xl/worksheets/sheet1.xml")
    claimed = sheet.replace(b'ref="A1:A2"', f'ref="A1:XFD{LAST_ROW}"'.encode())
    assert claimed != sheet
    far = sheet.replace(b'<row r="2"', b'<row r="99999999999"').replace(b'r="A2"', b"")
    began = time.process_time()
    assert len(read_table(repacked(rows, sheet1=claimed))) == 2
    refusal(repacked(rows, sheet1=far))
    assert time.process_time() - began < 10


@pytest.mark.slow
def test_what_explodes_is_refused_before_it_is_unpacked():
    rows = sheet_of([["Sähköposti"], ["a@b.fi"]])
    laughs = b"".join(
        b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10 if n else b"ha") for n in range(12)
    )
    entities = (
        b"<?xml version='1.0'?><!DOCTYPE sst [" + laughs + b"]><sst><si><t>&a11;</t></si></sst>"
    )
    files = {
        "zeros": repacked(rows, sheet1=b" " * (200 * 1024 * 1024)),
        "entities in the workbook": repacked(rows, workbook=entities),
        "entities in a sheet": repacked(rows, sheet1=entities),
        "an entity of a file": repacked(
            rows, sheet1=b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'
        ),
    }
    for name, data in files.items():
        assert len(data) < LARGEST_FILE
        began = time.process_time()
        assert refusal(data), name
        assert time.process_time() - began < 5, name


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"PK\x03\x04" + b"\0" * 200, id="the head of a ZIP alone"),
        pytest.param(b"\xd0\xcf\x11\xe0" + b"\0" * 600, id="an old or a protected workbook"),
        pytest.param(b"<html><table><tr><td>a@b.fi</table>", id="a page called a sheet"),
        pytest.param("\u202eSähköposti\n\u202ea@b.fi".encode("utf-16-le"), id="no mark"),
        pytest.param(b"\xff\xfe" + b"a" * 11, id="half a letter of UTF-16"),
    ],
)
def test_what_is_no_table_is_refused_in_words(ours, data):
    with pytest.raises(UnreadableTableError) as refused:
        keep(ours, data)
    assert str(refused.value.words)
    assert not Roster.objects.exists()


def test_a_package_of_another_kind_is_refused():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("content.xml", "<office/>")
    assert "broken" in refusal(file.getvalue())


# --- names, all the way -------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_names_of_every_script_come_back_from_the_register_as_they_were_sent(client, ours, kind):
    """From a file of people into the list, its files and the national format, sign by sign."""
    rows = [["Sähköposti", "Etunimet", "Sukunimi"]]
    rows += [[f"oppija{n}@b.fi", given, surname] for n, (given, surname) in enumerate(NAMES)]
    if kind == "xlsx":
        data = sheet_of(rows)
        # Formulas have no value yet: whoever types such a name types it as text.
        book = openpyxl.load_workbook(io.BytesIO(data))
        for row in book.active.iter_rows():
            for cell in row:
                cell.data_type = "s"
        file = io.BytesIO()
        book.save(file)
        data = file.getvalue()
    else:
        text = io.StringIO()
        csv.writer(text, delimiter=";").writerows(rows)
        data = text.getvalue().encode("utf-8-sig")
    assert faults(ours, data) == []
    told = {
        tuple(unicodedata.normalize("NFC", part) for part in (surname, given))
        for given, surname in NAMES
    }
    assert (
        set(User.objects.filter(email__endswith="@b.fi").values_list("last_name", "first_name"))
        == told
    )

    for enrolment in Enrolment.objects.select_related("learner", "run__course"):
        CompletionFactory(
            enrolment=enrolment,
            birth_date="1985-06-24",
            national_learner_id="1.2.246.562.24.12345678907",
            consented_at=timezone.now(),
            consent_version="2026-11",
        )
    client.force_login(ours.staff)
    delivery = ours.deliver()
    assert delivery.row_count == len(NAMES)

    def fetch(form):
        address = reverse("register:file", args=[delivery.pk, form])
        return b"".join(client.get(address).streaming_content)

    lines = list(
        csv.reader(io.StringIO(fetch("csv").decode("utf-8-sig"), newline=""), delimiter=";")
    )
    unarmed = {tuple(cell.removeprefix("'") for cell in row[:2]) for row in lines[1:-1]}
    assert unarmed == {tuple(part.removeprefix("'") for part in name) for name in told}
    sheet = openpyxl.load_workbook(io.BytesIO(fetch("xlsx"))).worksheets[0]
    cells = [row[:2] for row in sheet.iter_rows(min_row=2)]
    assert {tuple(cell.value for cell in row) for row in cells} == told
    assert {cell.data_type for row in cells for cell in row} == {"s"}
    people = ET.fromstring(fetch("virta-learners"))
    found = {
        tuple(person.findtext(f"{{{NAMESPACE}}}{tag}") for tag in ("Sukunimi", "Etunimet"))
        for person in people
    }
    assert found == told
    page = client.get(reverse("register:delivery", args=[delivery.pk])).text
    assert "<b>Aino" not in page
    assert "&lt;b&gt;Aino" in page
