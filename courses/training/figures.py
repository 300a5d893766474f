"""
Who was trained, and what it changed: figures from plain rows.

Whole people of whole counties are counted exactly. What could tell of somebody by difference
(how two choices of the same table differ) is coarse by itself: professions and projects are
told in steps of five people, and effects in whole blocks of ten pairs.
"""

import datetime
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

# Groups of people smaller than this are not told apart.
FEW = 5
# No effect is told from fewer pairs than this, nor from a part of such a block.
BLOCK = 10


@dataclass(frozen=True)
class Deed:
    """One valid completion: whose, in which month (its first day), and what was told."""

    person: int
    month: datetime.date
    county: int | None
    profession: str


def latest_of_each(deeds: Iterable[Deed]) -> list[Deed]:
    """
    Return each person's last deed; give them in the order of days.

    >>> spring, autumn = datetime.date(2026, 4, 1), datetime.date(2026, 9, 1)
    >>> kept = latest_of_each([Deed(1, spring, 7, "lääkäri"), Deed(1, autumn, 8, "lääkäri")])
    >>> [deed.county for deed in kept]
    [8]
    """
    return list({deed.person: deed for deed in deeds}.values())


def by_county(people: Iterable[Deed]) -> Counter[int | None]:
    """
    Count people by county, exactly; None is not known.

    >>> spring = datetime.date(2026, 4, 1)
    >>> by_county([Deed(1, spring, 7, ""), Deed(2, spring, None, "")])[7]
    1
    """
    return Counter(deed.county for deed in people)


def by_profession(people: Iterable[Deed]) -> Counter[str]:
    """
    Count people by profession as they told it, whatever the capitals; "" is not told.

    >>> spring = datetime.date(2026, 4, 1)
    >>> by_profession([Deed(1, spring, 7, "Lääkäri "), Deed(2, spring, 7, "lääkäri")])
    Counter({'lääkäri': 2})
    """
    return Counter(" ".join(deed.profession.split()).lower() for deed in people)


def by_month(deeds: Iterable[Deed]) -> list[tuple[datetime.date, int]]:
    """
    Count the people of each month from the first to the last, empty months too.

    >>> may, july = datetime.date(2026, 5, 1), datetime.date(2026, 7, 1)
    >>> found = by_month([Deed(1, may, 7, ""), Deed(1, may, 7, ""), Deed(1, july, 7, "")])
    >>> [(month.month, count) for month, count in found]
    [(5, 1), (6, 0), (7, 1)]
    """
    people: defaultdict[datetime.date, set[int]] = defaultdict(set)
    for deed in deeds:
        people[deed.month].add(deed.person)
    if not people:
        return []
    return [(month, len(people.get(month, ()))) for month in months(min(people), max(people))]


def months(first: datetime.date, last: datetime.date) -> Iterator[datetime.date]:
    """
    Yield the first days of the months from one to the other, both included.

    >>> found = months(datetime.date(2025, 11, 1), datetime.date(2026, 1, 1))
    >>> [month.isoformat() for month in found]
    ['2025-11-01', '2025-12-01', '2026-01-01']
    """
    while first <= last:
        yield first
        first = next_month(first)


