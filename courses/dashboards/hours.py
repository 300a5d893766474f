"""When people study: the steps done in the last eight weeks, by weekday and time of day."""

import datetime
from collections import defaultdict
from itertools import pairwise

from django.db.models import Count
from django.db.models.functions import ExtractHour, ExtractIsoWeekDay
from django.urls import reverse
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from courses.catalogue.runs import CourseRun
from courses.dashboards.answers import Answer, Picture, Row, Taught, name_of, percent
from courses.progress.models import StepProgress
from courses.training.figures import FEW
from home import charts

WEEKS = datetime.timedelta(weeks=8)
# Parts of the day; each ends where the next one begins.
PARTS = (0, 6, 9, 12, 15, 18, 21, 24)
WEEKEND = 5
FIRST_HOUR, LAST_HOUR = 2, 4

Week = list[list[int]]


def ask(taught: Taught) -> Answer:
    """Answer for each run where five people at least did something; two queries."""
    since = timezone.now() - WEEKS
    deeds = StepProgress.objects.filter(
        enrolment__run__in=[run.pk for run in taught.told], completed_at__gte=since
    ).order_by()
    doers = dict(
        deeds.values_list("enrolment__run").annotate(Count("enrolment__learner", distinct=True))
    )
    weeks: dict[int, Week] = defaultdict(lambda: [[0] * (len(PARTS) - 1) for _day in range(7)])
    rows = (
        deeds.annotate(day=ExtractIsoWeekDay("completed_at"), hour=ExtractHour("completed_at"))
        .values_list("enrolment__run", "day", "hour")
        .annotate(count=Count("pk"))
    )
    for run, day, hour, count in rows:
        weeks[run][day - 1][part_of(hour)] += count
    told = [run for run in taught.told if doers.get(run.pk, 0) >= FEW]
    if not told:
        return Answer(_("Too few people have studied in the last eight weeks to tell when."))
    whole = [
        [sum(weeks[run.pk][day][part] for run in told) for part in range(len(PARTS) - 1)]
        for day in range(7)
    ]
    return Answer(_in_words(whole), [_picture(run, weeks[run.pk]) for run in told])


def part_of(hour: int) -> int:
    """
    Return the part of the day that an hour lies in.

    >>> part_of(0), part_of(8), part_of(9), part_of(23)
    (0, 1, 2, 6)
    """
    return next(number for number, end in enumerate(PARTS[1:]) if hour < end)


def _in_words(week: Week) -> str:
    count, day, part = max(
        (count, -day, -part) for day, row in enumerate(week) for part, count in enumerate(row)
    )
    whole = sum(map(sum, week))
    at_work = sum(sum(row[FIRST_HOUR:LAST_HOUR]) for row in week[:WEEKEND])
    said = _(
        "Most on %(day)s at %(hours)s: %(share)s %% of the steps. "
        "Outside weekdays 9–15: %(outside)s %%."
    )
    return said % {
        "day": WEEKDAYS[-day],
        "hours": f"{PARTS[-part]}–{PARTS[-part + 1]}",
        "share": percent(count, whole),
        "outside": percent(whole - at_work, whole),
    }


def _picture(run: CourseRun, week: Week) -> Picture:
    heads = [f"{start}–{end}" for start, end in pairwise(PARTS)]
    days = [str(WEEKDAYS[day]) for day in range(7)]
    return Picture(
        name=name_of(run),
        said=_("Steps done in the last eight weeks, by weekday and hours: the more, the darker."),
        headings=[_("Weekday"), *heads],
        rows=[Row(day, row) for day, row in zip(days, week, strict=True)],
        drawn=charts.grid(week, days, heads),
        href=reverse("run:participants", args=[run.pk]),
    )
