"""`manage.py export_completions`: whole files, and mistakes in words."""

import csv
import hashlib
import io

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from lxml import etree

from courses.models import Delivery, ExportLog
from tests.factories.registrar import ListProfileFactory
from tests.schema import schema_folder

pytestmark = pytest.mark.django_db


def export(*words):
    said = io.StringIO()
    call_command("export_completions", *map(str, words), stdout=said)
    return said.getvalue()


def rows_of(path):
    text = path.read_text(encoding="utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))[1:-1]


def test_a_run_as_csv(ours, theirs, tmp_path):
    ours.complete(2)
    theirs.complete()
    path = tmp_path / "list.csv"
    said = export("--run", ours.run.code, "--format", "csv", "--output", path)
    assert {row[7] for row in rows_of(path)} == {ours.run.code}
    assert said.startswith("2 rows")
    assert hashlib.sha256(path.read_bytes()).hexdigest() in said


@pytest.mark.parametrize("named_by", ["pk", "key"])
def test_an_organisation_as_xlsx(ours, theirs, tmp_path, named_by):
    ours.complete()
    theirs.complete()
    path = tmp_path / "list.xlsx"
    export(
        "--organisation", getattr(ours.organisation, named_by), "--format", "xlsx",
        "--output", path,
    )  # fmt: skip
    sheet = openpyxl.load_workbook(path).worksheets[0]
    assert [row[7].value for row in sheet.iter_rows(min_row=2)] == [ours.run.code]


def test_the_period_leaves_out_its_last_day(ours, tmp_path):
    ours.complete()
    path = tmp_path / "list.csv"
    words = ["--run", ours.run.code, "--format", "csv", "--output", path]
    export(*words, "--from", "2026-05-20", "--to", "2026-05-21")
    assert len(rows_of(path)) == 1
    export(*words, "--from", "2026-05-19", "--to", "2026-05-20")
    assert rows_of(path) == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        pytest.param({"--run": "EI-OLE"}, "No course run has the code EI-OLE", id="run"),
        pytest.param({"--format": "pdf"}, "There is no format pdf", id="format"),
        pytest.param({"--from": "1.2.2026"}, "1.2.2026 is not a date", id="date"),
        pytest.param({"--to": "2026-02-31"}, "2026-02-31 is not a date", id="impossible date"),
        pytest.param({"--from": "2026-02-02", "--to": "2026-02-02"}, "period is empty", id="none"),
        pytest.param({"--output": "/no/such/folder/list.csv"}, "could not be written", id="folder"),
    ],
)
def test_mistakes_are_told_and_nothing_is_written(ours, tmp_path, changes, said):
    words = {"--run": ours.run.code, "--format": "csv", "--output": tmp_path / "list.csv"} | changes
    with pytest.raises(CommandError, match=said):
        export(*(word for pair in words.items() for word in pair))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("typed", ["999999", "ei-ole"])
def test_an_unknown_organisation_is_told(tmp_path, typed):
    with pytest.raises(CommandError, match=f"No organisation has the id or key {typed}"):
        export("--organisation", typed, "--format", "csv", "--output", tmp_path / "list.csv")


def test_whose_completions_must_be_said(tmp_path):
    with pytest.raises(CommandError, match="--run --organisation"):
        export("--format", "csv", "--output", tmp_path / "list.csv")


class TestProfile:
    @pytest.fixture
    def profile(self, ours, theirs):
        ListProfileFactory(organisation=theirs.organisation, name="Vieras")
        return ListProfileFactory(organisation=ours.organisation, name="Peppi", ending="sidecar")

    def words(self, ours, path):
        return ["--run", ours.run.code, "--format", "csv", "--output", path]

    def test_lays_out_the_file_with_its_end_beside_it(self, ours, profile, tmp_path):
        ours.complete(surname="Aalto")
        path = tmp_path / "list.csv"
        said = export(*self.words(ours, path), "--profile", "Peppi")
        lines = path.read_text(encoding="utf-8-sig").splitlines()
        assert lines[0].split(";")[1] == "Sukunimi!"
        assert len(lines) == 2
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        assert digest in said
        note = (tmp_path / "list.csv.sha256").read_text(encoding="utf-8")
        assert f"{digest}  list.csv" in note

    def test_that_is_not_there_is_named_with_those_that_are(self, ours, profile, tmp_path):
        with pytest.raises(CommandError, match="no profile Vieras. Its profiles: Peppi"):
            export(*self.words(ours, tmp_path / "list.csv"), "--profile", "Vieras")
        assert list(tmp_path.iterdir()) == []

    def test_has_no_place_in_the_national_format(self, ours, profile, tmp_path):
        words = ["--run", ours.run.code, "--format", "virta", "--output", tmp_path / "a.xml"]
        with pytest.raises(CommandError, match="leave --profile out"):
            export(*words, "--profile", "Peppi")


class TestNationalFormat:
    def words(self, ours, path):
        return ["--run", ours.run.code, "--format", "virta", "--output", path]

    def test_holds_what_may_be_registered_and_tells_of_the_rest(self, ours, theirs, tmp_path):
        ours.registrable(2)
        ours.complete(1)
        theirs.registrable()
        path = tmp_path / "list.xml"
        said, complained = io.StringIO(), io.StringIO()
        words = map(str, self.words(ours, path))
        call_command("export_completions", *words, stdout=said, stderr=complained)
        root = etree.parse(str(path)).getroot()
        assert len(root) == 2
        assert said.getvalue().startswith("2 rows")
        assert complained.getvalue().startswith("1 rows were left out: ")
        assert not Delivery.objects.exists()
        if folder := schema_folder():
            etree.XMLSchema(etree.parse(str(folder / "Opintosuoritukset.xsd"))).assertValid(root)

    @pytest.mark.parametrize(
        ("make", "said"),
        [
            pytest.param(lambda house: None, "no completion in force", id="nothing at all"),
            pytest.param(
                lambda house: house.complete(2),
                "None of the 2 rows",
                id="only rows without consent",
            ),
        ],
    )
    def test_without_rows_is_refused_and_nothing_is_written(self, ours, tmp_path, make, said):
        make(ours)
        with pytest.raises(CommandError, match=said):
            export(*self.words(ours, tmp_path / "list.xml"))
        assert list(tmp_path.iterdir()) == []

    def test_wants_an_institution_code(self, ours, tmp_path):
        ours.organisation.institution_code = ""
        ours.organisation.save()
        ours.registrable()
        with pytest.raises(CommandError, match="has no institution code"):
            export(*self.words(ours, tmp_path / "list.xml"))
        assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kind", ["csv", "xlsx", "virta"])
def test_every_file_is_in_the_log_without_a_person(ours, tmp_path, kind):
    ours.registrable()
    export("--run", ours.run.code, "--format", kind, "--output", tmp_path / "list")
    log = ExportLog.objects.get()
    assert (log.person, log.kind, log.row_count) == (None, kind, 1)
    assert log.organisation == ours.organisation