def next_month(month: datetime.date) -> datetime.date:
    """
    Return the first day of the month after.

    >>> next_month(datetime.date(2025, 12, 1))
    datetime.date(2026, 1, 1)
    """
    return month.replace(year=month.year + month.month // 12, month=month.month % 12 + 1)


@dataclass(frozen=True, order=True)
class Range:
    """A number of people as it is told: between two bounds, both possible."""

    least: int
    most: int


def coarse(count: int) -> Range:
    """
    Return the step of five that a number of people lies in; none is said to be none.

    >>> coarse(0), coarse(3), coarse(5), coarse(14)
    (Range(least=0, most=0), Range(least=1, most=4), Range(least=5, most=9), \
Range(least=10, most=14))
    """
    if count == 0:
        return Range(0, 0)
    least = count // FEW * FEW
    return Range(max(least, 1), least + FEW - 1)


def ranked(counts: Mapping[str, int]) -> list[tuple[str, Range]]:
    """
    Return names with their steps, the largest first; equal steps by name, which tells nothing.

    >>> [name for name, _range in ranked({"b": 3, "a": 1, "c": 12})]
    ['c', 'a', 'b']
    """
    found = [(name, coarse(count)) for name, count in counts.items() if count]
    return sorted(found, key=lambda row: (-row[1].least, row[0]))


@dataclass(frozen=True)
class Outcome:
    """What became of those who enrolled; `moved` ones are counted where they moved to."""

    enrolled: int
    completed: int
    withdrawn: int

    @property
    def studying(self) -> int:
        """Those who neither completed nor withdrew."""
        return self.enrolled - self.completed - self.withdrawn

    @property
    def share(self) -> float | None:
        """
        The completed among the enrolled, in per cent; None where nobody enrolled.

        >>> Outcome(8, 6, 1).share, Outcome(8, 6, 1).studying, Outcome(0, 0, 0).share
        (75.0, 1, None)
        """
        return 100 * self.completed / self.enrolled if self.enrolled else None

    def __add__(self, other: "Outcome") -> "Outcome":
        return Outcome(
            self.enrolled + other.enrolled,
            self.completed + other.completed,
            self.withdrawn + other.withdrawn,
        )


@dataclass(frozen=True)
class Pair:
    """How somebody rated a statement before and after; `order` is when, and never changes."""

    group: Hashable
    statement: int
    before: int
    after: int
    order: tuple[datetime.datetime, int]


@dataclass(frozen=True)
class Block:
    """Ten pairs of one group on one statement, known by the sums of their levels only."""

    group: Any
    statement: int
    before: int
    after: int
    ended: datetime.datetime


def blocks(pairs: Iterable[Pair], kept: Sequence[Block] = ()) -> list[Block]:
    """
    Return the whole blocks of ten pairs, in the order of time, for each group and statement.

    The newest pairs, up to nine, wait for the next ones. Whatever is chosen of blocks, two
    choices differ by ten pairs or by none. `kept` blocks come first: pairs up to their end are
    counted in them, whether or not they are there still.

    >>> def pair(number):
    ...     return Pair("a", 1, 2, 4, (datetime.datetime(2026, 1, number), number))
    >>> len(blocks(map(pair, range(1, 10)))), len(blocks(map(pair, range(1, 26))))
    (0, 2)
    >>> kept = blocks(map(pair, range(1, 11)))
    >>> blocks(map(pair, range(5, 26)), kept) == blocks(map(pair, range(1, 26)))
    True
    """
    counted = {}
    for block in sorted(kept, key=lambda block: block.ended):
        counted[block.group, block.statement] = block.ended
    found: defaultdict[tuple[Hashable, int], list[Pair]] = defaultdict(list)
    for pair in pairs:
        until = counted.get((pair.group, pair.statement))
        if until is None or pair.order[0] > until:
            found[pair.group, pair.statement].append(pair)
    new = [
        _block(ordered[start : start + BLOCK])
        for ordered in (sorted(some, key=lambda pair: pair.order) for some in found.values())
        for start in range(0, len(ordered) - BLOCK + 1, BLOCK)
    ]
    return [*kept, *new]


def _block(pairs: Sequence[Pair]) -> Block:
    last = pairs[-1]
    before, after = sum(pair.before for pair in pairs), sum(pair.after for pair in pairs)
    return Block(last.group, last.statement, before, after, last.order[0])


@dataclass(frozen=True)
class Effect:
    """The means of a statement before and after, of so many pairs: a multiple of ten."""

    statement: int
    pairs: int
    before: float
    after: float

    @property
    def change(self) -> float:
        """How far the mean moved."""
        return self.after - self.before


def effects(chosen: Iterable[Block]) -> dict[int, Effect]:
    """
    Return the effect for each statement that has a block.

    >>> block = Block("a", 1, 20, 35, datetime.datetime(2026, 1, 10))
    >>> effects([block, block])[1]
    Effect(statement=1, pairs=20, before=2.0, after=3.5)
    """
    sums: defaultdict[int, list[int]] = defaultdict(lambda: [0, 0, 0])
    for block in chosen:
        told = sums[block.statement]
        told[0] += BLOCK
        told[1] += block.before
        told[2] += block.after
    return {
        statement: Effect(statement, pairs, before / pairs, after / pairs)
        for statement, (pairs, before, after) in sums.items()
    }
