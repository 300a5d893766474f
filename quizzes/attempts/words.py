"""Times and numbers of an attempt, as a learner reads them."""

import datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

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


def saved_in_words(moment: datetime.datetime, now: datetime.datetime) -> str:
    """Write a receipt; the day only where it is not today."""
    if timezone.localdate(moment) == timezone.localdate(now):
        return _("Saved %(time)s") % {"time": clock_time(moment)}
    return _("Saved %(moment)s") % {"moment": moment_in_words(moment)}


def number(value: Decimal) -> str:
    """Write a number with the language's comma, at most two decimals, none that say nothing."""
    rounded = f"{value:.2f}".rstrip("0").rstrip(".")
    return number_format(rounded)


def percent(value: Decimal | int) -> str:
    """Write a percent with a space before the sign."""
    return _("%(number)s %%") % {"number": number(Decimal(value))}


def duration(seconds: int) -> str:
    """Write how long is left: whole minutes, rounded up, seconds in the last one."""
    if seconds <= 60:
        return ngettext("%(count)s second", "%(count)s seconds", seconds) % {"count": seconds}
    minutes = -(-seconds // 60)
    return ngettext("%(count)s minute", "%(count)s minutes", minutes) % {"count": minutes}
