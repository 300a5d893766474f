"""From rows to the pure rules: what a course asks for, what a learner has done, and when."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import F, Q
from django.utils import timezone

from courses import rules
from courses.catalogue.models import Course, CourseStep
from courses.catalogue.requirements import StepDate, StepRule
from courses.enrolling.models import Enrolment
from courses.progress.models import StepProgress

# What a lesson is done by is reading it; the others can be given a score.
GIVES_SCORE = frozenset(set(CourseStep.Kind.values) - {"lesson", "self_assessment"})


@dataclass(frozen=True)
class ChoiceWords:
    """The name of a choice by language, and its steps in order."""

    names: Mapping[str, str]
    steps: tuple[int, ...]


@dataclass(frozen=True)
class CourseRules:
    """A course's rules with the rows behind them; keys are the steps' and choices' ids."""

    rules: rules.Rules
    steps: tuple[CourseStep, ...]
    choices: Mapping[int, ChoiceWords]

    @cached_property
    def titles(self) -> dict[Hashable, str]:
        """The steps' titles by id, in the reader's language."""
        return {step.pk: step.title for step in self.steps}


def rules_of(courses: Iterable[Course]) -> dict[int, CourseRules]:
    """
    Read the rules of courses, by their ids; one query, however many there are.

    A step of two choices comes twice, and a choice's retired steps come too: a choice that
    has lost all its steps still asks for them.
    """
    by_course = {course.pk: course for course in courses}
    rows = list(
        CourseStep.objects.filter(course__in=by_course)
        .filter(Q(retired_at__isnull=True) | Q(groups__isnull=False))
        .select_related("rule")
        .annotate(
            choice_id=F("groups"),
            choice_needed=F("groups__needed"),
            choice_names=F("groups__names"),
            choice_position=F("groups__position"),
        )
        .order_by("position", "pk", "choice_position", "choice_id")
    )
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.course_id].append(row)
    return {pk: _rules(course, found[pk]) for pk, course in by_course.items()}


def _rules(course: Course, rows: list[Any]) -> CourseRules:
    steps = {row.pk: row for row in rows if row.retired_at is None}
    members: dict[int, list[int]] = defaultdict(list)
    asked: dict[int, Any] = {}
    for row in rows:
        if row.choice_id is not None:
            members[row.choice_id].append(row.pk)
            asked[row.choice_id] = row
    in_order = sorted(asked, key=lambda key: (asked[key].choice_position, key))
    return CourseRules(
        rules=rules.Rules(
            steps=tuple(_step(step) for step in steps.values()),
            choices=tuple(
                rules.Choice(key, asked[key].choice_needed, frozenset(members[key]))
                for key in in_order
            ),
            sequential=course.sequential,
            graded=course.scale == Course.Scale.ZERO_TO_FIVE,
        ),
        steps=tuple(steps.values()),
        choices={
            key: ChoiceWords(
                asked[key].choice_names, tuple(pk for pk in members[key] if pk in steps)
            )
            for key in in_order
        },
    )


def _step(step: CourseStep) -> rules.Step:
    rule: StepRule | None = getattr(step, "rule", None)
    return rules.Step(
        key=step.pk,
        required=step.required,
        minimum=rule.minimum_percent if rule else None,
        after=rule.after_id if rule else None,
        weight=rule.grade_weight if rule else rules.Step.weight,
        gives_score=step.kind in GIVES_SCORE,
        anyone_reads=step.kind == CourseStep.Kind.LESSON,
    )


def deeds_of(enrolments: Iterable[Enrolment]) -> dict[int, dict[int, rules.Deed]]:
    """Return what each enrolment has done, by its id and the step's; one query."""
    found: dict[int, dict[int, rules.Deed]] = defaultdict(dict)
    rows = StepProgress.objects.filter(enrolment__in=enrolments)
    for enrolment_id, step_id, completed_at, score, grade in rows.values_list(
        "enrolment_id", "step_id", "completed_at", "score", "grade"
    ):
        found[enrolment_id][step_id] = rules.Deed(completed_at is not None, score, grade)
    return found


def days_of(runs: Iterable[int]) -> dict[int, dict[int, rules.Days]]:
    """Return the days of each run's steps, by its id and the step's; one query."""
    found: dict[int, dict[int, rules.Days]] = defaultdict(dict)
    for run_id, step_id, opens_on, due_on in StepDate.objects.filter(run__in=runs).values_list(
        "run_id", "step_id", "opens_on", "due_on"
    ):
        found[run_id][step_id] = rules.Days(opens_on, due_on)
    return found


def judged(enrolment: Enrolment) -> rules.Standing:
    """Judge what an enrolment has done, whatever is open today; two queries."""
    course = enrolment.run.course
    return rules.evaluate(
        rules_of([course])[course.pk].rules,
        deeds_of([enrolment])[enrolment.pk],
        finished=enrolment.completed_at is not None,
    )


def standing(enrolment: Enrolment) -> rules.Standing:
    """Judge an enrolment (with its run and course) by today's rules; three queries."""
    course = enrolment.run.course
    return rules.evaluate(
        rules_of([course])[course.pk].rules,
        deeds_of([enrolment])[enrolment.pk],
        days=days_of([enrolment.run_id])[enrolment.run_id],
        today=timezone.localdate(),
        finished=enrolment.completed_at is not None,
        anyone_reads=course.access_now == Course.Access.OPEN,
    )
