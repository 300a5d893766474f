"""What the clock begins once a day or a week, when people may be written to."""

import datetime

from django.utils import timezone

from courses.following.reminding import FIRST_HOUR, LAST_HOUR
from home import outbox
from home.outbox import OutboxEntry


def begin(effect: str, period: str, now: datetime.datetime) -> int:
    """
    Begin an effect for a day or a week, unless it is begun; return how many were begun.

    Not at night. The effect gets the day on which it begins, wherever it is run later.
    """
    local = timezone.localtime(now)
    key = f"{effect}:{period}"
    if not FIRST_HOUR <= local.hour < LAST_HOUR or OutboxEntry.objects.filter(key=key).exists():
        return 0
    outbox.send(effect=effect, key=key, payload={"day": local.date().isoformat()})
    return 1


def day_of(now: datetime.datetime) -> str:
    """
    Name the day in Finland.

    >>> day_of(datetime.datetime(2026, 11, 22, 22, 30, tzinfo=datetime.UTC))
    '2026-11-23'
    """
    return timezone.localdate(now).isoformat()


def week_of(now: datetime.datetime) -> str:
    """
    Name the week in Finland.

    >>> week_of(datetime.datetime(2027, 1, 3, 22, 30, tzinfo=datetime.UTC))
    '2027-W01'
    """
    year, week, _day = timezone.localdate(now).isocalendar()
    return f"{year}-W{week:02}"
