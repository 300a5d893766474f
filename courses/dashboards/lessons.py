"""
Which lessons take longer than said, and where readers leave: for those who write them.

Editors know nobody's progress, so both are told coarsely: of five people at least, people in
steps of five, minutes as medians.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise
from statistics import median
from typing import Any

from django.db.models import Count, F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.catalogue.models import CourseStep
from courses.dashboards.answers import Answer, Picture, Row
from courses.enrolling.models import Enrolment
from courses.progress.models import StepProgress
from courses.training.figures import FEW, coarse
from courses.training.tables import range_in_words
from home import charts

# So many of the newest deeds are looked at: pages change, and so does how long they take.
NEWEST = 5000
# Whoever comes back after this has done something else between.
SITTING = datetime.timedelta(minutes=90)
# Not seen for so long: left.
AWAY = datetime.timedelta(days=14)
# Minutes said are rounded; less than half more is no news.
LONGER = 1.5
MOST = 8


def ask_long() -> Answer:
    """Answer which take longer than said; two queries."""
    deeds = StepProgress.objects.filter(completed_at__isnull=False).order_by("-pk")
    rows = deeds.values_list("enrolment_id", "step_id", "completed_at", "enrolment__learner")
    taken = minutes_taken(rows[:NEWEST])
    steps = CourseStep.objects.filter(
        pk__in=taken, kind=CourseStep.Kind.LESSON, minutes__gt=0, retired_at__isnull=True
    )
    found = [
        (step, round(taken[step.pk]))
        for step in steps.select_related("course")
        if taken[step.pk] >= LONGER * step.minutes
    ]
    found.sort(key=lambda row: (row[0].minutes - row[1], row[0].pk))
    if not found:
        return Answer(_("None that can be told: in no lesson is the median half more than said."))
    worst, minutes = found[0]
    keys = [_("Minutes said"), _("Minutes over")]
    said = _(
        "%(count)s lessons. The most over is “%(lesson)s”: said %(said)s min, takes %(taken)s min."
    )
    return Answer(
        said
        % {"count": len(found), "lesson": worst.title, "said": worst.minutes, "taken": minutes},
        [
            Picture(
                name=_("Lessons that take longer than said"),
                said=_(
                    "Reckoned from the step before in the same sitting: the median of five people "
                    "or more."
                ),
                headings=[_("Lesson"), _("Course"), _("Minutes said"), _("Minutes taken")],
                rows=[
                    Row(step.title, [str(step.course), step.minutes, minutes])
                    for step, minutes in found
                ],
                drawn=charts.strips(
                    [
                        (step.title, [step.minutes, minutes - step.minutes], f"{minutes} min")
                        for step, minutes in found[:MOST]
                    ],
                    keys,
                ),
            )
        ],
    )


def minutes_taken(
    rows: Iterable[tuple[int, int, datetime.datetime, Any]], few: int = FEW
) -> dict[int, float]:
    """
    Return the median minutes of each step, by (enrolment, step, when done, person).

    A step is taken to have begun when the step before was done in the same sitting; the first
    of a sitting tells nothing. Of fewer than five people nothing is told.

    >>> nine = datetime.datetime(2026, 11, 23, 9)
    >>> later = [nine + datetime.timedelta(minutes=number) for number in (0, 12, 400)]
    >>> minutes_taken([(1, step, at, 1) for step, at in zip("abc", later)], few=1)
    {'b': 12.0}
    """
    by_enrolment: dict[int, list[tuple[datetime.datetime, int, Any]]] = defaultdict(list)
    for enrolment, step, at, person in rows:
        by_enrolment[enrolment].append((at, step, person))
    gaps: dict[int, list[float]] = defaultdict(list)
    people: dict[int, set[Any]] = defaultdict(set)
    for deeds in by_enrolment.values():
        deeds.sort(key=lambda deed: deed[0])
        for (before, *_rest), (at, step, person) in pairwise(deeds):
            if datetime.timedelta(0) < at - before <= SITTING:
                gaps[step].append((at - before).total_seconds() / 60)
                people[step].add(person)
    return {step: median(some) for step, some in gaps.items() if len(people[step]) >= few}


def ask_left() -> Answer:
    """Answer where readers were last, who have not come back for two weeks; two queries."""
    left = Enrolment.objects.filter(
        withdrawn_at__isnull=True,
        completed_at__isnull=True,
        last_seen_at__lt=timezone.now() - AWAY,
        last_step__kind=CourseStep.Kind.LESSON,
        last_step__retired_at__isnull=True,
    ).exclude(Q(run__ends_on__lt=timezone.localdate()) | Q(run__archived_at__isnull=False))
    counts = dict(
        left.order_by()
        .values_list("last_step")
        .annotate(people=Count("learner", distinct=True))
        .filter(people__gte=FEW)
        .order_by(F("people").desc(), "last_step")
    )
    if not counts:
        return Answer(_("None that can be told: at no lesson have five people or more stopped."))
    steps = CourseStep.objects.select_related("course").in_bulk(list(counts))
    rows = [(steps[pk], coarse(people)) for pk, people in counts.items()]
    longest = rows[0][1].least + rows[0][1].most
    worst, people = rows[0]
    return Answer(
        _("Most at “%(lesson)s”: %(people)s people have not come back for two weeks.")
        % {"lesson": worst.title, "people": range_in_words(people)},
        [
            Picture(
                name=_("Lessons that readers were at last"),
                said=_(
                    "People not seen for two weeks, in steps of five, by the lesson they were at."
                ),
                headings=[_("Lesson"), _("Course"), _("People")],
                rows=[
                    Row(step.title, [str(step.course), range_in_words(some)]) for step, some in rows
                ],
                drawn=charts.bars(
                    [
                        (step.title, (some.least + some.most) / longest, range_in_words(some), True)
                        for step, some in rows[:MOST]
                    ]
                ),
            )
        ],
    )
