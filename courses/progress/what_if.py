"""What would change for those who study now, if a course's rules became others."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils import timezone

from accounts.models import User
from courses import rules
from courses.catalogue.models import Course
from courses.catalogue.runs import CourseRun
from courses.enrolling.models import Enrolment
from courses.progress.judging import CourseRules, days_of, deeds_of
from courses.progress.rules_in_words import missing_words

BATCH = 500
# Names shown; the numbers are of all.
NAMED = 50


@dataclass(frozen=True)
class Changed:
    """One learner for whom something changes; named only to staff who may see the run."""

    name: str
    run: str
    completes: bool
    before: list[str]
    after: list[str]


@dataclass
class Effect:
    """How many active enrolments there are, and what would become of them."""

    active: int = 0
    completes: int = 0
    nearer: int = 0
    further: int = 0
    # Had one thing left to do, and would have more.
    no_longer_near: int = 0
    # Steps that are open and not done would close.
    closes: int = 0
    named: list[Changed] = field(default_factory=list)

    @property
    def unchanged(self) -> int:
        """For how many nothing that is missing changes."""
        return self.active - self.completes - self.nearer - self.further


def what_if(*, course: Course, today: CourseRules, then: CourseRules, asker: User) -> Effect:
    """Judge every active enrolment by both rules; nothing is written. Some at a time."""
    effect = Effect()
    seen = set(
        CourseRun.objects.visible_to(asker).filter(course=course).values_list("pk", flat=True)
    )
    for batch in _batches(course):
        deeds = deeds_of(batch)
        days = days_of({enrolment.run_id for enrolment in batch})
        for enrolment in batch:
            before, after = (
                rules.evaluate(
                    found.rules,
                    deeds[enrolment.pk],
                    days=days[enrolment.run_id],
                    today=timezone.localdate(),
                    anyone_reads=course.access_now == Course.Access.OPEN,
                )
                for found in (today, then)
            )
            changed = _count(effect, before, after)
            if changed and enrolment.run_id in seen and len(effect.named) < NAMED:
                effect.named.append(_named(enrolment, today, then, before, after))
    return effect


def _batches(course: Course) -> Iterator[list[Enrolment]]:
    last = 0
    active = Enrolment.objects.active().filter(run__course=course).select_related("learner", "run")
    while batch := list(active.filter(pk__gt=last).order_by("pk")[:BATCH]):
        yield batch
        last = batch[-1].pk


def _count(effect: Effect, before: rules.Standing, after: rules.Standing) -> bool:
    """Count one enrolment; return whether something changes for it."""
    effect.active += 1
    closes = bool(set(after.closed) - set(before.closed))
    effect.closes += closes
    if after.complete:
        effect.completes += 1
        return True
    more = len(after.missing) - len(before.missing)
    effect.nearer += more < 0
    effect.further += more > 0
    effect.no_longer_near += more > 0 and len(before.missing) <= 1
    return bool(more) or closes


def _named(
    enrolment: Enrolment,
    today: CourseRules,
    then: CourseRules,
    before: rules.Standing,
    after: rules.Standing,
) -> Changed:
    return Changed(
        name=enrolment.seen.name,
        run=enrolment.run.code,
        completes=after.complete,
        before=[str(one) for one in missing_words(today, before)],
        after=[str(one) for one in missing_words(then, after)],
    )
