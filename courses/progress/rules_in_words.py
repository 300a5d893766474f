"""What is missing, what is closed and what is due, in words for learners and staff."""

import datetime
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from courses import rules
from courses.progress.judging import ChoiceWords
from courses.rule_faults import Fault, Problem
from home.words import day_in_words, said_in

# Of a choice, so many steps are named; the outline shows them all.
NAMED = 6


@dataclass(frozen=True)
class MissingWords:
    """One thing that is missing: the step's title or the choice's name, and what it takes."""

    kind: str
    title: str
    detail: str = ""

    def __str__(self) -> str:
        return f"{self.title} ({self.detail})" if self.detail else self.title


@dataclass(frozen=True)
class DueWords:
    """A step with the day by when it should be done; the words say it when it is late."""

    title: str
    day: datetime.date
    is_late: bool
    key: Hashable

    @property
    def words(self) -> str:
        """The day, and that it has passed."""
        return due_in_words(self.day, is_late=self.is_late)


class Worded(Protocol):
    """Whatever knows a course's words: its rows, or its outline."""

    @property
    def titles(self) -> Mapping[Hashable, str]:
        """The steps' titles by id."""

    @property
    def choices(self) -> Mapping[int, ChoiceWords]:
        """The choices by id."""


def missing_words(course: Worded, standing: rules.Standing) -> list[MissingWords]:
    """Say what is missing, in the order of the rules; a step without words is left out."""
    titles = course.titles
    return [
        _missing(one, course, titles)
        for one in standing.missing
        if one.lack == rules.Lack.CHOICE or one.key in titles
    ]


def _missing(one: rules.Missing, course: Worded, titles: Mapping[Hashable, str]) -> MissingWords:
    if one.lack == rules.Lack.CHOICE:
        return _choice(one, course, titles)
    title = titles[one.key]
    if one.lack == rules.Lack.STEP and one.needed is None:
        return MissingWords(one.lack, title)
    needed = percent(one.needed)
    if one.have is None:
        return MissingWords(one.lack, title, _("at least %(needed)s") % {"needed": needed})
    return MissingWords(
        one.lack,
        title,
        _("at least %(needed)s; your best is %(have)s")
        % {"needed": needed, "have": percent(one.have)},
    )


def _choice(one: rules.Missing, course: Worded, titles: Mapping[Hashable, str]) -> MissingWords:
    words = course.choices[one.key]
    left = int(one.needed or 0) - int(one.have or 0)
    named = [titles[key] for key in words.steps[:NAMED] if key in titles]
    if len(words.steps) > NAMED:
        named.append("…")
    detail = ngettext("%(left)s more of: %(steps)s", "%(left)s more of: %(steps)s", left) % {
        "left": left,
        "steps": ", ".join(named) or "–",
    }
    return MissingWords(one.lack, said_in(words.names, get_language(), _("A choice")), detail)


def percent(value: Decimal | int | None) -> str:
    """
    Write a percent with the reader's decimal sign, without needless zeros.

    A hard space keeps the sign on the line.
    """
    shown = Decimal(value or 0).normalize()
    return f"{number_format(shown if shown % 1 else int(shown))}\N{NO-BREAK SPACE}%"


def closure_words(closure: rules.Closure, titles: Mapping[Hashable, str]) -> str:
    """Say when a closed step opens: on its day, after other steps, or both."""
    after = ", ".join(titles[key] for key in closure.after if key in titles)
    if closure.opens_on and after:
        return _("Opens on %(day)s, when this is done: %(steps)s.") % {
            "day": day_in_words(closure.opens_on),
            "steps": after,
        }
    if closure.opens_on:
        return _("Opens on %(day)s.") % {"day": day_in_words(closure.opens_on)}
    return _("Opens when this is done: %(steps)s.") % {"steps": after}


def due_in_words(day: datetime.date, *, is_late: bool) -> str:
    """Say by when a step should be done, or should have been."""
    if is_late:
        return _("Late: was due on %(day)s") % {"day": day_in_words(day)}
    return _("Due on %(day)s") % {"day": day_in_words(day)}


def due_words(
    titles: Iterable[tuple[int, str]],
    days: Mapping[int, rules.Days],
) -> list[DueWords]:
    """Return which of these steps to do have a due day, by day."""
    today = timezone.localdate()
    found = []
    for key, title in titles:
        asked = days.get(key)
        if asked and asked.due_on:
            late = rules.is_late(asked, done=False, today=today)
            found.append(DueWords(title, asked.due_on, late, key))
    return sorted(found, key=lambda one: one.day)


def problem_words(problem: Problem, course: Worded) -> str:
    """Say to an editor why nobody can complete the course."""
    titles = course.titles
    if problem.fault == Fault.NOTHING_ASKED:
        return _(
            "Nobody can complete this course yet: mark a published lesson or quiz as required."
        )
    if problem.fault == Fault.CHOICE_TOO_SMALL:
        name = said_in(course.choices[problem.key].names, get_language(), _("A choice"))
        return _("Nobody can complete this course: “%(name)s” asks for more steps than it has.") % {
            "name": name
        }
    if problem.fault == Fault.NO_SCORE:
        return _(
            "Nobody can complete this course: “%(title)s” gives no score, but one is asked for."
        ) % {"title": titles[problem.key]}
    return _(
        "Nobody can complete this course: “%(title)s” never opens, since the steps wait for "
        "each other."
    ) % {"title": titles[problem.key]}
