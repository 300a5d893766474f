"""
Charts as plain measures, which a template draws as SVG.

Every chart stands beside a table of the same numbers, and says nothing by colour alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

# Units of the drawing; it is scaled to the width that there is.
WIDTH = 400
HISTOGRAM_HEIGHT = 150
BAR_HEIGHT = 14
# A bar with its words above it.
STEP = 42
LONGEST_WORDS = 46
# The words beside the longest bar.
BESIDE = 90
# A strip with its words above it and the numbers of its parts below.
STRIP_STEP = 62
# What is narrower than this has its number in the table alone.
NARROWEST = 18
# How a part of a strip is filled, told apart without colours.
FILLS = ("solid", "striped", "crossed", "open")
KEY_LINE = 20
# A grid of tiles: the room of the words at its left and of those above, and a tile's height.
GRID_LEFT, GRID_TOP, TILE = 96, 18, 26


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

    @property
    def is_told(self) -> bool:
        """Whether its number has room above it; the table has every one."""
        return self.width >= NARROWEST


@dataclass(frozen=True)
class Histogram:
    """Columns on a base line; `line` is where a limit lies, from the left."""

    kind: ClassVar[str] = "columns"
    columns: list[Column]
    base: int
    line: float | None


def histogram(
    counts: Sequence[int], feet: Sequence[str], limit: float | None, highest: int = 0
) -> Histogram:
    """
    Return columns as high as their counts, the highest filling the drawing.

    `limit` is a share of the whole width: where the pass mark lies. Drawings that are held
    against each other are given the `highest` count of all of them.

    >>> drawn = histogram([1, 4], ["0–50 %", "50–100 %"], 0.6)
    >>> [column.height for column in drawn.columns], drawn.line
    ([37.5, 150.0], 240.0)
    >>> histogram([1], [""], None, highest=2).columns[0].height
    75.0
    """
    each = WIDTH / max(len(counts), 1)
    highest = max([*counts, highest, 1])
    # Many columns stand close, but never into each other.
    gap = min(2.0, each / 8)
    columns = []
    for number, (count, foot) in enumerate(zip(counts, feet, strict=True)):
        height = round(HISTOGRAM_HEIGHT * count / highest, 1)
        columns.append(
            Column(
                x=round(number * each + gap, 1),
                y=round(20 + HISTOGRAM_HEIGHT - height, 1),
                width=round(each - 2 * gap, 1),
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

    kind: ClassVar[str] = "bars"
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


@dataclass(frozen=True)
class Part:
    """A part of a strip: its place, how it is filled, and its number where there is room."""

    x: float
    width: float
    fill: str
    number: str


@dataclass(frozen=True)
class Strip:
    """A bar made of parts, with its words above it and what it comes to behind it."""

    words: str
    words_y: int
    y: int
    parts: list[Part]
    behind: float
    number: str


@dataclass(frozen=True)
class Key:
    """What a way of filling means."""

    y: int
    fill: str
    words: str


@dataclass(frozen=True)
class Strips:
    """Strips below each other, what their parts mean, and how high it is in all."""

    kind: ClassVar[str] = "strips"
    strips: list[Strip]
    keys: list[Key]
    height: int


def strips(
    rows: Sequence[tuple[str, Sequence[int], str]], keys: Sequence[str], *, each_whole: bool = False
) -> Strips:
    """
    Return a strip for each row of words, counts and the number behind it.

    The counts are in the order of the keys, four at most. The strips share one scale, so that
    the longest is the most; with `each_whole` each is as long as the others, and shows shares.

    >>> drawn = strips([("Kela", [1, 1, 0], "2"), ("HUS", [0, 1, 0], "1")], ["a", "b", "c"])
    >>> [(part.x, part.width, part.fill) for part in drawn.strips[0].parts]
    [(1, 154.5, 'solid'), (155.5, 154.5, 'striped')]
    >>> [strip.behind for strip in drawn.strips]
    [316.0, 161.5]
    >>> strips([("HUS", [0, 0], "0")], ["a", "b"]).strips[0].parts
    []
    """
    room = WIDTH - BESIDE - 1
    most = max((sum(counts) for _words, counts, _number in rows), default=0)
    found = []
    for place, (words, counts, number) in enumerate(rows):
        whole = sum(counts) if each_whole else most
        x, parts = 1.0, []
        for count, fill in zip(counts, FILLS, strict=False):
            width = room * count / whole if whole else 0.0
            if width:
                shown = str(count) if width >= NARROWEST else ""
                parts.append(Part(_short(x), _short(width), fill, shown))
            x += width
        y = place * STRIP_STEP + 20
        found.append(
            Strip(shortened(words), y - 6, y, parts, behind=round(x + 6, 1), number=number)
        )
    top = len(rows) * STRIP_STEP + 4
    return Strips(
        strips=found,
        keys=[
            Key(top + place * KEY_LINE, fill, words)
            for place, (words, fill) in enumerate(zip(keys, FILLS, strict=False))
        ],
        height=top + len(keys) * KEY_LINE,
    )


def _short(number: float) -> float:
    """Return a measure as it is written: without a fraction where it has none."""
    found = round(number, 1)
    return int(found) if found == int(found) else found


@dataclass(frozen=True)
class Tile:
    """A tile of a grid: its place, its middle, its number, and its shade from 0 to 4."""

    x: float
    y: int
    middle: float
    count: int
    shade: int


@dataclass(frozen=True)
class Grid:
    """Rows of tiles; `sides` are the words at their left, `heads` those above the columns."""

    kind: ClassVar[str] = "grid"
    tiles: list[Tile]
    sides: list[tuple[int, str]]
    heads: list[tuple[float, str]]
    width: float
    tile: int
    height: int


def grid(counts: Sequence[Sequence[int]], sides: Sequence[str], heads: Sequence[str]) -> Grid:
    """
    Return a tile for each count; its shade repeats the number in quarters of the largest.

    >>> drawn = grid([[0, 4], [1, 3]], ["ma", "ti"], ["0–12", "12–24"])
    >>> [tile.shade for tile in drawn.tiles], drawn.width, drawn.height
    ([0, 4, 1, 3], 152.0, 70)
    """
    each = (WIDTH - GRID_LEFT) / max(len(heads), 1)
    most = max((count for row in counts for count in row), default=0)
    tiles = [
        Tile(
            x=round(GRID_LEFT + column * each, 1),
            y=GRID_TOP + row * TILE,
            middle=round(GRID_LEFT + (column + 0.5) * each, 1),
            count=count,
            shade=-(-4 * count // most) if most else 0,
        )
        for row, some in enumerate(counts)
        for column, count in enumerate(some)
    ]
    return Grid(
        tiles=tiles,
        sides=[(GRID_TOP + row * TILE + 17, words) for row, words in enumerate(sides)],
        heads=[
            (round(GRID_LEFT + (column + 0.5) * each, 1), words)
            for column, words in enumerate(heads)
        ],
        width=round(each, 1),
        tile=TILE,
        height=GRID_TOP + len(counts) * TILE,
    )
