"""
When is a course completed, how far along is a learner, what is missing, what is closed, and
which grade is it?

Pure: no database, no clock. A course asks for its required steps, for so many steps of a
choice ("3 of 5"), and for minimum scores; it is completed when nothing of that is missing.
The percent counts all steps, so that reading shows as progress even where only an exam counts.
"""

import datetime
from collections.abc import Hashable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Any, TypeVar

Key = TypeVar("Key", bound=Hashable)

PASSED = "HYV"
# From the worst to the best, so that a place in it compares two results of one step.
GRADES = ("", "HYL", "0", PASSED, "1", "2", "3", "4", "5")
FAILING = ("HYL", "0")
# Where a step gives a score but no grade: the least percent of each grade above 1.
GRADE_OF_PERCENT = ((90, 5), (80, 4), (70, 3), (60, 2))


@dataclass(frozen=True)
class Step:
    """
    A step as the rules see it; `key` is any identity that the facts use too.

    `anyone_reads`: a lesson, which an open course closes to nobody.
    """

    key: Hashable
    required: bool = False
    minimum: Decimal | None = None
    after: Hashable | None = None
    weight: Decimal = Decimal(0)
    gives_score: bool = True
    anyone_reads: bool = False

    @property
    def is_asked_for(self) -> bool:
        """Whether the course cannot be completed without it."""
        return self.required or self.minimum is not None


@dataclass(frozen=True)
class Choice:
    """So many of these steps are needed; those no longer in the course count for nothing."""

    key: Hashable
    needed: int
    steps: frozenset[Hashable]


@dataclass(frozen=True)
class Rules:
    """What a course asks for: its steps in order, its choices, and whether order matters."""

    steps: tuple[Step, ...] = ()
    choices: tuple[Choice, ...] = ()
    sequential: bool = False
    graded: bool = False

    @property
    def asks_for_something(self) -> bool:
        """Whether anybody has said what completing the course means."""
        return bool(self.choices) or any(step.is_asked_for for step in self.steps)


@dataclass(frozen=True)
class Deed:
    """What a learner has done on a step: the best score (percent) and grade so far."""

    done: bool = True
    score: Decimal | None = None
    grade: str = ""


@dataclass(frozen=True)
class Days:
    """From when a step is open, and by when it should be done. Both days belong."""

    opens_on: datetime.date | None = None
    due_on: datetime.date | None = None


# The keys are the steps' own, whatever these are.
Deeds = Mapping[Any, Deed]
NO_DEED = Deed(done=False)


class Lack(StrEnum):
    """What kind of thing is missing."""

    STEP = "step"
    SCORE = "score"
    CHOICE = "choice"


@dataclass(frozen=True)
class Missing:
    """
    One thing that is missing: a step to do, a score to reach, or steps of a choice.

    `key` is the step's or the choice's; `needed` and `have` are percents of a score
    (`needed` is None where none is asked for, `have` before the first), or numbers of steps
    of a choice.
    """

    lack: Lack
    key: Any
    needed: Decimal | int | None = None
    have: Decimal | int | None = None


@dataclass(frozen=True)
class Closure:
    """Why a step is closed: until a day, until other steps are done, or both."""

    opens_on: datetime.date | None = None
    after: tuple[Hashable, ...] = ()


class State(StrEnum):
    """How an enrolment stands by the rules; FINISHED is a completion on record."""

    NOT_BEGUN = "not_begun"
    UNDER_WAY = "under_way"
    MET = "met"
    FINISHED = "finished"


@dataclass(frozen=True)
class Standing:
    """
    How a learner stands: steps done of all, percent 0–100, what is missing, what is closed.

    `complete` says whether the rules are met now; a completion once recorded stays whatever
    the rules say later, and its percent is 100.
    """

    done: int
    total: int
    percent: int
    missing: tuple[Missing, ...]
    complete: bool
    state: State = State.UNDER_WAY
    closed: Mapping[Hashable, Closure] = field(default_factory=dict)
    grade: str = PASSED


