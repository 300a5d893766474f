"""
When a mail may go out. Pure: no database, no clock.

Hours are hours of the clock on the wall, so that a night is a night whether it has seven
hours, eight or nine; moments are compared in UTC.
"""

import datetime
from dataclasses import dataclass

SATURDAY = 5


@dataclass(frozen=True)
class Hours:
    """Quiet from an hour to an hour, over midnight where the end is earlier; and at weekends."""

    begins: datetime.time | None = None
    ends: datetime.time | None = None
    weekends: bool = False


def quiet_until(hours: Hours, now: datetime.datetime) -> datetime.datetime | None:
    """
    Return when the quiet ends that `now` is in; None when it is in none.

    `now` is aware, in the time zone whose hours they are; the answer is in UTC. A weekend
    that ends in a quiet night goes on until the morning.

    >>> day = datetime.datetime(2026, 11, 23, 21, 30, tzinfo=datetime.UTC)
    >>> night = Hours(datetime.time(20), datetime.time(7))
    >>> quiet_until(night, day).isoformat()
    '2026-11-24T07:00:00+00:00'
    >>> quiet_until(night, day.replace(hour=12)) is None
    True
    """
    here, found = now, None
    # At most a night, a weekend and the night after it.
    while ends := _end_of(hours, here):
        found = ends.astimezone(datetime.UTC)
        here = found.astimezone(now.tzinfo)
    return found


def _end_of(hours: Hours, local: datetime.datetime) -> datetime.datetime | None:
    today = local.date()
    if hours.weekends and local.weekday() >= SATURDAY:
        return _at(today + datetime.timedelta(days=7 - local.weekday()), datetime.time(0), local)
    if hours.begins is None or hours.ends is None:
        return None
    clock = local.time()
    if hours.begins < hours.ends:
        return _at(today, hours.ends, local) if hours.begins <= clock < hours.ends else None
    if clock >= hours.begins:
        return _at(today + datetime.timedelta(days=1), hours.ends, local)
    return _at(today, hours.ends, local) if clock < hours.ends else None


def _at(day: datetime.date, clock: datetime.time, local: datetime.datetime) -> datetime.datetime:
    """
    Return a moment of the wall clock, never before `local`.

    In the hour that autumn repeats, the second one is meant where the first is over.
    """
    moment = datetime.datetime.combine(day, clock, tzinfo=local.tzinfo)
    if moment.astimezone(datetime.UTC) <= local.astimezone(datetime.UTC):
        moment = moment.replace(fold=1)
    return moment
