"""Times and numbers of an attempt, as a learner reads them."""

import datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext

from home.moments import clock_time, moment_in_words
from home.words import day_in_words
from quizzes.attempts.refusals import StartRefusal

# A second sentence, after the reason.
SAID_OF_THE_MOMENT = {
    StartRefusal.RUN_NOT_BEGUN: _lazy("It begins %(moment)s."),
    StartRefusal.RUN_OVER: _lazy("Its last day was %(moment)s."),
    StartRefusal.NOT_OPEN_YET: _lazy("It opens %(moment)s."),
    StartRefusal.LAST_START_PASSED: _lazy("It was %(moment)s."),
    StartRefusal.CLOSED: _lazy("It closed %(moment)s."),
    StartRefusal.WAIT: _lazy("You can try again from %(moment)s."),
    StartRefusal.CANNOT_WAIT: _lazy("The pause lasts until %(moment)s."),
}


def refusal_in_words(
    reason: StartRefusal | None, at: datetime.datetime | datetime.date | None = None
) -> str:
    """Say why no attempt starts, and the moment or day that this is about; "" where one may."""
    if reason is None:
        return ""
    if at is None or reason not in SAID_OF_THE_MOMENT:
        return str(reason.label)
    moment = moment_in_words(at) if isinstance(at, datetime.datetime) else day_in_words(at)
    return f"{reason.label} {SAID_OF_THE_MOMENT[reason] % {'moment': moment}}"


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
