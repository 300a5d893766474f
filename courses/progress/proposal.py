"""Rules of a course as an editor proposes them: compared with today's, then written, or not."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from django.db import transaction
from django.db.models import F
from wagtail.log_actions import log

from accounts.models import User
from courses import rules
from courses.catalogue.models import Course
from courses.catalogue.requirements import StepGroup, StepRule
from courses.progress.judging import ChoiceWords, CourseRules
from courses.progress.rejudging import rejudge_later


@dataclass(frozen=True)
class Asked:
    """What a step is to ask for beyond being done."""

    minimum: Decimal | None = None
    after: int | None = None
    weight: Decimal = Decimal(0)


@dataclass(frozen=True)
class ProposedChoice:
    """A choice; `pk` is None where it is new."""

    pk: int | None
    names: Mapping[str, str]
    needed: int
    steps: tuple[int, ...]


@dataclass(frozen=True)
class Proposal:
    """All that one form decides: order, steps by id, choices in order."""

    sequential: bool = False
    steps: Mapping[int, Asked] = field(default_factory=dict)
    choices: tuple[ProposedChoice, ...] = ()
    curriculum_version: str = ""

    def applied_to(self, today: CourseRules) -> CourseRules:
        """The course's rules as they would be; nothing is written."""
        steps = tuple(self._step(step) for step in today.rules.steps)
        keys = [choice.pk or -number for number, choice in enumerate(self.choices, start=1)]
        return CourseRules(
            rules=rules.Rules(
                steps=steps,
                choices=tuple(
                    rules.Choice(key, choice.needed, frozenset(choice.steps))
                    for key, choice in zip(keys, self.choices, strict=True)
                ),
                sequential=self.sequential,
                graded=today.rules.graded,
            ),
            steps=today.steps,
            choices={
                key: ChoiceWords(choice.names, choice.steps)
                for key, choice in zip(keys, self.choices, strict=True)
            },
        )

    def _step(self, step: rules.Step) -> rules.Step:
        asked = self.steps.get(int(str(step.key)), Asked())
        return replace(step, minimum=asked.minimum, after=asked.after, weight=asked.weight)

    def digest(self, outline_version: int) -> str:
        """A mark of this proposal to the course as it is now: what was shown is what is saved."""
        said = repr((self, outline_version))
        return hashlib.sha256(said.encode()).hexdigest()


def proposal_of(course: Course, found: CourseRules) -> Proposal:
    """Today's rules, as a proposal that changes nothing."""
    return Proposal(
        sequential=course.sequential,
        steps={
            int(str(step.key)): Asked(step.minimum, step.after, step.weight)  # type: ignore[arg-type]
            for step in found.rules.steps
        },
        choices=tuple(
            ProposedChoice(
                key,
                found.choices[key].names,
                next(one.needed for one in found.rules.choices if one.key == key),
                found.choices[key].steps,
            )
            for key in found.choices
        ),
        curriculum_version=course.curriculum_version,
    )


@transaction.atomic
def save_rules(*, course: Course, proposal: Proposal, by: User) -> None:
    """
    Write the rules. Who has completed stays completed; who meets them now completes by a task.
    """
    course = Course.objects.select_for_update().get(pk=course.pk)
    _write_steps(proposal)
    _write_choices(course, proposal)
    course.sequential = proposal.sequential
    course.curriculum_version = proposal.curriculum_version or course.curriculum_version
    course.save(update_fields=["sequential", "curriculum_version"])
    Course.objects.filter(pk=course.pk).update(outline_version=F("outline_version") + 1)
    log(instance=course, action="wagtail.edit", user=by)
    rejudge_later(course)


def _write_steps(proposal: Proposal) -> None:
    asking = {key: asked for key, asked in proposal.steps.items() if asked != Asked()}
    StepRule.objects.filter(step__in=set(proposal.steps) - set(asking)).delete()
    StepRule.objects.bulk_create(
        [
            StepRule(
                step_id=key,
                minimum_percent=asked.minimum,
                after_id=asked.after,
                grade_weight=asked.weight,
            )
            for key, asked in asking.items()
        ],
        update_conflicts=True,
        unique_fields=["step"],
        update_fields=["minimum_percent", "after", "grade_weight"],
    )


def _write_choices(course: Course, proposal: Proposal) -> None:
    kept = [choice.pk for choice in proposal.choices if choice.pk]
    course.step_groups.exclude(pk__in=kept).delete()
    for position, choice in enumerate(proposal.choices):
        group = course.step_groups.get(pk=choice.pk) if choice.pk else StepGroup(course=course)
        group.names, group.needed, group.position = dict(choice.names), choice.needed, position
        group.save()
        group.steps.set(choice.steps)