def evaluate(
    rules: Rules,
    deeds: Deeds,
    *,
    days: Mapping[Any, Days] | None = None,
    today: datetime.date | None = None,
    finished: bool = False,
    anyone_reads: bool = False,
) -> Standing:
    """
    Judge what a learner has done by a course's rules.

    The percent is rounded down, so 100 means everything, or a completion on record. A course
    that asks for nothing is never complete: nobody has said what completing it means.

    >>> course = Rules((Step("a"), Step("b"), Step("exam", required=True)))
    >>> standing = evaluate(course, {"a": Deed()})
    >>> standing.percent, standing.complete, [str(one.key) for one in standing.missing]
    (33, False, ['exam'])
    >>> evaluate(course, {"exam": Deed()}).complete
    True
    >>> evaluate(Rules((Step("a"),)), {"a": Deed()}).complete
    False
    >>> scored = Rules((Step("exam", required=True, minimum=Decimal(80)),))
    >>> evaluate(scored, {"exam": Deed(score=Decimal(79))}).missing[0].lack.value
    'score'
    """
    done = {key for key, deed in deeds.items() if _is_done(deed)}
    count = sum(1 for step in rules.steps if step.key in done)
    total = len(rules.steps)
    missing = tuple(what_is_missing(rules, deeds))
    complete = rules.asks_for_something and not missing
    percent = 100 * count // total if total else 0
    return Standing(
        done=count,
        total=total,
        percent=100 if finished else percent,
        missing=missing,
        complete=complete,
        state=_state(finished, complete, begun=bool(deeds)),
        closed={}
        if finished
        else closures(rules, done, days=days or {}, today=today, anyone_reads=anyone_reads),
        grade=course_grade(rules, deeds),
    )


def never_back(standing: Standing, reached: int) -> Standing:
    """
    Return a standing whose percent is no less than what was reached before.

    A step that comes later, or one that is hidden, takes nothing from who was there before.

    >>> grown = evaluate(Rules((Step("a"), Step("b"), Step("new"))), {"a": Deed()})
    >>> never_back(grown, 50).percent, never_back(grown, 10).percent
    (50, 33)
    """
    return replace(standing, percent=max(standing.percent, reached))


def _is_done(deed: Deed) -> bool:
    return deed.done and deed.grade not in FAILING


def _state(finished: bool, complete: bool, *, begun: bool) -> State:
    if finished:
        return State.FINISHED
    if complete:
        return State.MET
    return State.UNDER_WAY if begun else State.NOT_BEGUN


def what_is_missing(rules: Rules, deeds: Deeds) -> list[Missing]:
    """
    Return what is missing, in the order of the steps, then of the choices.

    A choice counts the steps that the course still has; where it needs more than there are,
    it stays missing, and editors are told (`problems`).

    >>> rules = Rules((Step("a"), Step("b")), (Choice("either", 1, frozenset("ab")),))
    >>> what_is_missing(rules, {})[0].needed, what_is_missing(rules, {"b": Deed()})
    (1, [])
    """
    found = []
    for step in rules.steps:
        deed = deeds.get(step.key, NO_DEED)
        if step.required and not _is_done(deed):
            found.append(Missing(Lack.STEP, step.key, step.minimum))
        elif step.minimum is not None and (deed.score is None or deed.score < step.minimum):
            found.append(Missing(Lack.SCORE, step.key, step.minimum, deed.score))
    current = {step.key for step in rules.steps}
    for choice in rules.choices:
        have = sum(1 for key in choice.steps & current if _is_done(deeds.get(key, NO_DEED)))
        if have < choice.needed:
            found.append(Missing(Lack.CHOICE, choice.key, choice.needed, have))
    return found


