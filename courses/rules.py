"""
When is a course completed, how far along is a learner, what is missing, and where next?

Pure: no database, no clock. A course is completed when every required step is done. The
percent counts all steps, so that reading shows as progress even where only an exam counts.
"""

from collections.abc import Hashable, Iterable, Sequence, Set
from dataclasses import dataclass
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class Step:
    """A step as the rules see it; `key` is any identity that the facts use too."""

    key: str
    required: bool


@dataclass(frozen=True)
class Standing:
    """
    How a learner stands: steps done of all, percent 0–100, required steps that are missing.

    `complete` says whether the rules are met now; a completion once recorded stays whatever
    the rules say later.
    """

    done: int
    total: int
    percent: int
    missing: tuple[str, ...]
    complete: bool


def evaluate(steps: Iterable[Step], done: Set[str]) -> Standing:
    """
    Judge the steps done against a course's steps, in their order.

    The percent is rounded down, so 100 means everything. A course without a required step
    is never complete: nobody has said what completing it means.

    >>> course = [Step("a", False), Step("b", False), Step("exam", True)]
    >>> evaluate(course, {"a"})
    Standing(done=1, total=3, percent=33, missing=('exam',), complete=False)
    >>> evaluate(course, {"exam"}).complete
    True
    >>> evaluate([Step("a", False)], {"a"}).complete
    False
    """
    all_steps = list(steps)
    required = [step for step in all_steps if step.required]
    count = sum(1 for step in all_steps if step.key in done)
    missing = tuple(step.key for step in required if step.key not in done)
    return Standing(
        done=count,
        total=len(all_steps),
        percent=100 * count // len(all_steps) if all_steps else 0,
        missing=missing,
        complete=bool(required) and not missing,
    )


def where_to_continue(steps: Sequence[Key], *, last: Key | None, done: Set[Key]) -> Key | None:
    """
    Return the step to go on with; None when every one is done.

    The step last visited while it is not done, else the first not done after it, else the
    first not done at all.

    >>> where_to_continue(["a", "b", "c"], last="b", done={"b"})
    'c'
    >>> where_to_continue(["a", "b", "c"], last="c", done={"b", "c"})
    'a'
    >>> where_to_continue(["a", "b"], last=None, done={"a", "b"})
    """
    start = steps.index(last) if last in steps else 0
    return next((step for step in (*steps[start:], *steps) if step not in done), None)
