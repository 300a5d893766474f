"""
A learner rates their own competence: once before, once after, on the same statements.

What they say is theirs: no grade reads it, and no list of staff shows whose it is.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import get_language

from accounts.models import User
from courses.activities.growth import Growth, compared
from courses.activities.statements import SelfRating, Statement, StatementSet
from courses.activities.terms import RatingTerms, rating_terms
from courses.activities.works import closed_because
from courses.catalogue.models import CourseStep
from courses.enrolling.models import Enrolment
from courses.progress.completing import complete_step, step_closed_because
from home.words import said_in

Moment = SelfRating.Moment


class NotOpenError(Exception):
    """Nothing is taken now, or it has been answered; `words` says why, where there is more."""


class UnansweredError(Exception):
    """Some statements have no level, or an odd one; `keys` are theirs. Nothing was changed."""

    def __init__(self, keys: list[str]) -> None:
        super().__init__(keys)
        self.keys = keys


@dataclass(frozen=True)
class Asked:
    """One statement that is asked, in every language."""

    key: str
    words: Mapping[str, str]

    @property
    def said(self) -> str:
        """Its words in the reader's language, else in Finnish."""
        return said_in(self.words, get_language(), self.key)


@dataclass(frozen=True)
class Rating:
    """One learner at one self-assessment: what is asked, and what they have said."""

    enrolment: Enrolment | None
    step: CourseStep
    terms: RatingTerms
    statement_set: StatementSet
    before: SelfRating | None = None
    after: SelfRating | None = None

    @property
    def own(self) -> SelfRating | None:
        """What was said at this moment."""
        return self.before if self.terms.moment == Moment.BEFORE else self.after

    @property
    def levels(self) -> int:
        """The levels of the scale; those of the first time hold for both."""
        first = self.before or self.after
        return first.levels if first else self.statement_set.levels

    @cached_property
    def asked(self) -> list[Asked]:
        """
        What is asked: afterwards exactly what was asked before, else what is asked today.

        Words are today's, so that a corrected spelling or a new translation shows.
        """
        statements = {str(found.pk): found for found in self.statement_set.statements.all()}
        if self.terms.moment == Moment.AFTER and self.before:
            return [
                Asked(row["id"], _words(statements.get(row["id"]), row["words"]))
                for row in self.before.statements
            ]
        return [Asked(str(found.pk), found.words) for found in self.statement_set.current()]

    @property
    def growth(self) -> Growth | None:
        """What changed; None until both are there."""
        if self.before is None or self.after is None:
            return None
        return growth_of(self.before, self.after)


def _words(statement: Statement | None, frozen: Mapping[str, str]) -> Mapping[str, str]:
    return statement.words if statement else frozen


def growth_of(before: SelfRating, after: SelfRating) -> Growth:
    """Compare two self-assessments on the same statements."""
    return compared(after.statements, before.answers, after.answers, before.levels)


def rating_of(enrolment: Enrolment | None, step: CourseStep) -> Rating | None:
    """Gather a self-assessment; None where the step names no statements. Three queries."""
    terms = rating_terms(step)
    found = StatementSet.objects.filter(pk=terms.set_id).prefetch_related("statements").first()
    if found is None:
        return None
    said: dict[str, SelfRating] = {}
    if enrolment is not None and step.pk is not None:
        mine = SelfRating.objects.filter(enrolment=enrolment, statement_set=found)
        said = {row.moment: row for row in mine}
    return Rating(enrolment, step, terms, found, said.get(Moment.BEFORE), said.get(Moment.AFTER))


@transaction.atomic
def rate(*, enrolment: Enrolment, step: CourseStep, levels: Mapping[str, str]) -> SelfRating:
    """
    Keep what a learner says of themselves, and mark the step done; said twice it is kept once.

    `levels` come as a form sends them, by statement. Raises UnansweredError with what is
    missing or odd, NotOpenError where nothing is taken; then nothing was changed.
    """
    enrolment = (
        Enrolment.objects.select_for_update(of=("self",))
        .select_related("run__course", "learner")
        .get(pk=enrolment.pk)
    )
    rating = rating_of(enrolment, step)
    if rating is None:
        raise NotOpenError
    if rating.own is not None:
        return rating.own
    if words := closed_because(enrolment, step):
        raise NotOpenError(words)
    if step_closed_because(enrolment, step):
        raise NotOpenError
    answers = {}
    for asked in rating.asked:
        typed = levels.get(asked.key, "")
        if typed in {str(level) for level in range(1, rating.levels + 1)}:
            answers[asked.key] = int(typed)
    if missing := [asked.key for asked in rating.asked if asked.key not in answers]:
        raise UnansweredError(missing)
    said = SelfRating.objects.create(
        enrolment=enrolment,
        step=step,
        statement_set=rating.statement_set,
        moment=rating.terms.moment,
        levels=rating.levels,
        answers=answers,
        statements=[{"id": asked.key, "words": dict(asked.words)} for asked in rating.asked],
        rated_at=timezone.now(),
    )
    complete_step(enrolment, step)
    return said


def pairs_of(enrolment: Enrolment) -> list[Growth]:
    """Return what changed on an enrolment, by set of statements; one query."""
    said: dict[int, dict[str, SelfRating]] = {}
    for row in SelfRating.objects.filter(enrolment=enrolment).order_by("rated_at"):
        said.setdefault(row.statement_set_id, {})[row.moment] = row
    return [
        growth_of(found[Moment.BEFORE], found[Moment.AFTER])
        for found in said.values()
        if len(found) == len(Moment)
    ]


def grown(learner: User) -> frozenset[int]:
    """Return the enrolments of a learner on which something can be compared; one query."""
    both = (
        SelfRating.objects.filter(enrolment__learner=learner)
        .values("enrolment", "statement_set")
        .annotate(times=Count("moment"))
        .filter(times=len(Moment))
    )
    return frozenset(both.values_list("enrolment", flat=True))
