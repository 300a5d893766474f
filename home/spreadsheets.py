"""
Lists as files for spreadsheets: CSV as a stream, XLSX in constant memory.

Both say how many rows they have, what was asked for, and a SHA-256: that of every byte of
the CSV before its last line. So a file that was cut short is seen to be short
(`head -n -1 list.csv | sha256sum`), and the XLSX of the same rows names the same digest. A
list whose style wants its end beside it is a CSV of rows alone, and a file for `sha256sum -c`.
"""

import csv
import datetime
import hashlib
import io
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from tempfile import TemporaryFile
from typing import IO

import xlsxwriter
from django.http import FileResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

Cell = str | int | Decimal | datetime.date | datetime.datetime | None

BYTE_ORDER_MARK = "\ufeff"  # without it Excel takes UTF-8 for something else
# A spreadsheet would run a text that begins so.
RUNS = ("=", "+", "-", "@", "\t", "\r")
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Style:
    """
    How a file writes what a sheet holds.

    `date` and `time` are strftime formats. `ends_apart`: rows and digest are no line of the
    file but stand in a file beside it.
    """

    delimiter: str = ";"
    with_bom: bool = True
    date: str = "%Y-%m-%d"
    time: str = "%Y-%m-%d %H:%M"
    ends_apart: bool = False


PLAIN = Style()


@dataclass(frozen=True)
class Words:
    """What a file says beside its cells; a frozen list keeps them, whatever is retranslated."""

    end: str = field(
        default_factory=lambda: _("# rows: %(rows)s; sha256: %(digest)s; chosen: %(choice)s")
    )
    about: str = field(default_factory=lambda: _("About"))
    rows: str = field(default_factory=lambda: _("Rows"))
    chosen: str = field(default_factory=lambda: _("Chosen"))
    digest: str = field(default_factory=lambda: _("SHA-256 of the same rows as CSV"))
    made: str = field(default_factory=lambda: _("Made"))


@dataclass(frozen=True)
class Whole:
    """What a finished file holds: its rows, and the digest that it names."""

    rows: int
    sha256: str


def _nothing_follows(whole: Whole) -> None:
    return None


@dataclass(frozen=True)
class Sheet:
    """
    What a file holds: its name in the workbook, headings, rows and what was asked for, in words.

    Rows are read once, one at a time. `fixed_columns` stay in sight when the sheet scrolls.
    `made_at` is now unless said; `when_whole` is called once when the last row has gone out.
    """

    title: str
    headings: Sequence[str]
    rows: Iterable[Sequence[Cell]]
    chosen: str
    fixed_columns: int = 0
    style: Style = PLAIN
    words: Words = field(default_factory=Words)
    made_at: datetime.datetime = field(default_factory=timezone.localtime)
    when_whole: Callable[[Whole], None] = _nothing_follows


def defused(text: str) -> str:
    """
    Return a text that no spreadsheet runs as a formula.

    >>> defused("=HYPERLINK(1)"), defused("Aino")
    ("'=HYPERLINK(1)", 'Aino')
    """
    return f"'{text}" if text.startswith(RUNS) else text


def as_text(cell: Cell, style: Style = PLAIN) -> str:
    """
    Return a cell as CSV has it: ISO dates, and the comma that Finnish spreadsheets read.

    >>> as_text(Decimal("2.50")), as_text(Decimal("10.00")), as_text(datetime.date(2026, 11, 22))
    ('2,5', '10', '2026-11-22')
    >>> as_text(datetime.date(2026, 1, 2), Style(date="%-d.%-m.%Y"))
    '2.1.2026'
    """
    if cell is None:
        return ""
    if isinstance(cell, str):
        return defused(cell)
    if isinstance(cell, Decimal):
        return f"{cell.normalize():f}".replace(".", ",")
    if isinstance(cell, datetime.datetime):
        if style is PLAIN:  # three times as fast
            return cell.isoformat(sep=" ", timespec="minutes")
        return cell.strftime(style.time)
    if isinstance(cell, datetime.date) and style is not PLAIN:
        return cell.strftime(style.date)
    return str(cell)


class Digest:
    """Counts the rows of a list and hashes its lines as they go by."""

    def __init__(self, style: Style = PLAIN) -> None:
        self.rows = -1  # the headings are no row
        self.style = style
        self._hash = hashlib.sha256(BYTE_ORDER_MARK.encode() if style.with_bom else b"")
        self._text = io.StringIO(newline="")
        self._writer = csv.writer(self._text, delimiter=style.delimiter, lineterminator="\r\n")

    def line(self, cells: Sequence[Cell]) -> str:
        """Return the line of these cells, counted."""
        style = self.style
        text = self.line_apart([as_text(cell, style) for cell in cells])
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

    def whole(self) -> Whole:
        """Return what went by, when it is all."""
        return Whole(self.rows, self.hexdigest())


