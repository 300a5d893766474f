"""Tables: rows and columns of words, typed as a simple grid."""

import re
from hashlib import sha256
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.telepath import register
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.contrib.typed_table_block.blocks import (
    TypedTable,
    TypedTableBlock,
    TypedTableBlockAdapter,
)
from wagtail_localize.segments import StringSegmentValue

GROUP = _("Tables and diagrams")
# More does not fit in a reader's head, nor on a page.
MOST_COLUMNS = 8
MOST_ROWS = 60
TOO_SMALL = _("Give the table two columns or more, and a row below their headings.")
NUMBER = re.compile(r"[-+−±<>≥≤]?\s*\d[\d\s.,:–%€]*(op|v|kk|h|min|st)?\.?")


class GridBlock(TypedTableBlock):
    """
    A grid of plain words with a heading to each column; no formulas and no merged cells.

    Translators meet each cell once. A cell is known by its words, so that a row put between
    others leaves the translations of those where they are.
    """

    cell = blocks.TextBlock(label=_("Text"), required=False, default="", rows=1)

    class Meta:
        icon = "table"
        label = _("Rows and columns")
        # Something to begin with: an empty grid shows nothing of what it can hold.
        default = {
            "columns": [{"type": "cell", "heading": ""}] * 3,
            "rows": [{"values": ["", "", ""]}] * 2,
            "caption": "",
        }

    def to_python(self, value: dict[str, Any] | None) -> TypedTable:
        """Read a stored grid; a cell that its row lacks is empty, and no error to a reader."""
        if value:
            count = len(value["columns"])
            rows = [(row["values"] + [""] * count)[:count] for row in value["rows"]]
            value = value | {"rows": [{"values": row} for row in rows]}
        return super().to_python(value)

    def get_translatable_segments(self, value: TypedTable) -> list[StringSegmentValue]:
        """Return each different text of the grid, under a name made of it."""
        texts = dict.fromkeys(text for text in _texts(value) if text.strip())
        return [StringSegmentValue(_name_of(text), text) for text in texts]

    def restore_translated_segments(
        self, value: TypedTable, segments: list[StringSegmentValue]
    ) -> TypedTable:
        """Return the grid with every text that has a translation in its place."""
        translated = {segment.path: segment.render_text() for segment in segments}

        def of(text: str) -> str:
            return translated.get(_name_of(text), text)

        return TypedTable(
            columns=[{**column, "heading": of(column["heading"])} for column in value.columns],
            row_data=[{"values": [of(text) for text in row["values"]]} for row in value.row_data],
            caption=of(value.caption),
        )


class GridAdapter(TypedTableBlockAdapter):
    """The grid of the editor, whose caption is no picture's."""

    def js_args(self, block: GridBlock) -> list[Any]:
        """Name the caption for what it is here."""
        args: list[Any] = super().js_args(block)
        args[-1]["strings"] |= {
            "CAPTION": gettext("Title of the table"),
            "CAPTION_HELP_TEXT": gettext("What it tells; read aloud before anything else of it."),
        }
        return args


register(GridAdapter(), GridBlock)


def _texts(grid: TypedTable) -> list[str]:
    return [
        grid.caption,
        *(column["heading"] for column in grid.columns),
        *(text for row in grid.row_data for text in row["values"]),
    ]


def _name_of(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:16]


class TableValue(blocks.StructValue):
    """A table as its template reads it: rows of cells, each with what it stands under."""

    @property
    def columns(self) -> list[dict[str, Any]]:
        """Each column's heading, and whether it is one of numbers."""
        grid = self["grid"]
        return [
            {
                "heading": column["heading"],
                "is_number": is_of_numbers([row["values"][number] for row in grid.row_data]),
            }
            for number, column in enumerate(grid.columns)
        ]

    @property
    def rows(self) -> list[list[dict[str, Any]]]:
        """Each row's cells, with the heading and kind of their column."""
        columns = self.columns
        return [
            [{**column, "text": text} for column, text in zip(columns, row["values"], strict=True)]
            for row in self["grid"].row_data
        ]


def is_of_numbers(texts: list[str]) -> bool:
    """
    Whether a column holds numbers alone, so that they stand below each other.

    >>> is_of_numbers(["12", "1 240,50", "", "–"]), is_of_numbers(["12", "Kela"])
    (True, False)
    >>> is_of_numbers(["", "–"])
    False
    """
    said = [text.strip() for text in texts if text.strip() not in ("", "–", "-")]
    return bool(said) and all(NUMBER.fullmatch(text) for text in said)


def grid_errors(grid: TypedTable, *, columns: int, rows: int, too_small: str) -> list[str]:
    """
    Return what is wrong with a grid that needs so many columns and rows, as sentences.

    `too_small`: what is said when it has fewer.
    """
    errors = []
    if not grid.caption.strip():
        errors.append(_("Give the table a title: what it tells."))
    if len(grid.columns) < columns or len(grid.row_data) < rows:
        errors.append(too_small)
    if len(grid.columns) > MOST_COLUMNS or len(grid.row_data) > MOST_ROWS:
        errors.append(
            _("At most %(columns)s columns and %(rows)s rows: divide the table.")
            % {"columns": MOST_COLUMNS, "rows": MOST_ROWS}
        )
    if any(not column["heading"].strip() for column in grid.columns):
        errors.append(_("Give every column a heading: it is read aloud before each cell."))
    if any(not any(text.strip() for text in row["values"]) for row in grid.row_data):
        errors.append(_("Remove the empty rows."))
    return errors


class TableBlock(blocks.StructBlock):
    """A table of words and numbers."""

    grid = GridBlock(
        label=_("Rows and columns"),
        help_text=_(
            "Every column has a heading. Nothing is counted and cells are not merged: a screen "
            "reader reads each cell with its headings."
        ),
    )
    row_headings = blocks.BooleanBlock(
        label=_("The first column names its row"),
        required=False,
        default=True,
        help_text=_("It then stays in sight when a wide table is scrolled."),
    )
    note = blocks.CharBlock(
        label=_("Note below"),
        required=False,
        max_length=250,
        default="",
        help_text=_("Such as the source, the year, or what a sign means."),
    )

    class Meta:
        icon = "table"
        label = _("Table")
        group = GROUP
        template = "blocks/table.html"
        value_class = TableValue
        description = _("Facts in rows and columns; a list on a phone.")
        preview_value = {
            "grid": {
                "caption": "Kuntoutusetuuksien määräaikoja",
                "columns": [
                    {"type": "cell", "heading": "Etuus"},
                    {"type": "cell", "heading": "Kuka päättää"},
                    {"type": "cell", "heading": "Päiviä"},
                ],
                "rows": [
                    {"values": ["Sairauspäiväraha", "Kela", "300"]},
                    {"values": ["Osasairauspäiväraha", "Kela", "150"]},
                    {"values": ["Kuntoutusraha", "Kela tai työeläkelaitos", "–"]},
                ],
            },
            "row_headings": True,
            "note": "Enimmäisajat arkipäivinä.",
        }

    def clean(self, value: Any) -> Any:
        """Want a caption, headings, and rows that say something."""
        if self.is_deferred_validation:
            return super().clean(value)
        value = super().clean(value)
        if errors := grid_errors(value["grid"], columns=2, rows=1, too_small=TOO_SMALL):
            raise StructBlockValidationError(block_errors={"grid": ValidationError(errors)})
        return value
