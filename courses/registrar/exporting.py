"""The completion list as a file; how its cells and end are written is `home.spreadsheets`."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from courses.progress.models import CompletionQuerySet
from courses.registrar.columns import Codes
from courses.registrar.layouts import Layout, default_layout
from courses.registrar.listing import Choice
from courses.registrar.records import records
from home import spreadsheets
from home.spreadsheets import Sheet, Whole

XLSX_LIMIT = 20_000


def sheet_of(
    completions: CompletionQuerySet,
    choice: Choice,
    layout: Layout | None = None,
    codes: Codes | None = None,
    when_whole: Callable[[Whole], None] | None = None,
) -> Sheet:
    """
    Return the list as a sheet; surname and given names stay in sight.

    `codes` reads identity codes, where the layout has a column for them.
    """
    layout = layout or default_layout()
    cells = layout.cells(records(completions), codes if layout.wants_codes else None)
    more = {"when_whole": when_whole} if when_whole else {}
    return layout.sheet(cells, choice.in_words(), **more)


def write_csv(file: IO[bytes], completions: CompletionQuerySet, choice: Choice) -> int:
    """Write the default columns as CSV to an open file; return its number of rows."""
    return spreadsheets.write_csv(file, sheet_of(completions, choice))


def write_xlsx(file: IO[bytes], completions: CompletionQuerySet, choice: Choice) -> int:
    """Write the default columns as XLSX to an open file; return its number of rows."""
    return spreadsheets.write_xlsx(file, sheet_of(completions, choice))


SHEET_WRITERS = {"csv": spreadsheets.write_csv, "xlsx": spreadsheets.write_xlsx}


@contextmanager
def whole_file(path: Path) -> Iterator[IO[bytes]]:
    """
    Open a file that appears at its path when it is whole, and not at all when it is not.

    A reader never sees half a file: it is written beside its place and then renamed.
    """
    unfinished = path.with_name(f".{path.name}.unfinished")
    try:
        with unfinished.open("wb") as file:
            yield file
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def write_whole(path: Path, kind: str, completions: CompletionQuerySet, choice: Choice) -> int:
    """Write a list of the default columns to a path, whole or not at all; return its rows."""
    with whole_file(path) as file:
        return SHEET_WRITERS[kind](file, sheet_of(completions, choice))
