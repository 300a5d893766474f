"""
Charts as plain measures, which a template draws as SVG.

Every chart stands beside a table of the same numbers, and says nothing by colour alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass

# Units of the drawing; it is scaled to the width that there is.
WIDTH = 400
HISTOGRAM_HEIGHT = 150
BAR_HEIGHT = 14
# A bar with its words above it.
STEP = 42
LONGEST_WORDS = 46
# The words beside the longest bar.
BESIDE = 90


@dataclass(frozen=True)
class Column:
    """A column of a histogram: its place and size, its middle, and what stands at its foot."""

    x: float
    y: float
    width: float
    height: float
    middle: float
    foot: str
    count: int


@dataclass(frozen=True)
class Histogram:
    """Columns on a base line; `line` is where a limit lies, from the left."""

    columns: list[Column]
    base: int
    line: float | None


def histogram(counts: Sequence[int], feet: Sequence[str], limit: float | None) -> Histogram:
    """
    Return columns as high as their counts, the highest filling the drawing.

    `limit` is a share of the whole width: where the pass mark lies.

    >>> drawn = histogram([1, 4], ["0–50 %", "50–100 %"], 0.6)
    >>> [column.height for column in drawn.columns], drawn.line
    ([37.5, 150.0], 240.0)
    """
    each = WIDTH / max(len(counts), 1)
    highest = max([*counts, 1])
    columns = []
    for number, (count, foot) in enumerate(zip(counts, feet, strict=True)):
        height = round(HISTOGRAM_HEIGHT * count / highest, 1)
        columns.append(
            Column(
                x=round(number * each + 2, 1),
                y=round(20 + HISTOGRAM_HEIGHT - height, 1),
                width=round(each - 4, 1),
                height=height,
                middle=round((number + 0.5) * each, 1),
                foot=foot,
                count=count,
            )
        )
    line = None if limit is None else round(limit * WIDTH, 1)
    return Histogram(columns, 20 + HISTOGRAM_HEIGHT, line)


def shortened(words: str) -> str:
    """
    Return words as long as a chart has room for; the table has them whole.

    >>> len(shortened("a" * 100)), shortened("Kela")
    (46, 'Kela')
    """
    return words if len(words) <= LONGEST_WORDS else f"{words[: LONGEST_WORDS - 1]}…"


@dataclass(frozen=True)
class Bar:
    """A bar that lies, with its words above and its number behind it."""

    words: str
    words_y: int
    y: int
    width: float
    behind: float
    number: str
    is_right: bool


@dataclass(frozen=True)
class Bars:
    """Bars below each other, and how high they are in all."""

    bars: list[Bar]
    height: int


def bars(rows: Sequence[tuple[str, float, str, bool]]) -> Bars:
    """
    Return a bar for each row of words, share of the whole, number and whether it is right.

    >>> drawn = bars([("Kela", 0.5, "5 (50 %)", True)])
    >>> drawn.bars[0].width, drawn.height
    (155.0, 42)
    """
    found = []
    for place, (words, share, number, is_right) in enumerate(rows):
        width = round((WIDTH - BESIDE) * share, 1)
        found.append(
            Bar(
                words=shortened(words),
                words_y=place * STEP + 14,
                y=place * STEP + 20,
                width=width,
                behind=width + 6,
                number=number,
                is_right=is_right,
            )
        )
    return Bars(found, len(rows) * STEP)
