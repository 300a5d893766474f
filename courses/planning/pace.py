"""
How much a learner studies on which day to be ready in time. Pure: no database, no clock.

Steps come in the order of the course: a test at its end asks what its lessons teach. What is
left is shared out evenly over the days of study from today on, so that a day that was missed
makes the next ones a little longer and nothing more.
"""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

# A step that tells no length.
USUAL_MINUTES = 10
# Sittings are told in whole fives of minutes; longer ones than this nobody is asked for.
ROUNDED_TO = 5
LONGEST_SITTING = 120


@dataclass(frozen=True)
class Left:
    """A step that is not done; `minutes` 0 means that nobody told its length."""

    title: str
    minutes: int
    required: bool

    @property
    def length(self) -> int:
        """Its length, or the usual one."""
        return self.minutes or USUAL_MINUTES


@dataclass(frozen=True)
class Sitting:
    """What to study on a day: for how long, and which steps it comes to."""

    day: datetime.date
    minutes: int
    titles: tuple[str, ...]


@dataclass(frozen=True)
class Pace:
    """What is left and how it is shared out; without sittings there is no day left for it."""

    minutes: int
    required_minutes: int
    sittings: tuple[Sitting, ...]
    # When it would be ready with the longest sittings, where the plan has too little time.
    enough_by: datetime.date | None = None

    @property
    def fits(self) -> bool:
        """Whether it can be done by the day without sittings too long for anybody."""
        return self.enough_by is None

    @property
    def per_sitting(self) -> int:
        """How many minutes a day of study takes."""
        return self.sittings[0].minutes if self.sittings else 0

    def between(self, first: datetime.date, last: datetime.date) -> tuple[Sitting, ...]:
        """Return the sittings from a day to a day."""
        return tuple(one for one in self.sittings if first <= one.day <= last)


def days_of_study(weekdays: int, first: datetime.date, last: datetime.date) -> list[datetime.date]:
    """
    Return the days of study from a day to a day; one bit a weekday, Monday first.

    >>> monday = datetime.date(2026, 11, 23)
    >>> [day.day for day in days_of_study(0b101, monday, datetime.date(2026, 12, 1))]
    [23, 25, 30]
    """
    span = range((last - first).days + 1)
    days = (first + datetime.timedelta(days=number) for number in span)
    return [day for day in days if weekdays >> day.weekday() & 1]


def pace(
    left: Sequence[Left], *, weekdays: int, today: datetime.date, ready_by: datetime.date
) -> Pace:
    """
    Share out what is left, in its order, over the days of study from today to the last day.

    >>> steps = [Left("Johdanto", 20, False), Left("Koe", 30, True)]
    >>> found = pace(steps, weekdays=127, today=datetime.date(2026, 11, 23),
    ...              ready_by=datetime.date(2026, 11, 24))
    >>> [(one.minutes, one.titles) for one in found.sittings]
    [(25, ('Johdanto', 'Koe')), (25, ('Koe',))]
    """
    minutes = sum(step.length for step in left)
    required = sum(step.length for step in left if step.required)
    days = days_of_study(weekdays, today, ready_by)
    if not minutes:
        return Pace(0, 0, ())
    each = _rounded_up(minutes, len(days)) if days else 0
    enough = None if days and each <= LONGEST_SITTING else _enough_by(minutes, weekdays, today)
    return Pace(minutes, required, tuple(_sittings(left, days, each)), enough)


def _rounded_up(minutes: int, days: int) -> int:
    return -(-minutes // (days * ROUNDED_TO)) * ROUNDED_TO


def _enough_by(minutes: int, weekdays: int, today: datetime.date) -> datetime.date:
    """Return the last of as many days of study as the longest sittings take."""
    wanted = -(-minutes // LONGEST_SITTING)
    # A week has one day of study at least.
    last = today + datetime.timedelta(days=7 * wanted)
    return days_of_study(weekdays, today, last)[wanted - 1]


def _sittings(steps: Sequence[Left], days: Iterable[datetime.date], each: int) -> Iterable[Sitting]:
    spans, end = [], 0
    for step in steps:
        spans.append((end, end + step.length, step.title))
        end += step.length
    for number, day in enumerate(days):
        begins, ends = number * each, min((number + 1) * each, end)
        if begins < end:
            titles = tuple(title for a, b, title in spans if a < ends and b > begins)
            yield Sitting(day, ends - begins, titles)


def ahead_by(
    minutes: int,
    *,
    minutes_then: int,
    weekdays: int,
    planned_on: datetime.date,
    today: datetime.date,
    ready_by: datetime.date,
) -> int:
    """
    Return by how many sittings somebody is ahead of the plan as it was made; less than 0: behind.

    Today's sitting is not asked for before the day is over.

    >>> day = datetime.date(2026, 11, 23)
    >>> plan = {"minutes_then": 100, "weekdays": 127, "planned_on": day,
    ...         "ready_by": datetime.date(2026, 12, 2)}
    >>> [ahead_by(left, today=datetime.date(2026, 11, 28), **plan) for left in (50, 70, 20)]
    [0, -2, 3]
    """
    whole = len(days_of_study(weekdays, planned_on, ready_by))
    if not whole or not minutes_then:
        return 0
    coming = len(days_of_study(weekdays, max(today, planned_on), ready_by))
    expected = minutes_then * coming / whole
    return int((expected - minutes) * whole / minutes_then)
