"""
The completion list as a file: CSV as a stream, XLSX in constant memory.

Both end by saying how many rows they have, what was asked for, and a SHA-256: that of every
byte of the CSV before its last line. So a file that was cut short is seen to be short
(`head -n -1 list.csv | sha256sum`), and the XLSX of the same rows names the same digest.
"""

import csv
import datetime
import hashlib
import io
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import IO

import xlsxwriter
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.progress.models import CompletionQuerySet
from courses.registrar.columns import Cell, completion_rows, headings
from courses.registrar.listing import Choice

BYTE_ORDER_MARK = "\ufeff"  # without it Excel takes UTF-8 for something else
# A spreadsheet would run a text that begins so.
RUNS = ("=", "+", "-", "@", "\t", "\r")
XLSX_LIMIT = 20_000


def defused(text: str) -> str:
    """
    Return a text that no spreadsheet runs as a formula.

    >>> defused("=HYPERLINK(1)"), defused("Aino")
    ("'=HYPERLINK(1)", 'Aino')
    """
    return f"'{text}" if text.startswith(RUNS) else text


def as_text(cell: Cell) -> str:
    """
    Return a cell as CSV has it: ISO dates, and the comma that Finnish spreadsheets read.

    >>> as_text(Decimal("2.50")), as_text(Decimal("10.00")), as_text(datetime.date(2026, 11, 22))
    ('2,5', '10', '2026-11-22')
    """
    if cell is None:
        return ""
    if isinstance(cell, str):
        return defused(cell)
    if isinstance(cell, Decimal):
        return f"{cell.normalize():f}".replace(".", ",")
    if isinstance(cell, datetime.datetime):
        return cell.isoformat(sep=" ", timespec="minutes")
    return str(cell)


class Digest:
    """Counts the rows of a list and hashes its lines as they go by."""

    def __init__(self) -> None:
        self.rows = -1  # the headings are no row
        self._hash = hashlib.sha256(BYTE_ORDER_MARK.encode())
        self._text = io.StringIO(newline="")
        self._writer = csv.writer(self._text, delimiter=";", lineterminator="\r\n")

    def line(self, cells: list[Cell]) -> str:
        """Return the line of these cells, counted."""
        text = self.line_apart([as_text(cell) for cell in cells])
        self._hash.update(text.encode())
        self.rows += 1
        return text

    def line_apart(self, cells: list[str]) -> str:
        """Return a line that is neither counted nor hashed."""
        self._text.seek(0)
        self._text.truncate()
        self._writer.writerow(cells)
        return self._text.getvalue()

    def hexdigest(self) -> str:
        """Return the SHA-256 of what went by."""
        return self._hash.hexdigest()


def csv_lines(completions: CompletionQuerySet, choice: Choice) -> Iterator[str]:
    """Yield the lines of the CSV; the last one says that it is whole."""
    digest = Digest()
    yield BYTE_ORDER_MARK + digest.line([*headings()])
    for row in completion_rows(completions):
        yield digest.line(row)
    end = _("# rows: %(rows)s; sha256: %(digest)s; chosen: %(choice)s") % {
        "rows": digest.rows,
        "digest": digest.hexdigest(),
        "choice": choice.in_words(),
    }
    yield digest.line_apart([end])


def write_csv(file: IO[bytes], completions: CompletionQuerySet, choice: Choice) -> int:
    """Write the CSV to an open file; return its number of rows."""
    lines = -2  # headings and end
    for line in csv_lines(completions, choice):
        file.write(line.encode())
        lines += 1
    return lines


def write_xlsx(file: IO[bytes], completions: CompletionQuerySet, choice: Choice) -> int:
    """
    Write the XLSX to an open file; return its number of rows.

    Texts are stored as texts, which no spreadsheet runs; dates and numbers keep their kind.
    """
    book = xlsxwriter.Workbook(
        file, {"constant_memory": True, "default_date_format": "yyyy-mm-dd", "in_memory": False}
    )
    sheet = book.add_worksheet(_("Completions"))
    bold = book.add_format({"bold": True})
    time = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    digest = Digest()
    titles = headings()
    sheet.freeze_panes(1, 2)
    sheet.set_column(0, len(titles) - 1, 16)
    for column, title in enumerate(titles):
        sheet.write_string(0, column, title, bold)
    digest.line([*titles])
    for number, row in enumerate(completion_rows(completions), start=1):
        digest.line(row)
        for column, cell in enumerate(row):
            if cell is None or cell == "":
                continue
            if isinstance(cell, str):
                sheet.write_string(number, column, cell)
            elif isinstance(cell, datetime.datetime):
                sheet.write_datetime(number, column, cell, time)
            elif isinstance(cell, datetime.date):
                sheet.write_datetime(number, column, cell)
            else:
                sheet.write_number(number, column, cell)
    about = book.add_worksheet(_("About"))
    about.set_column(0, 1, 40)
    for number, (label, value) in enumerate(
        [
            (_("Rows"), str(digest.rows)),
            (_("Chosen"), choice.in_words()),
            (_("SHA-256 of the same rows as CSV"), digest.hexdigest()),
            (_("Made"), timezone.localtime().strftime("%Y-%m-%d %H:%M")),
        ]
    ):
        about.write_string(number, 0, label, bold)
        about.write_string(number, 1, value)
    book.close()
    return digest.rows


WRITERS = {"csv": write_csv, "xlsx": write_xlsx}


def write_whole(path: Path, kind: str, completions: CompletionQuerySet, choice: Choice) -> int:
    """
    Write a list to a path, whole or not at all; return its number of rows.

    A reader never sees half a file: it is written beside its place and then renamed.
    """
    unfinished = path.with_name(f".{path.name}.unfinished")
    try:
        with unfinished.open("wb") as file:
            rows = WRITERS[kind](file, completions, choice)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    return rows
