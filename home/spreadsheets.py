"""
Lists as files for spreadsheets: CSV as a stream, XLSX in constant memory.

Both end by saying how many rows they have, what was asked for, and a SHA-256: that of every
byte of the CSV before its last line. So a file that was cut short is seen to be short
(`head -n -1 list.csv | sha256sum`), and the XLSX of the same rows names the same digest.
"""

import csv
import datetime
import hashlib
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from tempfile import TemporaryFile
from typing import IO

import xlsxwriter
from django.http import FileResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

Cell = str | int | Decimal | datetime.date | datetime.datetime | None

BYTE_ORDER_MARK = "\ufeff"  # without it Excel takes UTF-8 for something else
# A spreadsheet would run a text that begins so.
RUNS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Sheet:
    """
    What a file holds: its name in the workbook, headings, rows and what was asked for, in words.

    Rows are read once, one at a time. `fixed_columns` stay in sight when the sheet scrolls.
    """

    title: str
    headings: Sequence[str]
    rows: Iterable[Sequence[Cell]]
    chosen: str
    fixed_columns: int = 0


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

    def line(self, cells: Sequence[Cell]) -> str:
        """Return the line of these cells, counted."""
        text = self.line_apart([as_text(cell) for cell in cells])
        self._hash.update(text.encode())
        self.rows += 1
        return text

    def line_apart(self, cells: Sequence[str]) -> str:
        """Return a line that is neither counted nor hashed."""
        self._text.seek(0)
        self._text.truncate()
        self._writer.writerow(cells)
        return self._text.getvalue()

    def hexdigest(self) -> str:
        """Return the SHA-256 of what went by."""
        return self._hash.hexdigest()


def csv_lines(sheet: Sheet) -> Iterator[str]:
    """Yield the lines of the CSV; the last one says that it is whole."""
    digest = Digest()
    yield BYTE_ORDER_MARK + digest.line([*sheet.headings])
    for row in sheet.rows:
        yield digest.line(row)
    end = _("# rows: %(rows)s; sha256: %(digest)s; chosen: %(choice)s") % {
        "rows": digest.rows,
        "digest": digest.hexdigest(),
        "choice": sheet.chosen,
    }
    yield digest.line_apart([end])


def write_csv(file: IO[bytes], sheet: Sheet) -> int:
    """Write the CSV to an open file; return its number of rows."""
    lines = -2  # headings and end
    for line in csv_lines(sheet):
        file.write(line.encode())
        lines += 1
    return lines


def write_xlsx(file: IO[bytes], sheet: Sheet) -> int:
    """
    Write the XLSX to an open file; return its number of rows.

    Texts are stored as texts, which no spreadsheet runs; dates and numbers keep their kind.
    """
    book = xlsxwriter.Workbook(
        file, {"constant_memory": True, "default_date_format": "yyyy-mm-dd", "in_memory": False}
    )
    page = book.add_worksheet(sheet.title)
    bold = book.add_format({"bold": True})
    time = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    digest = Digest()
    page.freeze_panes(1, sheet.fixed_columns)
    page.set_column(0, len(sheet.headings) - 1, 16)
    for column, title in enumerate(sheet.headings):
        page.write_string(0, column, title, bold)
    digest.line([*sheet.headings])
    for number, row in enumerate(sheet.rows, start=1):
        digest.line(row)
        for column, cell in enumerate(row):
            if cell is None or cell == "":
                continue
            if isinstance(cell, str):
                page.write_string(number, column, cell)
            elif isinstance(cell, datetime.datetime):
                page.write_datetime(number, column, cell, time)
            elif isinstance(cell, datetime.date):
                page.write_datetime(number, column, cell)
            else:
                page.write_number(number, column, cell)
    about = book.add_worksheet(_("About"))
    about.set_column(0, 1, 40)
    for number, (label, value) in enumerate(
        [
            (_("Rows"), str(digest.rows)),
            (_("Chosen"), sheet.chosen),
            (_("SHA-256 of the same rows as CSV"), digest.hexdigest()),
            (_("Made"), timezone.localtime().strftime("%Y-%m-%d %H:%M")),
        ]
    ):
        about.write_string(number, 0, label, bold)
        about.write_string(number, 1, value)
    book.close()
    return digest.rows


def csv_response(sheet: Sheet, name: str) -> StreamingHttpResponse:
    """Answer with the CSV as it is made: a failure on the way leaves its last line out."""
    response = StreamingHttpResponse(
        (line.encode() for line in csv_lines(sheet)), content_type="text/csv; charset=utf-8"
    )
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def xlsx_response(sheet: Sheet, name: str) -> FileResponse:
    """Answer with the XLSX, made whole first."""
    file = TemporaryFile()  # noqa: SIM115 – the response closes it
    write_xlsx(file, sheet)
    file.seek(0)
    return FileResponse(
        file,
        as_attachment=True,
        filename=f"{name}.xlsx",
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    )
