"""`manage.py export_completions`: whole files, and mistakes in words."""

import csv
import hashlib
import io

import openpyxl
import pytest
from django.core.management import CommandError, call_command

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
