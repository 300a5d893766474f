"""How learners stand on their enrolments, for many at once, from steps rather than pages."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from uuid import UUID

from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from courses import rules
from courses.catalogue.models import CourseStep
from courses.enrolling.models import Enrolment
from courses.progress import path
from courses.progress.models import StepProgress


@dataclass(frozen=True)
class Study:
    """One enrolment with its course's current steps in order, and the ids of those done."""

    enrolment: Enrolment
    steps: tuple[CourseStep, ...]
    done: frozenset[int]

    @cached_property
    def standing(self) -> rules.Standing:
        """How far along the learner is."""
        return rules.evaluate(
            [rules.Step(str(step.pk), step.required) for step in self.steps],
            {str(key) for key in self.done},
        )

    @cached_property
    def missing(self) -> list[CourseStep]:
        """What must still be done before the course is completed."""
        return [step for step in self.steps if str(step.pk) in self.standing.missing]

    @cached_property
    def here(self) -> CourseStep | None:
        """The step to go on with; None when every one is done."""
        by_id = {step.pk: step for step in self.steps}
        last = self.enrolment.last_step_id
        key = rules.where_to_continue(list(by_id), last=last, done=self.done)
        return by_id[key] if key else None

    @property
    def is_begun(self) -> bool:
        """Whether the learner has opened anything."""
        return bool(self.done or self.enrolment.last_step_id)

    @cached_property
    def markers(self) -> list[dict[str, str]]:
        """The course as a path."""
        modules: list[tuple[str, list[int]]] = []
        for _key, members in groupby(self.steps, key=_module):
            steps = list(members)
            modules.append((steps[0].module_title, [step.pk for step in steps]))
        return path.markers(modules, here=self.here.pk if self.here else None, done=self.done)


def _module(step: CourseStep) -> UUID:
    return step.module_key


def studies(enrolments: Iterable[Enrolment]) -> list[Study]:
    """Return how each enrolment (with its run) stands, in the order given; two queries."""
    enrolments = list(enrolments)
    if not enrolments:
        return []
    steps: dict[int, list[CourseStep]] = defaultdict(list)
    courses = {enrolment.run.course_id for enrolment in enrolments}
    for step in CourseStep.objects.current().filter(course__in=courses):
        steps[step.course_id].append(step)
    done: dict[int, set[int]] = defaultdict(set)
    deeds = StepProgress.objects.filter(enrolment__in=enrolments, completed_at__isnull=False)
    for enrolment_id, step_id in deeds.values_list("enrolment_id", "step_id"):
        done[enrolment_id].add(step_id)
    return [
        Study(
            enrolment=enrolment,
            steps=tuple(steps[enrolment.run.course_id]),
            done=frozenset(done[enrolment.pk]),
        )
        for enrolment in enrolments
    ]


@dataclass(frozen=True)
class Learning:
    """A person's studies by course."""

    by_course: dict[int, Study]

    @property
    def latest(self) -> Study | None:
        """The active one seen last, else enrolled last; None without any."""
        active = [study for study in self.by_course.values() if study.enrolment.is_active]
        return max(active, key=lambda study: study.enrolment.touched_at, default=None)


def studies_by_course(user: User | AnonymousUser) -> dict[int, Study]:
    """Return how a person stands on each course that they take or took; three queries."""
    if not isinstance(user, User):
        return {}
    mine = Enrolment.objects.standing_ones().filter(learner=user).select_related("run__course")
    # Newest last, and an active one over a completed one, so that it is the one kept.
    in_order = sorted(mine, key=lambda enrolment: (enrolment.is_active, enrolment.enrolled_at))
    return {study.enrolment.run.course_id: study for study in studies(in_order)}
