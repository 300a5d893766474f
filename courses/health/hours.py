"""Whether a course's credits, its hours of work and the minutes of its steps agree."""

from collections.abc import Iterator
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from home.findings import Finding, advice

# A credit is about 27 hours of a student's work; a tenth more or less is rounding.
HOURS_IN_CREDIT = 27
TOLERANCE = Decimal("0.1")
# Reading, writing and thinking beside the pages are work as well, but not nearly all of it.
LEAST_SHARE = Decimal("0.1")


def hours_advice(credits: Decimal, hours: int, minutes: int) -> Iterator[Finding]:
    """
    Yield how the credits, the hours of work and the minutes of the steps disagree.

    >>> [one.code for one in hours_advice(Decimal(5), 135, 135 * 20)]
    []
    """
    expected = credits * HOURS_IN_CREDIT
    if abs(hours - expected) > expected * TOLERANCE:
        words = _("So many credits are about %(expected)s hours of work, not %(hours)s.")
        said = {"expected": round(expected), "hours": hours}
        yield advice("credits_and_hours", words % said, field="hours")
    taken = Decimal(minutes) / 60
    if minutes and not LEAST_SHARE * hours <= taken <= hours:
        words = ngettext(
            "The steps take %(taken)s hours; the course promises %(hours)s hour of work.",
            "The steps take %(taken)s hours; the course promises %(hours)s hours of work.",
            hours,
        )
        taken_words = number_format(taken, 1)
        yield advice(
            "minutes_and_hours", words % {"taken": taken_words, "hours": hours}, field="hours"
        )
