"""Days that somebody who studies may have been born on."""

import datetime

EARLIEST_BIRTH = datetime.date(1900, 1, 1)
# The year typed by habit is the commonest slip; the trainings are for people at work.
YOUNGEST = 14


def can_be_born_on(day: datetime.date, today: datetime.date) -> bool:
    """
    Return whether a living person of 14 years or more may have been born on this day.

    >>> today = datetime.date(2026, 2, 28)
    >>> can_be_born_on(datetime.date(2012, 2, 28), today)
    True
    >>> can_be_born_on(datetime.date(2012, 2, 29), today)
    False
    >>> can_be_born_on(datetime.date(1899, 12, 31), today)
    False
    """
    youngest = (today.year - YOUNGEST, today.month, today.day)
    return day >= EARLIEST_BIRTH and (day.year, day.month, day.day) <= youngest
