"""
When a participant is reminded of what. Pure: no database, no clock.

Days are days of the calendar in Finland, so that midnight and summer time are nobody's
concern here. An occasion has a name; the same name is never told twice by one rule.
"""

import datetime
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass

BEFORE_DEADLINE, BEFORE_END = "before_deadline", "before_end"
BEFORE_WEBINAR, AFTER_SILENCE = "before_webinar", "after_silence"


@dataclass(frozen=True)
class Rule:
    """So many days before something, or after so many days of silence."""

    key: int
    kind: str
    days: int


@dataclass(frozen=True)
class Event:
    """A step with its deadline, or a webinar with its day; a meeting may be no step."""

    key: int
    day: datetime.date
    step: int | None = None


@dataclass(frozen=True)
class Calendar:
    """What is ahead on a run."""

    ends_on: datetime.date | None = None
    deadlines: tuple[Event, ...] = ()
    webinars: tuple[Event, ...] = ()


@dataclass(frozen=True)
class Occasion:
    """What a rule reminds of: `name` tells it from others, `about` is a step or a webinar."""

    rule: int
    kind: str
    day: datetime.date
    about: int | None = None

    @property
    def name(self) -> str:
        """Its name, which holds its day: something that is moved is a new occasion."""
        return f"{self.kind}:{self.about or ''}:{self.day.isoformat()}"


def read_name(name: str) -> tuple[str, int | None, datetime.date]:
    """
    Return kind, subject and day of an occasion's name.

    >>> read_name(Occasion(1, BEFORE_DEADLINE, datetime.date(2026, 11, 30), 12).name)
    ('before_deadline', 12, datetime.date(2026, 11, 30))
    """
    kind, about, day = name.split(":")
    return kind, int(about) if about else None, datetime.date.fromisoformat(day)


def occasions(
    rules: Iterable[Rule],
    calendar: Calendar,
    *,
    today: datetime.date,
    settled: Set[int] = frozenset(),
    silent_since: datetime.date | None = None,
) -> list[Occasion]:
    """
    Return what the rules remind of today, by day.

    A rule of seven days reminds from the seventh day before to the day itself: who enrols
    on the fifth is told then. `settled` steps are done or handed in. `silent_since`: the last
    sign of somebody who could go on; None for whoever waits for others.

    >>> day = datetime.date
    >>> ahead = Calendar(deadlines=(Event(5, day(2026, 11, 30), step=5),))
    >>> week = [Rule(1, BEFORE_DEADLINE, 7)]
    >>> [one.name for one in occasions(week, ahead, today=day(2026, 11, 23))]
    ['before_deadline:5:2026-11-30']
    >>> occasions(week, ahead, today=day(2026, 11, 22))
    []
    >>> occasions(week, ahead, today=day(2026, 12, 1))
    []
    >>> occasions(week, ahead, today=day(2026, 11, 23), settled={5})
    []
    """
    found = [
        occasion for rule in rules for occasion in _of(rule, calendar, today, settled, silent_since)
    ]
    return sorted(found, key=lambda one: (one.day, one.kind, one.about or 0, one.rule))


def _of(
    rule: Rule,
    calendar: Calendar,
    today: datetime.date,
    settled: Set[int],
    silent_since: datetime.date | None,
) -> Iterator[Occasion]:
    if rule.kind == AFTER_SILENCE:
        if silent_since is not None and (today - silent_since).days >= rule.days:
            yield Occasion(rule.key, rule.kind, silent_since)
        return
    ahead: tuple[Event, ...] = ()
    if rule.kind == BEFORE_DEADLINE:
        ahead = calendar.deadlines
    elif rule.kind == BEFORE_WEBINAR:
        ahead = calendar.webinars
    elif calendar.ends_on is not None:
        ahead = (Event(0, calendar.ends_on),)
    for event in ahead:
        if event.step not in settled and 0 <= (event.day - today).days <= rule.days:
            yield Occasion(rule.key, rule.kind, event.day, event.key or None)
