"""How far numbers and days that people type may reach; beyond it, it is a slip of the hand."""

import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

A_WEEK = 7 * 24 * 60
"""In minutes."""
A_YEAR = 365 * 24 * 60
"""In minutes."""
AT_MOST_A_WEEK = _("A week (10,080 minutes) at most.")
AT_MOST_A_YEAR = _("A year (525,600 minutes) at most.")

FIRST_YEAR, LAST_YEAR = 2000, 2199


def in_our_time(day: datetime.date) -> None:
    """Refuse a day whose year is no course's; near the calendar's ends, sums overflow."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValidationError(_("Check the year."), code="year")
