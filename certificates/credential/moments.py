"""Moments as credentials write them."""

import datetime


def in_utc(moment: datetime.datetime) -> str:
    """
    Return a moment in UTC, to the second.

    >>> helsinki = datetime.timezone(datetime.timedelta(hours=2))
    >>> in_utc(datetime.datetime(2026, 11, 22, 12, 0, 5, 99, tzinfo=helsinki))
    '2026-11-22T10:00:05Z'
    """
    return moment.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
