"""
Which rules hold for an attempt: the quiz's, with what an exception puts in their place.

Pure: rows come as anything that has the fields, or as plain data.
"""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Self

# What an exception may put in a rule's place; what it adds is said apart.
REPLACED = (
    "time_limit_minutes",
    "opens_at",
    "last_start_at",
    "closes_at",
    "attempts_allowed",
    "extra_minutes",
)
MOMENTS = ("opens_at", "last_start_at", "closes_at")


@dataclass(frozen=True)
class Rules:
    """Time and attempts as they hold for one learner now."""

    time_limit_minutes: int | None = None
    opens_at: datetime.datetime | None = None
    last_start_at: datetime.datetime | None = None
    closes_at: datetime.datetime | None = None
    # 0: as many as one likes.
    attempts_allowed: int = 0
    first_delay_minutes: int = 0
    later_delay_minutes: int = 0
    extra_minutes: int = 0

    @classmethod
    def of(cls, quiz: Any) -> Self:
        """Take a quiz's own rules; what it has no field for is as usual."""
        names = (field.name for field in fields(cls))
        return cls(**{name: getattr(quiz, name) for name in names if hasattr(quiz, name)})

    @property
    def minutes(self) -> int | None:
        """The time limit with the extra time; None: no limit, whatever the extra time."""
        if not self.time_limit_minutes:
            return None
        return self.time_limit_minutes + self.extra_minutes

    def delay_after(self, attempts: int) -> datetime.timedelta:
        """Return how long one waits after so many attempts."""
        minutes = self.first_delay_minutes if attempts == 1 else self.later_delay_minutes
        return datetime.timedelta(minutes=minutes if attempts else 0)


def effective_rules(rules: Rules, exceptions: Iterable[Mapping[str, Any]]) -> Rules:
    """
    Return the rules with exceptions in force, those that go first given first.

    Each field is that of the first exception that has one, else the quiz's. Extra time is
    added to whatever limit holds. New attempts that were granted are all added up: each of
    them was promised. Where attempts are not limited, there is nothing to add to.

    >>> own = {"extra_minutes": 15, "extra_attempts": 1}
    >>> runs = {"extra_minutes": 5, "time_limit_minutes": 60, "extra_attempts": 1}
    >>> held = effective_rules(Rules(time_limit_minutes=30, attempts_allowed=2), [own, runs])
    >>> held.minutes, held.attempts_allowed
    (75, 4)
    """
    exceptions = list(exceptions)
    changed = {}
    for name in REPLACED:
        given = (exception.get(name) for exception in exceptions)
        if (value := next((value for value in given if value is not None), None)) is not None:
            changed[name] = value
    held = replace(rules, **changed)
    granted = sum(exception.get("extra_attempts") or 0 for exception in exceptions)
    if not held.attempts_allowed:
        return held
    return replace(held, attempts_allowed=held.attempts_allowed + granted)


@dataclass(frozen=True)
class CopiedRules:
    """
    What an attempt keeps of its quiz, from its start to its end (`Attempt.rules`).

    `promised_until`: the deadline that the learner was shown before starting; no later
    exception takes time away from it. `sections`: the first position of each section; empty
    where a quiz has none. `texts`: the positions that ask nothing.
    """

    behaviour: str = "deferred"
    layout: str = "one"
    navigation: str = "free"
    when_time_is_up: str = "submit"
    grace_minutes: int = 24 * 60
    time_limit_minutes: int | None = None
    closes_at: str | None = None
    promised_until: str | None = None
    grade_max: str | None = None
    sections: tuple[int, ...] = ()
    texts: tuple[int, ...] = ()

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Self:
        """
        Read them back; what an attempt of earlier days has not is as it was then.

        >>> CopiedRules.of({"behaviour": "immediate", "unheard": 1}).behaviour
        'immediate'
        """
        known = {field.name for field in fields(cls)}
        return cls(**{name: value for name, value in kept.items() if name in known})

    @property
    def grace(self) -> datetime.timedelta:
        """How long an overdue attempt may be submitted."""
        return datetime.timedelta(minutes=self.grace_minutes)

    @property
    def is_sequential(self) -> bool:
        """Whether its questions come in order, without going back."""
        return self.navigation == "sequential"

    def limits(self) -> Rules:
        """Return the limits of time that held for everybody when the attempt started."""
        return Rules(time_limit_minutes=self.time_limit_minutes, closes_at=moment(self.closes_at))


def moment(written: str | datetime.datetime | None) -> datetime.datetime | None:
    """
    Read a moment from plain data; one without a zone is in UTC, as SQLite writes it.

    >>> str(moment("2026-11-22 12:00:00"))
    '2026-11-22 12:00:00+00:00'
    """
    if written is None or isinstance(written, datetime.datetime):
        return written
    read = datetime.datetime.fromisoformat(written)
    return read if read.tzinfo else read.replace(tzinfo=datetime.UTC)


def written(moment: datetime.datetime | None) -> str | None:
    """Write a moment as plain data."""
    return moment.isoformat() if moment else None
