"""What waits to be assessed, by run and step, the oldest first."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Min, Q

from accounts.models import User
from courses.activities.assessing import assessable_by
from courses.activities.desks import NAME_OF_PART
from courses.activities.submissions import Submission, SubmissionQuerySet
from courses.activities.terms import Part
from courses.catalogue.models import CourseStep
from courses.catalogue.runs import CourseRun

WAITING = Q(state=Submission.State.SUBMITTED, erased_at__isnull=True)


@dataclass(frozen=True)
class Pile:
    """What was handed in for one part of a step on one run."""

    run: CourseRun
    step: CourseStep
    part: str
    waiting: int
    oldest: datetime.datetime | None
    in_all: int

    @property
    def part_name(self) -> str:
        """The part in addresses."""
        return NAME_OF_PART[Part(self.part)]

    @property
    def part_label(self) -> str:
        """The part of a webinar in words; an assignment is one whole."""
        return str(Part(self.part).label) if self.part else ""


def count_waiting(user: User) -> int:
    """How many submissions wait for this person."""
    return assessable_by(user).filter(WAITING).count()


def piles(user: User, run: CourseRun | None = None) -> list[Pile]:
    """
    Return what was handed in, by run and step in the course's order; three queries.

    Of all runs: only steps at which something waits. Of one run: every step.
    """
    found = assessable_by(user)
    if run is not None:
        found = found.filter(enrolment__run=run)
    counted = (
        found.order_by()
        .values("enrolment__run", "step", "part")
        .annotate(
            waiting=Count("pk", filter=WAITING),
            oldest=Min("submitted_at", filter=WAITING),
            in_all=Count("pk"),
        )
    )
    rows = list(counted.filter(waiting__gt=0) if run is None else counted)
    steps = CourseStep.objects.in_bulk({row["step"] for row in rows})
    runs = _runs((row["enrolment__run"] for row in rows), run)
    made = [
        Pile(
            run=runs[row["enrolment__run"]],
            step=steps[row["step"]],
            part=row["part"],
            waiting=row["waiting"],
            oldest=row["oldest"],
            in_all=row["in_all"],
        )
        for row in rows
    ]
    order = list(NAME_OF_PART)
    return sorted(made, key=lambda p: (p.run.code, p.step.position, order.index(Part(p.part))))


def _runs(ids: Iterable[int], known: CourseRun | None) -> dict[int, CourseRun]:
    if known is not None:
        return {known.pk: known}
    return CourseRun.objects.select_related("course").in_bulk(set(ids))


def of_pile(user: User, run: CourseRun, step_id: int, part: str) -> SubmissionQuerySet:
    """What one pile holds: what waits first, the oldest before the others."""
    found = assessable_by(user).filter(enrolment__run=run, step=step_id, part=part)
    return (
        found.select_related("enrolment__learner", "step")
        .annotate(is_done=~WAITING)
        .order_by("is_done", "submitted_at", "pk")
    )


def next_waiting(
    user: User, run: CourseRun, *, after: Submission | None = None
) -> Submission | None:
    """
    Return what to assess next on a run: of the same step first, the oldest first.

    What was passed over comes again after the last one.
    """
    waiting = assessable_by(user).filter(WAITING, enrolment__run=run).select_related("step")
    if after is None:
        return waiting.order_by("step__position", "part", "submitted_at", "pk").first()
    others = waiting.exclude(pk=after.pk)
    same = others.filter(step=after.step_id, part=after.part).order_by("submitted_at", "pk")
    later = same.filter(
        Q(submitted_at__gt=after.submitted_at) | Q(submitted_at=after.submitted_at, pk__gt=after.pk)
    )
    return (
        later.first()
        or same.first()
        or others.order_by("step__position", "part", "submitted_at", "pk").first()
    )
