"""The completion list as a file; how its cells and end are written is `home.spreadsheets`."""

from pathlib import Path
from typing import IO

from django.utils.translation import gettext as _

from courses.progress.models import CompletionQuerySet
from courses.registrar.columns import completion_rows, headings
from courses.registrar.listing import Choice
from home import spreadsheets
from home.spreadsheets import Sheet

XLSX_LIMIT = 20_000


def sheet_of(completions: CompletionQuerySet, choice: Choice) -> Sheet:
    """Return the list as a sheet; surname and given names stay in sight."""
    rows = completion_rows(completions)
    return Sheet(_("Completions"), headings(), rows, choice.in_words(), fixed_columns=2)


def write_csv(file: IO[bytes], completions: CompletionQuerySet, choice: Choice) -> int:
    """Write the CSV to an open file; return its number of rows."""
    return spreadsheets.write_csv(file, sheet_of(completions, choice))


def write_xlsx(file: IO[bytes], completions: CompletionQuerySet, choice: Choice) -> int:
    """Write the XLSX to an open file; return its number of rows."""
    return spreadsheets.write_xlsx(file, sheet_of(completions, choice))


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
