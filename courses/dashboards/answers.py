"""What a dashboard is made of: questions, and their answers in words, drawings and tables."""

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from accounts.models import User
from courses.catalogue.runs import CourseRun
from courses.training.figures import FEW
from home import charts

Drawn = charts.Bars | charts.Histogram | charts.Strips | charts.Grid


@dataclass(frozen=True)
class Row:
    """A row of a table: its name, where it leads, and its cells."""

    name: str
    cells: Sequence[str | int]
    href: str = ""


@dataclass(frozen=True)
class Picture:
    """
    One small drawing of an answer, what it shows in words, and the table of the same numbers.

    `drawn` is None where there is nothing to draw, or too few people to draw them.
    """

    name: str
    said: str
    headings: Sequence[str] = ()
    rows: Sequence[Row] = ()
    drawn: Drawn | None = None
    href: str = ""


@dataclass(frozen=True)
class Answer:
    """A sentence that answers a question, and the pictures that it is read from."""

    said: str
    pictures: Sequence[Picture] = ()


@dataclass(frozen=True)
class Taught:
    """The runs that a page is of, and how many people enrolled on each; moved ones are not."""

    runs: Sequence[CourseRun]
    people: Mapping[int, int]
    today: datetime.date

    @property
    def ids(self) -> list[int]:
        """The runs' ids."""
        return [run.pk for run in self.runs]

    @property
    def told(self) -> list[CourseRun]:
        """
        The runs whose people are drawn: those with five of them at least.

        Staff see each by name in the rooms of the run; a drawing travels on in slides.
        """
        return [run for run in self.runs if self.people.get(run.pk, 0) >= FEW]

    @property
    def too_small(self) -> list[CourseRun]:
        """The runs with fewer people than are drawn."""
        return [run for run in self.runs if run not in self.told]


@dataclass(frozen=True)
class Question:
    """A question of a dashboard; `ask` answers it with as many queries whatever there is."""

    key: str
    asks: Any
    ask: Callable[..., Answer]
    order: int
    admits: Callable[[User], bool] = field(default=lambda user: True)


TEACHING: dict[str, Question] = {}
CONTENT: dict[str, Question] = {}


def register(room: dict[str, Question], question: Question) -> None:
    """Let an app ask a question on a dashboard; call it in `AppConfig.ready()`."""
    room[question.key] = question


def in_order(room: Mapping[str, Question], user: User) -> list[Question]:
    """Return the questions of a room that are for this person."""
    asked = sorted(room.values(), key=lambda question: question.order)
    return [question for question in asked if question.admits(user)]


def name_of(run: CourseRun) -> str:
    """Return what a drawing calls a run; the course is selected with it."""
    return f"{run.code} {run.course.name}"


def percent(part: int, whole: int) -> int:
    """
    Return a share in whole per cents; of nothing it is 0.

    >>> percent(1, 3), percent(0, 0)
    (33, 0)
    """
    return round(100 * part / whole) if whole else 0
