"""The participants of runs as staff follow them: where each one is, who stands still."""

import datetime
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Max, Q
from django.utils import timezone

from courses import rules
from courses.activities.submissions import Submission
from courses.activities.webinars import WebinarSession
from courses.catalogue.models import CourseStep
from courses.enrolling.models import Enrolment
from courses.following.standstill import USUAL_DAYS, Standstill, Trace, standstill
from courses.following.tries import Trying, tries
from courses.progress.studies import Study, studies

# Å, ä and ö come after z, in this order.
FINNISH_ORDER = str.maketrans({"å": "{", "ä": "|", "ö": "}"})


@dataclass(frozen=True)
class Around:
    """
    What participants wait for, whatever they do themselves.

    `trying` and `handed_in` are by enrolment and step, `webinars_to_come` by run and step.
    """

    today: datetime.date
    days: int = USUAL_DAYS
    trying: Mapping[tuple[int, int], Trying] = field(default_factory=dict)
    handed_in: frozenset[tuple[int, int]] = frozenset()
    webinars_to_come: frozenset[tuple[int, int]] = frozenset()


@dataclass(frozen=True)
class Participant:
    """One enrolment of a run, with all that the matrix tells of it."""

    study: Study
    around: Around

    @property
    def enrolment(self) -> Enrolment:
        """The enrolment itself."""
        return self.study.enrolment

    @cached_property
    def name(self) -> str:
        """The name as lists have it: surname first; the address where no name was told."""
        return self.enrolment.seen.listed_name

    @cached_property
    def sort_name(self) -> str:
        """The name in the order of the Finnish alphabet."""
        return self.name.casefold().translate(FINNISH_ORDER)

    @property
    def percent(self) -> int:
        """How far along they are."""
        return self.study.standing.percent

    @cached_property
    def last_seen(self) -> datetime.datetime | None:
        """When they last opened or did anything; None when they never have."""
        moments = [self.enrolment.last_seen_at, getattr(self.enrolment, "last_done_at", None)]
        return max((moment for moment in moments if moment), default=None)

    @cached_property
    def asked_for(self) -> list[int]:
        """The steps to do that the course asks for; all where it asks for none."""
        whole = self.study.course_rules.rules
        if not whole.asks_for_something:
            return [pk for pk in self.study.by_id if pk not in self.study.done]
        asked = {step.key for step in whole.steps if step.is_asked_for}
        asked.update(*(choice.steps for choice in whole.choices))
        return [pk for pk in self.study.by_id if pk in asked and pk not in self.study.done]

    def has_handed_in(self, step_id: int) -> bool:
        """Whether a step waits for an assessment."""
        place = (self.enrolment.pk, step_id)
        return place in self.around.handed_in or self.around.trying.get(place) == Trying.WAITS

    def waits_at(self, step_id: int) -> bool:
        """Whether a step waits for somebody else: an assessment, or the webinar itself."""
        coming = (self.enrolment.run_id, step_id) in self.around.webinars_to_come
        return coming or self.has_handed_in(step_id)

    @property
    def can_go_on(self) -> bool:
        """
        Whether something is open to them; lessons that nobody asks for count too.

        Not once all that is asked for has been handed in: then it is others' turn.
        """
        if self.asked_for and all(self.has_handed_in(step) for step in self.asked_for):
            return False
        closed, done = self.study.standing.closed, self.study.done
        return any(
            step not in done and step not in closed and not self.waits_at(step)
            for step in self.study.by_id
        )

    @cached_property
    def trace(self) -> Trace:
        """What the rule of standing still looks at."""
        enrolment, run = self.enrolment, self.enrolment.run
        began = timezone.localdate(enrolment.enrolled_at)
        return Trace(
            can_go_on=self.can_go_on,
            began_on=max(began, run.starts_on) if run.starts_on else began,
            last_seen_on=_day(enrolment.last_seen_at),
            last_done_on=_day(getattr(enrolment, "last_done_at", None)),
            fails=any(
                self.around.trying.get((enrolment.pk, step)) == Trying.FAILS
                for step in self.asked_for
            ),
        )

    @cached_property
    def standstill(self) -> Standstill | None:
        """Stuck or silent; never who has finished or left, nor while the run is not on."""
        run, today = self.enrolment.run, self.around.today
        if not self.enrolment.is_active or run.begins_after(today) or run.ended_before(today):
            return None
        return standstill(self.trace, today=today, days=self.around.days)

    @cached_property
    def late(self) -> frozenset[int]:
        """The steps that should have been done by now, of those who still study."""
        if not self.enrolment.is_active:
            return frozenset()
        return frozenset(
            key
            for key, days in self.study.days.items()
            if key in self.study.by_id
            and key not in self.study.done
            and not self.waits_at(key)
            and rules.is_late(days, done=False, today=self.around.today)
        )

    @cached_property
    def next_step(self) -> CourseStep | None:
        """The step to go on with, of those who still study."""
        return self.study.here if self.enrolment.is_active else None


def _day(moment: datetime.datetime | None) -> datetime.date | None:
    return timezone.localdate(moment) if moment else None


def enrolments_of(run_ids: Collection[int]) -> Any:
    """Every enrolment on these runs, with what the matrix tells of it; one query."""
    return (
        Enrolment.objects.filter(run__in=run_ids)
        .select_related("learner", "run__course")
        .annotate(
            last_done_at=Max(
                "step_progress__completed_at",
                filter=Q(step_progress__completed_at__isnull=False),
            )
        )
    )


def participants(enrolments: Iterable[Enrolment], *, days: int = USUAL_DAYS) -> list[Participant]:
    """Return how each enrolment stands, in the order given; as many queries for any number."""
    enrolments = list(enrolments)
    run_ids = {enrolment.run_id for enrolment in enrolments}
    around = Around(
        today=timezone.localdate(),
        days=days,
        trying=tries(run_ids),
        handed_in=frozenset(
            Submission.objects.filter(
                state=Submission.State.SUBMITTED, enrolment__run__in=run_ids
            ).values_list("enrolment_id", "step_id")
        ),
        webinars_to_come=frozenset(
            (run, step)
            for run, step in WebinarSession.objects.filter(
                run__in=run_ids,
                step__isnull=False,
                cancelled_at__isnull=True,
                ends_at__gt=timezone.now(),
            ).values_list("run_id", "step_id")
        ),
    )
    return [Participant(study, around) for study in studies(enrolments)]
