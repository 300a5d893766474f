"""
How a list is laid out as a file: which columns in which order under which labels, and how
dates, the delimiter and the end are written. The default, or an organisation's profile.
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from courses.registrar.columns import (
    BY_KEY,
    DEFAULT_KEYS,
    IDENTITY_CODE,
    Codes,
    cell_words,
    cells_of,
)
from courses.registrar.models import ListProfile
from home.spreadsheets import Cell, Sheet, Style, Words

DATES = {
    ListProfile.DateFormat.ISO: "%Y-%m-%d",
    ListProfile.DateFormat.FINNISH: "%-d.%-m.%Y",
    ListProfile.DateFormat.FINNISH_PADDED: "%d.%m.%Y",
}
TIMES = {
    ListProfile.DateFormat.ISO: "%Y-%m-%d %H:%M",
    ListProfile.DateFormat.FINNISH: "%-d.%-m.%Y %H:%M",
    ListProfile.DateFormat.FINNISH_PADDED: "%d.%m.%Y %H:%M",
}
# Names stay in sight when the sheet scrolls.
FIXED = 2


@dataclass(frozen=True)
class Layout:
    """
    Everything that a file says beside its rows, in words that are settled already.

    As JSON it is frozen with a delivery: the same delivery is the same file for ever.
    """

    name: str
    columns: tuple[str, ...]
    labels: tuple[str, ...]
    title: str
    words: Mapping[str, str]
    around: Words = field(default_factory=Words)
    style: Style = field(default_factory=Style)

    @property
    def wants_codes(self) -> bool:
        """Whether identity codes are among the columns."""
        return IDENTITY_CODE in self.columns

    def cells(self, records: Any, codes: Codes | None = None) -> Iterator[list[Cell]]:
        """Yield the cells of chunks of records."""
        for chunk in records:
            yield from cells_of(chunk, self.columns, self.words, codes)

    def sheet(self, cells: Iterator[list[Cell]], chosen: str, **more: Any) -> Sheet:
        """Return a sheet of cells; `more` goes to `Sheet`."""
        return Sheet(
            self.title,
            self.labels,
            cells,
            chosen,
            fixed_columns=FIXED,
            style=self.style,
            words=self.around,
            **more,
        )

    def frozen(self) -> dict[str, Any]:
        """Return the layout as JSON can say it."""
        return asdict(self) | {"columns": list(self.columns), "labels": list(self.labels)}

    @classmethod
    def thawed(cls, frozen: Mapping[str, Any]) -> "Layout":
        """Return the layout that was frozen."""
        return cls(
            name=frozen["name"],
            columns=tuple(frozen["columns"]),
            labels=tuple(frozen["labels"]),
            title=frozen["title"],
            words=frozen["words"],
            around=Words(**frozen["around"]),
            style=Style(**frozen["style"]),
        )


def default_layout() -> Layout:
    """Return the default columns, in the active language."""
    return Layout(
        name="",
        columns=DEFAULT_KEYS,
        labels=tuple(str(BY_KEY[key].heading) for key in DEFAULT_KEYS),
        title=_("Completions"),
        words=cell_words(),
    )


def layout_of(profile: ListProfile | None) -> Layout:
    """Return a profile's layout; the default one for None."""
    if profile is None:
        return default_layout()
    with translation.override(profile.language):
        chosen = [column for column in profile.columns if column["key"] in BY_KEY]
        return Layout(
            name=profile.name,
            columns=tuple(column["key"] for column in chosen),
            labels=tuple(
                column["label"] or str(BY_KEY[column["key"]].heading) for column in chosen
            ),
            title=_("Completions"),
            words=cell_words(),
            around=Words(),
            style=Style(
                delimiter=profile.delimiter,
                with_bom=profile.with_bom,
                date=DATES[ListProfile.DateFormat(profile.date_format)],
                time=TIMES[ListProfile.DateFormat(profile.date_format)],
                ends_apart=profile.ending == ListProfile.Ending.SIDECAR,
            ),
        )