def closures(
    rules: Rules,
    done: Set[Hashable],
    *,
    days: Mapping[Any, Days],
    today: datetime.date | None,
    anyone_reads: bool = False,
) -> dict[Hashable, Closure]:
    """
    Return the steps that are closed, and why; what is done stays open.

    In a course in order a step waits for every required step before it. A step that is to
    open after one that the course no longer has waits for nothing.

    >>> rules = Rules((Step("a", True), Step("b", after="c"), Step("c")), sequential=True)
    >>> closures(rules, {"a"}, days={}, today=None)
    {'b': Closure(opens_on=None, after=('c',))}
    >>> sorted(closures(rules, set(), days={}, today=None))
    ['b', 'c']
    """
    current = {step.key for step in rules.steps}
    found: dict[Hashable, Closure] = {}
    undone: list[Hashable] = []
    for step in rules.steps:
        after = list(undone) if rules.sequential else []
        if step.after in current and step.after not in done and step.after not in after:
            after.append(step.after)
        if step.required and step.key not in done:
            undone.append(step.key)
        opens_on = days[step.key].opens_on if step.key in days else None
        if opens_on is None or today is None or opens_on <= today:
            opens_on = None
        if step.key in done or (anyone_reads and step.anyone_reads):
            continue
        if opens_on or after:
            found[step.key] = Closure(opens_on, tuple(after))
    return found


def is_late(days: Days | None, *, done: bool, today: datetime.date) -> bool:
    """Whether a step should have been done by now."""
    return bool(days and days.due_on and days.due_on < today and not done)


# --- Grades ---------------------------------------------------------------------------------


def better_grade(one: str, other: str) -> str:
    """
    Return the better of two grades of one step; an unknown one is below all others.

    >>> better_grade("2", "4"), better_grade("3", ""), better_grade("0", "1")
    ('4', '3', '1')
    """
    return max(one, other, key=lambda grade: GRADES.index(grade) if grade in GRADES else -1)


def course_grade(rules: Rules, deeds: Deeds) -> str:
    """
    Return the grade of a course whose rules are met.

    On the scale 0–5 the mean of the grades of the steps that have a weight and are done, by
    those weights, half up, and at least 1: who has passed has not failed. A step without a
    grade of its own gives one by its score. Without weights, and on passed/failed: HYV.

    >>> rules = Rules((Step("a", weight=Decimal(1)), Step("b", weight=Decimal(1))), graded=True)
    >>> course_grade(rules, {"a": Deed(grade="3"), "b": Deed(grade="4")})
    '4'
    >>> course_grade(rules, {"a": Deed(score=Decimal("89.99"))}), course_grade(rules, {})
    ('4', 'HYV')
    """
    if not rules.graded:
        return PASSED
    weighed = [
        (step.weight, number)
        for step in rules.steps
        if step.weight > 0 and (number := number_of(deeds.get(step.key, NO_DEED))) is not None
    ]
    weights = sum((weight for weight, _number in weighed), Decimal(0))
    if not weights:
        return PASSED
    mean = sum((weight * number for weight, number in weighed), Decimal(0)) / weights
    rounded = int(mean.quantize(Decimal(1), rounding=ROUND_HALF_UP))
    return str(max(1, min(5, rounded)))


def number_of(deed: Deed) -> int | None:
    """
    Return the grade 1–5 that a deed gives; None where it gives none.

    >>> number_of(Deed(grade="HYV")), number_of(Deed(score=Decimal(60))), number_of(NO_DEED)
    (None, 2, None)
    """
    if not _is_done(deed):
        return None
    if deed.grade in ("1", "2", "3", "4", "5"):
        return int(deed.grade)
    if deed.grade or deed.score is None:
        return None
    return next((grade for least, grade in GRADE_OF_PERCENT if deed.score >= least), 1)


# --- Where to go on -------------------------------------------------------------------------


def where_to_continue(
    steps: Sequence[Key],
    *,
    last: Key | None,
    done: Set[Key],
    closed: Set[Key] | Mapping[Key, object] = frozenset(),
) -> Key | None:
    """
    Return the step to go on with; None when every one is done, or closed for now.

    The step last visited while it is not done, else the first not done after it, else the
    first not done at all.

    >>> where_to_continue(["a", "b", "c"], last="b", done={"b"})
    'c'
    >>> where_to_continue(["a", "b", "c"], last="c", done={"b", "c"})
    'a'
    >>> where_to_continue(["a", "b"], last=None, done={"a", "b"})
    >>> where_to_continue(["a", "b", "c"], last="a", done={"a"}, closed={"b"})
    'c'
    """
    start = steps.index(last) if last in steps else 0
    ahead = (*steps[start:], *steps)
    return next((step for step in ahead if step not in done and step not in closed), None)
