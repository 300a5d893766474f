"""Do deeds on a past day: the demo's year is made by the functions of a person's click."""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from django.utils import timezone


@contextmanager
def on(moment: datetime.datetime) -> Iterator[None]:
    """Let Django's clock show a moment while the block runs."""
    with patch.object(timezone, "now", return_value=moment):
        yield


def days_ago(days: int, hour: int = 9, minute: int = 0) -> datetime.datetime:
    """Return a moment of working hours some days before the load, in local time."""
    day = timezone.localdate() - datetime.timedelta(days=days)
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(hour, minute)))
