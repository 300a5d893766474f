"""Moments as people in Finland read them, in Finnish time."""

import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from home.words import day_in_words


def clock_time(moment: datetime.datetime) -> str:
    """
    Write a time of day in Finnish time, the Finnish way.

    >>> clock_time(datetime.datetime(2026, 11, 22, 8, 5, tzinfo=datetime.UTC))
    '10.05'
    """
    local = timezone.localtime(moment)
    return f"{local.hour}.{local.minute:02}"


def moment_in_words(moment: datetime.datetime) -> str:
    """Write a day and a time."""
    return _("%(day)s at %(time)s") % {
        "day": day_in_words(timezone.localdate(moment)),
        "time": clock_time(moment),
    }


def span_in_words(start: datetime.datetime, end: datetime.datetime) -> str:
    """Write from when to when; the day once where it is one day."""
    if timezone.localdate(start) == timezone.localdate(end):
        return _("%(day)s at %(start)s–%(end)s") % {
            "day": day_in_words(timezone.localdate(start)),
            "start": clock_time(start),
            "end": clock_time(end),
        }
    return f"{moment_in_words(start)} – {moment_in_words(end)}"


def duration_in_words(minutes: int) -> str:
    """
    Write how long something takes, with hard spaces.

    >>> [duration_in_words(minutes).replace("\N{NO-BREAK SPACE}", " ") for minutes in (45, 60, 150)]
    ['45 min', '1 h', '2 h 30 min']
    """
    hours, rest = divmod(minutes, 60)
    parts = [f"{hours}\N{NO-BREAK SPACE}h"] if hours else []
    if rest or not hours:
        parts.append(f"{rest}\N{NO-BREAK SPACE}min")
    return "\N{NO-BREAK SPACE}".join(parts)
