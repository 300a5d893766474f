"""How learners stand on their enrolments, for many at once, from steps rather than pages."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from accounts.models import User
from courses import rules
from courses.catalogue.models import Course, CourseStep
from courses.enrolling.models import Enrolment
from courses.progress import path
from courses.progress.judging import CourseRules, days_of, deeds_of, rules_of
from courses.progress.rules_in_words import (
    DueWords,
    MissingWords,
    closure_words,
    due_words,
    missing_words,
)


@dataclass(frozen=True)
class Study:
    """
    One enrolment with its course's rules (steps in order), its deeds and its run's days.

    Deeds and days are by the steps' ids.
    """

    enrolment: Enrolment
    course_rules: CourseRules
    deeds: Mapping[int, rules.Deed]
    days: Mapping[int, rules.Days]

    @property
    def steps(self) -> tuple[CourseStep, ...]:
        """The course's current steps in order."""
        return self.course_rules.steps

    @cached_property
    def done(self) -> frozenset[int]:
        """The ids of the steps done."""
        return frozenset(key for key, deed in self.deeds.items() if deed.done)

    @cached_property
    def standing(self) -> rules.Standing:
        """
        How far along the learner is, what is missing and what is closed.

        The percent never falls when content is added or hidden (`Enrolment.percent_reached`).
        """
        now = rules.evaluate(
            self.course_rules.rules,
            self.deeds,
            days=self.days,
            today=timezone.localdate(),
            finished=self.enrolment.completed_at is not None,
            anyone_reads=self.enrolment.run.course.access_now == Course.Access.OPEN,
        )
        return rules.never_back(now, self.enrolment.percent_reached)

    @cached_property
    def by_id(self) -> dict[int, CourseStep]:
        """The steps by their ids."""
        return {step.pk: step for step in self.steps}

    @cached_property
    def missing(self) -> list[MissingWords]:
        """What is still asked for before the course is completed, in words."""
        return missing_words(self.course_rules, self.standing)

    @cached_property
    def here(self) -> CourseStep | None:
        """The step to go on with; None when every one is done or closed for now."""
        last = self.enrolment.last_step_id
        key = rules.where_to_continue(
            list(self.by_id), last=last, done=self.done, closed=self.standing.closed
        )
        return self.by_id[key] if key else None

    @cached_property
    def opens_next(self) -> str:
        """When the next closed step opens, where all that is open is done; else empty."""
        first = next((step for step in self.steps if step.pk in self.standing.closed), None)
        if self.here is not None or first is None:
            return ""
        words = closure_words(self.standing.closed[first.pk], self.course_rules.titles)
        return f"{first.title}: {words}"

    @cached_property
    def due(self) -> list[DueWords]:
        """The next steps that have a day by when they should be done, the late ones first."""
        undone = [(step.pk, step.title) for step in self.steps if step.pk not in self.done]
        return due_words(undone, self.days)

    @property
    def is_shut(self) -> bool:
        """Whether the run has not begun, so that there is nothing to do but wait."""
        one = self.enrolment
        return one.is_shut_on(timezone.localdate()) and not one.waits_for_answer

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
    """Return how each enrolment (with its run) stands, in the order given; three queries."""
    enrolments = list(enrolments)
    if not enrolments:
        return []
    found = rules_of({enrolment.run.course for enrolment in enrolments})
    deeds = deeds_of(enrolments)
    days = days_of({enrolment.run_id for enrolment in enrolments})
    return [
        Study(
            enrolment=enrolment,
            course_rules=found[enrolment.run.course_id],
            deeds=deeds[enrolment.pk],
            days=days[enrolment.run_id],
        )
        for enrolment in enrolments
    ]


def go_on_with(found: Iterable[Study]) -> Study | None:
    """
    Return the active one to go on with: seen last, else enrolled last.

    None where no run has begun; one that waits for an answer comes last. Of a programme's
    courses, its first unfinished one comes before those that nothing is done on yet. The
    enrolments are `with_place`.
    """
    able = [study for study in found if study.enrolment.is_active and not study.is_shut]
    latest = max(
        able,
        key=lambda study: (not study.enrolment.waits_for_answer, study.enrolment.touched_at),
        default=None,
    )
    if latest is None or latest.is_begun or latest.enrolment.programme_enrolment_id is None:
        return latest
    whole = latest.enrolment.programme_enrolment_id
    return min(
        (study for study in able if study.enrolment.programme_enrolment_id == whole),
        key=lambda study: study.enrolment.place or 0,
    )


@dataclass(frozen=True)
class Learning:
    """A person's studies by course."""

    by_course: dict[int, Study]

    @property
    def latest(self) -> Study | None:
        """The active one to go on with; None where there is none, or none has begun."""
        return go_on_with(self.by_course.values())


def studies_by_course(user: User | AnonymousUser) -> dict[int, Study]:
    """Return how a person stands on each course that they take or took; four queries."""
    if not isinstance(user, User):
        return {}
    mine = Enrolment.objects.standing_ones().filter(learner=user).with_place()
    mine = mine.select_related("run__course")
    # The one to study by is last, so that it is the one kept.
    today = timezone.localdate()
    in_order = sorted(mine, key=lambda one: one.precedence(today), reverse=True)
    return {study.enrolment.run.course_id: study for study in studies(in_order)}
