"""
What changed between the two self-assessments, and the drawing of it.

Pure: no database. Only statements rated both times are compared; the levels of the first
time hold for both.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

# Narrow, so that its numbers can be read where it is made smaller: on a phone.
WIDTH = 400
LEFT, RIGHT = 36, 16
TOP, ROW = 36, 34
TENTH = Decimal("0.1")


@dataclass(frozen=True)
class Pair:
    """One statement before and after, with its number in the picture and the table."""

    number: int
    words: Mapping[str, str]
    before: int
    after: int

    @property
    def change(self) -> int:
        """How many levels it rose; below zero where it fell."""
        return self.after - self.before


@dataclass(frozen=True)
class Growth:
    """All pairs of one set of statements, on a scale from 1 to `levels`."""

    pairs: tuple[Pair, ...]
    levels: int

    @property
    def before(self) -> Decimal:
        """The mean before."""
        return _mean([pair.before for pair in self.pairs])

    @property
    def after(self) -> Decimal:
        """The mean after."""
        return _mean([pair.after for pair in self.pairs])

    @property
    def rose(self) -> int:
        """How many statements rose."""
        return sum(1 for pair in self.pairs if pair.change > 0)


def compared(
    statements: Sequence[Mapping[str, object]],
    before: Mapping[str, int],
    after: Mapping[str, int],
    levels: int,
) -> Growth:
    """
    Pair the answers of two times; statements are `SelfRating.statements`, of the second time.

    >>> growth = compared([{"id": "7", "words": {"fi": "Osaan"}}], {"7": 2}, {"7": 4}, 5)
    >>> growth.pairs[0].change, growth.after
    (2, Decimal('4.0'))
    >>> compared([{"id": "8", "words": {}}], {"7": 2}, {"8": 4}, 5).pairs
    ()
    """
    both = [found for found in statements if found["id"] in before and found["id"] in after]
    pairs = tuple(
        Pair(
            number=number,
            words=found["words"],  # type: ignore[arg-type]
            before=before[str(found["id"])],
            after=after[str(found["id"])],
        )
        for number, found in enumerate(both, start=1)
    )
    return Growth(pairs, levels)


def _mean(levels: Sequence[int]) -> Decimal:
    if not levels:
        return Decimal(0)
    return (Decimal(sum(levels)) / len(levels)).quantize(TENTH, ROUND_HALF_UP)


@dataclass(frozen=True)
class DrawnPair:
    """Where one pair stands in the drawing."""

    pair: Pair
    y: int
    before_x: int
    after_x: int


@dataclass(frozen=True)
class Drawing:
    """A drawing of the growth: one row a statement, a line from before to after."""

    width: int
    height: int
    rows: tuple[DrawnPair, ...]
    # Each level with its place.
    levels: tuple[tuple[int, int], ...]
    bottom: int


def drawn(growth: Growth) -> Drawing:
    """
    Lay out a growth.

    >>> drawing = drawn(compared([{"id": "7", "words": {}}], {"7": 1}, {"7": 5}, 5))
    >>> [(row.before_x, row.after_x) for row in drawing.rows]
    [(36, 384)]
    """

    def x(level: int) -> int:
        return LEFT + round((WIDTH - LEFT - RIGHT) * (level - 1) / max(growth.levels - 1, 1))

    rows = tuple(
        DrawnPair(pair, TOP + ROW * index + ROW // 2, x(pair.before), x(pair.after))
        for index, pair in enumerate(growth.pairs)
    )
    bottom = TOP + ROW * len(rows)
    return Drawing(
        width=WIDTH,
        height=bottom + 8,
        rows=rows,
        levels=tuple((level, x(level)) for level in range(1, growth.levels + 1)),
        bottom=bottom,
    )
