"""
Rules that nobody can meet: told to editors before learners find out.

Pure, as the rules themselves are.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from courses.rules import Rules, closures


class Fault(StrEnum):
    """Why a course can never be completed."""

    NOTHING_ASKED = "nothing_asked"
    CHOICE_TOO_SMALL = "choice_too_small"
    NEVER_OPENS = "never_opens"
    NO_SCORE = "no_score"


@dataclass(frozen=True)
class Problem:
    """One reason why nobody can complete a course; `key` is the step's or the choice's."""

    fault: Fault
    key: Any = None


def problems(rules: Rules) -> list[Problem]:
    """
    Return why nobody can ever meet the rules; empty when somebody can.

    >>> from courses.rules import Step
    >>> problems(Rules())
    [Problem(fault=<Fault.NOTHING_ASKED: 'nothing_asked'>, key=None)]
    >>> circle = Rules((Step("a", True, after="b"), Step("b", after="a")))
    >>> [str(one.key) for one in problems(circle)]
    ['a']
    """
    if not rules.asks_for_something:
        return [Problem(Fault.NOTHING_ASKED)]
    reached = reachable(rules)
    found = [
        Problem(Fault.NEVER_OPENS, step.key)
        for step in rules.steps
        if step.is_asked_for and step.key not in reached
    ]
    found += [
        Problem(Fault.NO_SCORE, step.key)
        for step in rules.steps
        if step.minimum is not None and not step.gives_score
    ]
    found += [
        Problem(Fault.CHOICE_TOO_SMALL, choice.key)
        for choice in rules.choices
        if len(choice.steps & reached) < choice.needed
    ]
    return found


def in_circles(after: Mapping[Hashable, Hashable | None]) -> list[Hashable]:
    """
    Return the steps that wait for themselves by way of others.

    >>> in_circles({"a": "b", "b": "a", "c": "a", "d": None, "e": "gone"})
    ['a', 'b']
    """
    found = []
    for step, waits_for in after.items():
        passed: set[Hashable] = set()
        while waits_for is not None and waits_for not in passed:
            passed.add(waits_for)
            waits_for = after.get(waits_for)
        if step in passed:
            found.append(step)
    return found


def reachable(rules: Rules) -> set[Hashable]:
    """
    Return the steps that somebody who does all they can comes to, dates aside.

    >>> from courses.rules import Step
    >>> sorted(reachable(Rules((Step("a"), Step("b", after="a")))))
    ['a', 'b']
    """
    done: set[Hashable] = set()
    while True:
        closed = closures(rules, done, days={}, today=None)
        opened = {step.key for step in rules.steps if step.key not in closed}
        if opened <= done:
            return done
        done |= opened
