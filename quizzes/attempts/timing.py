"""
Time in an attempt. Only the server's clock counts.

Pure: every function is told what time it is.
"""

import datetime
from enum import StrEnum

# What is sent in time may arrive late; slow networks must not cost an answer.
SUBMISSION_GRACE = datetime.timedelta(seconds=60)


def later(moment: datetime.datetime, wait: datetime.timedelta) -> datetime.datetime:
    """
    Return the moment after a wait; the moment itself where the calendar ends before.

    >>> str(later(datetime.datetime(9999, 12, 31, 23, 59), datetime.timedelta(minutes=1)))
    '9999-12-31 23:59:00'
    """
    try:
        return moment + wait
    except OverflowError:
        return moment


def deadline(
    started_at: datetime.datetime,
    limit_minutes: int | None,
    closes_at: datetime.datetime | None,
) -> datetime.datetime | None:
    """
    Return when an attempt ends: its time limit or the hard close, whichever is first.

    >>> start = datetime.datetime(2026, 11, 22, 14, 0)
    >>> str(deadline(start, 60, datetime.datetime(2026, 11, 22, 14, 45)))
    '2026-11-22 14:45:00'
    >>> str(deadline(start, 60, None)), deadline(start, None, None)
    ('2026-11-22 15:00:00', None)
    """
    ends = [closes_at] if closes_at else []
    if limit_minutes:
        ends.append(later(started_at, datetime.timedelta(minutes=limit_minutes)))
    return min(ends, default=None)


def is_time_up(now: datetime.datetime, deadline: datetime.datetime | None) -> bool:
    """Whether the deadline has passed; the moment itself is still in time."""
    return deadline is not None and now > deadline


def is_overdue(now: datetime.datetime, deadline: datetime.datetime | None) -> bool:
    """
    Whether the grace has passed too: nothing more is stored, and the attempt is closed.

    >>> end = datetime.datetime(2026, 11, 22, 15, 0)
    >>> [is_overdue(end + datetime.timedelta(seconds=late), end) for late in (0, 60, 61)]
    [False, False, True]
    """
    return deadline is not None and now > later(deadline, SUBMISSION_GRACE)


class Ending(StrEnum):
    """What time does to an attempt that was not submitted."""

    SUBMIT = "submit"
    # It may still be submitted, not changed.
    OVERDUE = "overdue"
    ABANDON = "abandon"


def what_time_does(
    now: datetime.datetime,
    deadline: datetime.datetime | None,
    when_time_is_up: str,
    grace: datetime.timedelta,
) -> Ending | None:
    """
    Return what has become of an open attempt by now; None while it can be answered.

    `when_time_is_up` is submit, grace or abandon; the grace is counted from the deadline.

    >>> end = datetime.datetime(2026, 11, 22, 15, 0)
    >>> hour = datetime.timedelta(hours=1)
    >>> def after(minutes, rule):
    ...     return what_time_does(end + datetime.timedelta(minutes=minutes), end, rule, hour)
    >>> after(1, "submit"), after(2, "submit").value, after(2, "abandon").value
    (None, 'submit', 'abandon')
    >>> after(1, "grace"), after(60, "grace").value, after(61, "grace").value
    (None, 'overdue', 'abandon')
    """
    if deadline is None or not is_overdue(now, deadline):
        return None
    if when_time_is_up == "grace" and now <= later(deadline, grace):
        return Ending.OVERDUE
    return Ending.SUBMIT if when_time_is_up == "submit" else Ending.ABANDON
