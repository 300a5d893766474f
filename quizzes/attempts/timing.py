"""
Time in an attempt. Only the server's clock counts.

Pure: every function is told what time it is.
"""

import datetime

# What is sent in time may arrive late; slow networks must not cost an answer.
SUBMISSION_GRACE = datetime.timedelta(seconds=60)


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
        ends.append(started_at + datetime.timedelta(minutes=limit_minutes))
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
    return deadline is not None and now > deadline + SUBMISSION_GRACE
