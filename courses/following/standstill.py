"""
Who has come to a standstill on a run: stuck, or silent.

Pure: no database, no clock. Days are counted in whole days of the calendar.
"""

import datetime
from dataclasses import dataclass
from enum import StrEnum

USUAL_DAYS = 14
# So many failed attempts at one quiz, and somebody should ask how it goes.
FAILED_TRIES = 2


class Standstill(StrEnum):
    """Why somebody does not get on: they try and do not, or have not been seen."""

    STUCK = "stuck"
    SILENT = "silent"


@dataclass(frozen=True)
class Trace:
    """
    What somebody who is still studying has left behind.

    `can_go_on`: something is open to them today; who waits for a day, a webinar or an
    assessment stands still through no doing of theirs. `began_on`: from
    when days count. `fails`: a quiz was failed again and again, or has no attempts left.
    """

    can_go_on: bool
    began_on: datetime.date
    last_seen_on: datetime.date | None = None
    last_done_on: datetime.date | None = None
    fails: bool = False

    @property
    def last_sign(self) -> datetime.date:
        """The last day on which they did or opened anything."""
        signs = (self.began_on, self.last_seen_on, self.last_done_on)
        return max(day for day in signs if day is not None)


def standstill(trace: Trace, *, today: datetime.date, days: int = USUAL_DAYS) -> Standstill | None:
    """
    Return how somebody stands still; None when they get on, or have nothing to do now.

    Silent: no sign of them for so many days. Stuck: failing a quiz, or seen meanwhile but no
    step done for so many days, so that the next one is the same as then. Nobody is both:
    who fails is stuck, whoever has not been seen is silent.

    >>> day = datetime.date
    >>> away = Trace(True, began_on=day(2026, 11, 1))
    >>> standstill(away, today=day(2026, 11, 15)).value
    'silent'
    >>> standstill(away, today=day(2026, 11, 14))
    >>> tries = Trace(True, began_on=day(2026, 11, 1), last_seen_on=day(2026, 11, 14))
    >>> standstill(tries, today=day(2026, 11, 15)).value
    'stuck'
    >>> standstill(Trace(True, began_on=day(2026, 11, 14), fails=True), today=day(2026, 11, 15))
    <Standstill.STUCK: 'stuck'>
    >>> standstill(Trace(False, began_on=day(2026, 1, 1)), today=day(2026, 11, 15))
    """
    if trace.fails:
        return Standstill.STUCK
    if not trace.can_go_on:
        return None
    if (today - trace.last_sign).days >= days:
        return Standstill.SILENT
    last_step = max(trace.began_on, trace.last_done_on or trace.began_on)
    return Standstill.STUCK if (today - last_step).days >= days else None
