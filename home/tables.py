"""
Reading the rows of a file from a spreadsheet: CSV as programs save it, or XLSX.

Every cell comes as text, the way it is seen: a cell that looks like a formula is text too,
and nothing in it is run. What cannot be read is refused in words.
"""

import csv
import datetime
import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any, NamedTuple

import openpyxl
from django.utils.translation import gettext_lazy as _

LARGEST_FILE = 5 * 1024 * 1024
# An XLSX is a package; unpacked it may be far larger than it looks.
LARGEST_UNPACKED = 50 * 1024 * 1024
MOST_COLUMNS, MOST_ROWS, LONGEST_CELL = 60, 20_000, 500
LAST_ROW = 1_048_576  # of a sheet, by Excel's own limit
DELIMITERS = ";\t,"
# What Excel writes above the rows, for itself.
DELIMITER_NOTE = re.compile(r'\s*"?sep=([;\t,])"?[ ;\t,]*\r?\n', re.IGNORECASE)
LOST_LETTER = "\ufffd"
XLSX_BEGINS = b"PK\x03\x04"
OTHER_FILES = (b"%PDF-", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"\xd0\xcf\x11\xe0", b"{\\rtf")


class UnreadableTableError(Exception):
    """The file has no rows to read; the message says why."""

    def __init__(self, words: Any) -> None:
        super().__init__(str(words))
        self.words = words


class Line(NamedTuple):
    """One row: its number in the file (the first is 1), and its cells as texts."""

    number: int
    cells: list[str]


def read_table(data: bytes) -> list[Line]:
    """
    Return the rows that have something in them, the headings first.

    >>> read_table("Sähköposti;Sukunimi\\naino@a.fi;Öysti".encode("cp1252"))[1]
    Line(number=2, cells=['aino@a.fi', 'Öysti'])
    """
    if len(data) > LARGEST_FILE:
        raise UnreadableTableError(_("The file is larger than 5 MB."))
    if data.startswith(OTHER_FILES):
        raise UnreadableTableError(_("This is no CSV or XLSX file."))
    lines = _xlsx(data) if data.startswith(XLSX_BEGINS) else _csv(data)
    lines = [line for line in lines if any(line.cells)]
    if len(lines) < 2:
        raise UnreadableTableError(_("The file has no rows below its headings."))
    if len(lines) > MOST_ROWS:
        raise UnreadableTableError(_("The file has more than 20,000 rows. Divide it."))
    return lines


def _csv(data: bytes) -> list[Line]:
    text = _decoded(data)
    if "\x00" in text:
        raise UnreadableTableError(_("This is no CSV or XLSX file."))
    if LOST_LETTER in text:
        _refuse_lost_letters(text[: text.index(LOST_LETTER)].count("\n") + 1)
    if note := DELIMITER_NOTE.match(text):
        # An empty line in its place keeps the numbers of the rows.
        text, delimiter = "\n" + text[note.end() :], note[1]
    else:
        delimiter = max(DELIMITERS, key=text.lstrip().split("\n", 1)[0].count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    found: list[Line] = []
    try:
        for row in rows:
            # A quotation mark that was forgotten swallows the rows up to the next one.
            if rows.line_num > len(found) + 1:
                raise csv.Error
            found.append(Line(rows.line_num, [_tidy(cell) for cell in row[:MOST_COLUMNS]]))
    except csv.Error:
        words = _(
            "Row %(number)s cannot be read: a quotation mark stays open, or a cell goes on to the "
            "next line. Write each row on one line."
        )
        raise UnreadableTableError(words % {"number": len(found) + 1}) from None
    return found


def _decoded(data: bytes) -> str:
    """
    UTF-8 with its mark or without, UTF-16 with its mark, else Windows-1252.

    UTF-8 with a torn letter would be readable in Windows-1252 too, every name misspelt.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        whole = sum(sign > "\x7f" for sign in data.decode("utf-8", errors="ignore"))
        torn = sum(0xDC80 <= ord(x) <= 0xDCFF for x in data.decode("utf-8", "surrogateescape"))
        if whole > torn:
            _refuse_lost_letters(data[: error.start].count(b"\n") + 1)
        # Five bytes mean nothing in it.
        return data.decode("cp1252", errors="replace")


def _refuse_lost_letters(row: int) -> None:
    words = _(
        "A letter on row %(number)s is broken or lost, so names would be misspelt. Save the file "
        "again as XLSX, or as CSV in UTF-8."
    )
    raise UnreadableTableError(words % {"number": row})


def _xlsx(data: bytes) -> list[Line]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            if sum(part.file_size for part in package.infolist()) > LARGEST_UNPACKED:
                raise UnreadableTableError(_("The file is larger than 5 MB."))
        # Values, not formulas: what the sheet shows.
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        seen = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        by_name = {sheet.title: list(_lines_of(sheet)) for sheet in seen}
    except UnreadableTableError:
        raise
    except Exception:  # a broken package fails in openpyxl in any way
        words = _("The XLSX file is broken. Save it again, or as CSV.")
        raise UnreadableTableError(words) from None
    filled = [name for name, lines in by_name.items() if len(lines) > 1]
    if len(filled) > 1:
        # Whichever was read, the people of the other would be left out unseen.
        words = _(
            "More than one sheet has rows (%(sheets)s). Save the one to read as a file of its own."
        )
        raise UnreadableTableError(words % {"sheets": ", ".join(filled)[:LONGEST_CELL]})
    return by_name[filled[0]] if filled else []


def _lines_of(sheet: Any) -> Iterator[Line]:
    # What a sheet says of its size may be anything.
    sheet.reset_dimensions()
    rows = sheet.iter_rows(max_col=MOST_COLUMNS, max_row=LAST_ROW, values_only=True)
    count = 0
    for number, row in enumerate(rows, start=1):
        if row.count(None) == len(row):
            continue
        count += 1
        yield Line(number, [_tidy(_as_seen(cell)) for cell in row])
        if count > MOST_ROWS:
            return


def _as_seen(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime.datetime):
        return cell.date().isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def _tidy(cell: str) -> str:
    return " ".join(cell.replace("\x00", "").split())[:LONGEST_CELL]
