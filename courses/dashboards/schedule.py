"""Who is on schedule: the people of each run by how they stand, and how far they are."""

from collections import Counter, defaultdict
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.activities.webinars import WebinarSession
from courses.catalogue.requirements import StepDate
from courses.catalogue.runs import CourseRun
from courses.dashboards.answers import Answer, Picture, Row, Taught, name_of
from courses.dashboards.waiting import waiting_on
from courses.enrolling.models import Enrolment
from courses.progress.models import StepProgress
from home import charts

COMPLETED, ON_SCHEDULE, LATE, NOT_BEGUN = range(4)
TENTHS = 10


def ask(taught: Taught) -> Answer:
    """Answer for each run with people enough."""
    if not taught.told:
        return Answer(_("There are no runs with five people or more to draw."))
    states, tenths = _standing(taught)
    whole = Counter(
        {state: sum(states[run.pk][state] for run in taught.told) for state in range(4)}
    )
    said = _(
        "Completed: %(completed)s. On schedule: %(going)s. Late: %(late)s. Not begun: %(not)s."
    )
    return Answer(
        said
        % {
            "completed": whole[COMPLETED],
            "going": whole[ON_SCHEDULE],
            "late": whole[LATE],
            "not": whole[NOT_BEGUN],
        },
        [_strips(taught, states), *(_columns(taught, run, tenths) for run in taught.told)],
    )


def _standing(taught: Taught) -> tuple[dict[int, Counter[int]], dict[int, Counter[int]]]:
    """Count the people of each run by state, and by tenths of the course; six queries or so."""
    undone = _undone_by(taught)
    states: dict[int, Counter[int]] = defaultdict(Counter)
    tenths: dict[int, Counter[int]] = defaultdict(Counter)
    rows = Enrolment.objects.filter(
        run__in=[run.pk for run in taught.told], withdrawn_at__isnull=True
    ).values_list("pk", "run", "completed_at", "percent_reached", "last_seen_at")
    for pk, run, completed_at, reached, seen in rows:
        tenths[run][min(reached * TENTHS // 100, TENTHS - 1)] += 1
        if completed_at:
            state = COMPLETED
        elif undone(run, pk):
            state = LATE
        else:
            state = ON_SCHEDULE if reached or seen else NOT_BEGUN
        states[run][state] += 1
    return states, tenths


def _undone_by(taught: Taught) -> Any:
    """
    Return whether an enrolment has a step undone whose due day has passed.

    As in the room of participants: what was handed in waits for others, and so does a webinar
    that is still to come.
    """
    dates = StepDate.objects.filter(
        run__in=taught.ids, due_on__lt=taught.today, step__retired_at__isnull=True
    )
    due: dict[int, set[int]] = defaultdict(set)
    for run, step in dates.values_list("run", "step"):
        due[run].add(step)
    to_come = WebinarSession.objects.filter(
        run__in=taught.ids, cancelled_at__isnull=True, ends_at__gt=timezone.now()
    )
    for run, step in to_come.values_list("run", "step"):
        due[run].discard(step)
    places = reduce(
        or_, (Q(enrolment__run=run, step__in=steps) for run, steps in due.items()), Q(pk__in=())
    )
    finished = StepProgress.objects.filter(places, completed_at__isnull=False).order_by()
    done = Counter(dict(finished.values_list("enrolment").annotate(count=Count("pk"))))
    waits: dict[int, set[int]] = defaultdict(set)
    this = {"enrolment": OuterRef("enrolment"), "step": OuterRef("step")}
    is_done = Exists(StepProgress.objects.filter(**this, completed_at__isnull=False))
    for rows in waiting_on(taught.ids):
        for enrolment, step in rows.exclude(is_done).values_list("enrolment", "step"):
            waits[enrolment].add(step)

    def is_late(run: int, enrolment: int) -> bool:
        return len(due[run]) > done[enrolment] + len(due[run] & waits[enrolment])

    return is_late


def _strips(taught: Taught, states: dict[int, Counter[int]]) -> Picture:
    keys = [_("Completed"), _("On schedule"), _("Late"), _("Not begun")]
    rows = [(run, [states[run.pk][state] for state in range(4)]) for run in taught.told]
    return Picture(
        name=_("People by how they stand"),
        said=_("A strip for each run; its parts are the shares of its people."),
        headings=[_("Course run"), *keys, _("In all")],
        rows=[
            Row(name_of(run), [*counts, sum(counts)], reverse("run:participants", args=[run.pk]))
            for run, counts in rows
        ],
        drawn=charts.strips(
            [(name_of(run), counts, str(sum(counts))) for run, counts in rows],
            keys,
            each_whole=True,
        ),
    )


def _columns(taught: Taught, run: CourseRun, tenths: dict[int, Counter[int]]) -> Picture:
    counts = [tenths[run.pk][tenth] for tenth in range(TENTHS)]
    passed = _time_passed(taught, run)
    said = _("How far people are, in tenths of the course.")
    if passed is not None:
        said += " " + _("%(percent)s %% of the time has passed: the dashed line.") % {
            "percent": round(100 * passed)
        }
    return Picture(
        name=name_of(run),
        said=said,
        headings=[_("Per cent done"), _("People")],
        rows=[
            Row(f"{tenth * TENTHS}–{tenth * TENTHS + TENTHS}", [count])
            for tenth, count in enumerate(counts)
        ],
        drawn=charts.histogram(counts, [str(tenth * TENTHS) for tenth in range(TENTHS)], passed),
        href=reverse("run:participants", args=[run.pk]),
    )


def _time_passed(taught: Taught, run: CourseRun) -> float | None:
    """Return the share of the run's days that has passed; None where it has not both ends."""
    if run.starts_on is None or run.ends_on is None:
        return None
    days = (run.ends_on - run.starts_on).days + 1
    return min(max((taught.today - run.starts_on).days / days, 0.0), 1.0)
