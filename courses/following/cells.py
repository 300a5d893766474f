"""The matrix's columns and cells: a sign for the eye, and words for those who hear it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import groupby

from django.template.loader import render_to_string
from django.utils.formats import number_format
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from courses.catalogue.models import CourseStep
from courses.following.participants import Participant

# Grades that say more than that the step is done.
NUMBERS = frozenset("12345")


@dataclass(frozen=True)
class Column:
    """A step: its short label ("2.3": the third of the second module) and its row."""

    label: str
    step: CourseStep


@dataclass(frozen=True)
class ModuleColumns:
    """The steps of a module."""

    number: int
    title: str
    columns: tuple[Column, ...]


@dataclass(frozen=True)
class Cell:
    """How one person stands at one step; `kind` is its look, `result` a score or a grade."""

    kind: str
    sign: str
    words: str
    result: str = ""

    @cached_property
    def html(self) -> SafeString:
        """The cell of a table; rendered once for all who stand like this."""
        return render_to_string("courses/following/_cell.html", {"cell": self})


def modules_of(steps: Sequence[CourseStep]) -> list[ModuleColumns]:
    """Number a course's steps by module, in their order."""
    found = []
    for number, (_key, members) in enumerate(groupby(steps, key=lambda s: s.module_key), start=1):
        of_module = list(members)
        found.append(
            ModuleColumns(
                number,
                of_module[0].module_title,
                tuple(Column(f"{number}.{place}", step) for place, step in enumerate(of_module, 1)),
            )
        )
    return found


def in_a_row(cells: Sequence[Cell]) -> SafeString:
    """Return the cells of a person's row; in a template, three thousand cost 0.3 s."""
    return format_html_join("", "{}", ((cell.html,) for cell in cells))


class CellWriter:
    """Writes cells in one language; the words are looked up once, not thirty thousand times."""

    def __init__(self) -> None:
        self.late = Cell("late", "!", _("late"))
        self.waits = Cell("waits", "…", _("waits for somebody else"))
        self.here = Cell("here", "▸", _("is here"))
        self.closed = Cell("closed", "–", _("not open yet"))
        self.to_do = Cell("open", "·", _("to do"))
        self.done = Cell("done", "✓", _("done"))
        self._results: dict[tuple[Decimal | None, str], Cell] = {}

    def legend(self) -> list[Cell]:
        """Every sign with its words."""
        return [self.done, self.here, self.waits, self.late, self.to_do, self.closed]

    def cell(self, one: Participant, step_id: int) -> Cell:
        """Say how a person stands at a step."""
        deed = one.study.deeds.get(step_id)
        if deed is not None and deed.done:
            return self._done(deed.score, deed.grade)
        if step_id in one.late:
            return self.late
        if not one.enrolment.is_active:
            return self.to_do
        if one.waits_at(step_id):
            return self.waits
        if one.enrolment.last_step_id == step_id:
            return self.here
        return self.closed if step_id in one.study.standing.closed else self.to_do

    def _done(self, score: Decimal | None, grade: str) -> Cell:
        result = grade if grade in NUMBERS else "" if score is None else number_format(int(score))
        if not result:
            return self.done
        key = (score, grade)
        if key not in self._results:
            words = _("done, grade %(result)s") if grade in NUMBERS else _("done, %(result)s %%")
            self._results[key] = Cell("done", "✓", words % {"result": result}, result)
        return self._results[key]
