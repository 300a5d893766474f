"""Is grading waiting: what was handed in and nobody has assessed, by its age."""

import datetime
from collections.abc import Callable, Collection
from itertools import pairwise
from typing import Any

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.activities.submissions import Submission
from courses.dashboards.answers import Answer, Picture, Row, Taught, name_of
from home import charts
from home.words import day_in_words

# Days after which work has waited longer; each age ends where the next one begins.
AGES = (3, 7, 14)

# Rows with an enrolment, a step and `submitted_at`, on these runs.
Waiting = Callable[[Collection[int]], Any]
_waiting: dict[str, Waiting] = {}


def register(name: str, waiting: Waiting) -> None:
    """Let another app say what waits to be assessed; call it in `AppConfig.ready()`."""
    _waiting[name] = waiting


def waiting_on(run_ids: Collection[int]) -> list[Any]:
    """Return what waits on these runs, as a query for each kind of work."""
    handed_in = Submission.objects.waiting().filter(enrolment__run__in=run_ids)
    return [rows.order_by() for rows in [handed_in, *(ask(run_ids) for ask in _waiting.values())]]


def ask(taught: Taught) -> Answer:
    """Answer for each run; a query for each kind of work."""
    now = timezone.now()
    bounds = [now - datetime.timedelta(days=days) for days in AGES]
    edges = [None, *bounds, None]
    counted = {
        f"age_{number}": Count("pk", filter=_between(newer, older))
        for number, (newer, older) in enumerate(pairwise(edges))
    }
    counts: dict[int, list[int]] = {}
    oldest: dict[int, datetime.datetime] = {}
    for rows in waiting_on(taught.ids):
        for row in rows.values("enrolment__run").annotate(first=Min("submitted_at"), **counted):
            run = row["enrolment__run"]
            ages = [row[name] for name in counted]
            before = counts.get(run, [0] * len(ages))
            counts[run] = [one + other for one, other in zip(before, ages, strict=True)]
            oldest[run] = min(oldest.get(run, row["first"]), row["first"])
    if not counts:
        return Answer(_("No: everything that was handed in has been assessed."))
    return Answer(_in_words(counts, min(oldest.values()), now), [_picture(taught, counts)])


def _between(newer: datetime.datetime | None, older: datetime.datetime | None) -> Q:
    found = Q()
    if newer:
        found &= Q(submitted_at__lt=newer)
    return found & Q(submitted_at__gte=older) if older else found


def _in_words(
    counts: dict[int, list[int]], oldest: datetime.datetime, now: datetime.datetime
) -> str:
    said = _(
        "Waiting: %(all)s, of them over a week: %(late)s. The oldest since %(day)s (%(days)s d)."
    )
    return said % {
        "all": sum(map(sum, counts.values())),
        "late": sum(sum(ages[2:]) for ages in counts.values()),
        "day": day_in_words(timezone.localdate(oldest)),
        "days": (now - oldest).days,
    }


def _picture(taught: Taught, counts: dict[int, list[int]]) -> Picture:
    keys = [_("under 3 days"), _("3–7 days"), _("7–14 days"), _("over 14 days")]
    runs = [run for run in taught.runs if run.pk in counts]
    return Picture(
        name=_("Work to be assessed by its age"),
        said=_("A strip for each run, as long as there is work waiting; its parts are ages."),
        headings=[_("Course run"), *keys, _("In all")],
        rows=[
            Row(
                name_of(run),
                [*counts[run.pk], sum(counts[run.pk])],
                reverse("run:submissions", args=[run.pk]),
            )
            for run in runs
        ],
        drawn=charts.strips(
            [(name_of(run), counts[run.pk], str(sum(counts[run.pk]))) for run in runs], keys
        ),
    )