def csv_lines(sheet: Sheet) -> Iterator[str]:
    """Yield the lines of the CSV; the last one says that it is whole, unless it ends apart."""
    digest = Digest(sheet.style)
    first = digest.line([*sheet.headings])
    yield BYTE_ORDER_MARK + first if sheet.style.with_bom else first
    for row in sheet.rows:
        yield digest.line(row)
    if not sheet.style.ends_apart:
        yield digest.line_apart([_end(sheet, digest.whole())])
    sheet.when_whole(digest.whole())


def _end(sheet: Sheet, whole: Whole) -> str:
    said: str = sheet.words.end % {
        "rows": whole.rows,
        "digest": whole.sha256,
        "choice": sheet.chosen,
    }
    return said


def write_csv(file: IO[bytes], sheet: Sheet) -> int:
    """Write the CSV to an open file; return its number of rows."""
    lines = -1 if sheet.style.ends_apart else -2  # headings and end
    for line in csv_lines(sheet):
        file.write(line.encode())
        lines += 1
    return lines


def beside(sheet: Sheet, whole: Whole, name: str) -> str:
    """Return the file beside a CSV of this name: `sha256sum -c` reads it."""
    return f"{_end(sheet, whole)}\n{whole.sha256}  {name}\n"


def write_xlsx(file: IO[bytes], sheet: Sheet) -> int:
    """
    Write the XLSX to an open file; return its number of rows.

    Texts are stored as texts, which no spreadsheet runs; dates and numbers keep their kind.
    """
    book = xlsxwriter.Workbook(
        file,
        {
            "constant_memory": True,
            "default_date_format": spreadsheet_format(sheet.style.date),
            "in_memory": False,
        },
    )
    # The same list is the same file, byte for byte.
    book.set_properties({"created": sheet.made_at.replace(tzinfo=None)})
    page = book.add_worksheet(sheet.title)
    bold = book.add_format({"bold": True})
    time = book.add_format({"num_format": spreadsheet_format(sheet.style.time)})
    digest = Digest(sheet.style)
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
    words = sheet.words
    about = book.add_worksheet(words.about)
    about.set_column(0, 1, 40)
    for number, (label, value) in enumerate(
        [
            (words.rows, str(digest.rows)),
            (words.chosen, sheet.chosen),
            (words.digest, digest.hexdigest()),
            (words.made, sheet.made_at.strftime("%Y-%m-%d %H:%M")),
        ]
    ):
        about.write_string(number, 0, label, bold)
        about.write_string(number, 1, value)
    book.close()
    sheet.when_whole(digest.whole())
    return digest.rows


def spreadsheet_format(strftime: str) -> str:
    """
    Return a date format as spreadsheets write it.

    >>> spreadsheet_format("%-d.%-m.%Y"), spreadsheet_format("%Y-%m-%d %H:%M")
    ('d.m.yyyy', 'yyyy-mm-dd hh:mm')
    """
    signs = {"%-d": "d", "%-m": "m", "%Y": "yyyy", "%m": "mm", "%d": "dd", "%H": "hh", "%M": "mm"}
    for sign, spreadsheet in signs.items():
        strftime = strftime.replace(sign, spreadsheet)
    return strftime


def csv_response(sheet: Sheet, name: str) -> StreamingHttpResponse | FileResponse:
    """
    Answer with the CSV as it is made: a failure on the way leaves its last line out.

    One that ends apart comes in a ZIP with the file that says how it ends.
    """
    if sheet.style.ends_apart:
        return _zip_response(sheet, name)
    response = StreamingHttpResponse(
        (line.encode() for line in csv_lines(sheet)), content_type="text/csv; charset=utf-8"
    )
    response.headers["Content-Disposition"] = content_disposition_header(True, f"{name}.csv")
    return response


def _zip_response(sheet: Sheet, name: str) -> FileResponse:
    file = TemporaryFile()  # noqa: SIM115 – the response closes it
    wholes: list[Whole] = []
    # The same list is the same file: entries have the list's time, not the clock's.
    moment = sheet.made_at.timetuple()[:6]
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as bundle:
        entry = zipfile.ZipInfo(f"{name}.csv", moment)
        entry.compress_type = zipfile.ZIP_DEFLATED
        with bundle.open(entry, "w", force_zip64=True) as inside:
            for line in csv_lines(replace(sheet, when_whole=wholes.append)):
                inside.write(line.encode())
        note = zipfile.ZipInfo(f"{name}.csv.sha256", moment)
        bundle.writestr(note, beside(sheet, wholes[0], f"{name}.csv"))
    sheet.when_whole(wholes[0])
    file.seek(0)
    return FileResponse(
        file, as_attachment=True, filename=f"{name}.zip", content_type="application/zip"
    )


def xlsx_response(sheet: Sheet, name: str) -> FileResponse:
    """Answer with the XLSX, made whole first."""
    file = TemporaryFile()  # noqa: SIM115 – the response closes it
    write_xlsx(file, sheet)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX_TYPE)
