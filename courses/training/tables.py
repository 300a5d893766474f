"""The tables of trained people, the same on the screen and in files."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from courses.activities.statements import Statement
from courses.training.choosing import Choice, month_in_words
from courses.training.figures import (
    FEW,
    Effect,
    Outcome,
    Range,
    by_county,
    by_month,
    by_profession,
    ranked,
)
from courses.training.gathering import Gathered
from home.spreadsheets import Cell, Sheet

NO_FIGURE = "–"


@dataclass(frozen=True)
class Table:
    """A table: its key in an address, title, headings and rows; `note` says how to read it."""

    key: str
    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    note: str = ""

    def shown(self) -> list[list[str]]:
        """Return the rows as people read them."""
        return [[as_read(cell) for cell in row] for row in self.rows]

    def sheet(self, choice: Choice) -> Sheet:
        """Return the table for a file."""
        # A sheet's name has 31 characters at most.
        title = self.title[:31]
        return Sheet(title, self.headings, self.rows, choice.in_words(), fixed_columns=1)


def as_read(cell: Cell) -> str:
    """Write a cell for a person, in the active language."""
    if cell is None:
        return NO_FIGURE
    if isinstance(cell, Decimal):
        return number_format(cell).replace("-", "−")
    return number_format(cell) if isinstance(cell, int) else str(cell)


def range_in_words(told: Range) -> str:
    """Write a step of five people; the smallest one says only that it is small."""
    if not told.most:
        return "0"
    if told.least < FEW:
        return _("fewer than %(few)s") % {"few": FEW}
    return f"{number_format(told.least)}–{number_format(told.most)}"


def rounded(value: float | None, decimals: int) -> Decimal | None:
    """Return a figure with so many decimals, halves away from zero."""
    if value is None:
        return None
    # As it would be written out: a binary 2.675 is less than its digits say.
    return Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def tables(found: Gathered) -> list[Table]:
    """Return every table of a choice, in the order of the page."""
    return [
        counties(found),
        month_table(found),
        projects(found),
        professions(found),
        courses(found),
        runs(found),
        effects(found.effects),
    ]


def counties(found: Gathered) -> Table:
    """People by county, exactly; those of whom it is not known in a row of their own."""
    counts = by_county(found.people)
    by_name = sorted(found.counties, key=lambda county: county.name)
    known = sum(counts[county.pk] for county in by_name)
    rows: list[list[Cell]] = [[county.name, counts[county.pk]] for county in by_name]
    rows.append([_("Not known"), len(found.people) - known])
    return Table("counties", _("By county"), [_("County"), _("People")], rows)


def month_table(found: Gathered) -> Table:
    """People by the month of completing."""
    rows: list[list[Cell]] = [
        [month_in_words(month), count] for month, count in by_month(found.deeds)
    ]
    note = _("Whoever completed courses in several months is in each of them.")
    return Table("months", _("By month"), [_("Month"), _("People")], rows, note)


def projects(found: Gathered) -> Table:
    """People by project, in steps of five."""
    note = _("Whoever belongs to several projects is in each of them.")
    headings = [_("Project"), _("People")]
    return Table("projects", _("By project"), headings, _in_steps(ranked(found.projects)), note)


def professions(found: Gathered) -> Table:
    """People by profession, in steps of five."""
    counts = by_profession(found.people)
    untold = counts.pop("", 0)
    told = [(capfirst(name), step) for name, step in ranked(counts)]
    rows = _in_steps([*told, *ranked({_("Not told"): untold})])
    return Table("professions", _("By profession"), [_("Profession"), _("People")], rows)


def _in_steps(told: Sequence[tuple[str, Range]]) -> list[list[Cell]]:
    return [[name, range_in_words(step)] for name, step in told]


def courses(found: Gathered) -> Table:
    """What became of those who enrolled, course by course."""
    sums: dict[str, Outcome] = {}
    for run in found.runs:
        sums[run.course] = sums.get(run.course, Outcome(0, 0, 0)) + run.outcome
    rows = [[course, *_outcome(outcome)] for course, outcome in sums.items()]
    note = _("Of those who enrolled in the chosen months. Moved people count where they moved to.")
    return Table("courses", _("Pass rates by course"), [_("Course"), *_outcomes()], rows, note)


def runs(found: Gathered) -> Table:
    """What became of those who enrolled, run by run."""
    headings = [_("Course run"), _("Course"), _("Organiser"), *_outcomes()]
    rows = [[run.code, run.course, run.organiser, *_outcome(run.outcome)] for run in found.runs]
    return Table("runs", _("Pass rates by course run"), headings, rows)


def _outcomes() -> list[str]:
    return [
        _("Enrolled"),
        _("Completed"),
        _("Withdrew"),
        _("Still studying"),
        _("Completed, %"),
    ]


def _outcome(outcome: Outcome) -> list[Cell]:
    return [
        outcome.enrolled,
        outcome.completed,
        outcome.withdrawn,
        outcome.studying,
        rounded(outcome.share, 0),
    ]


def effects(told: Sequence[tuple[Statement, Effect]]) -> Table:
    """The means before and after, statement by statement."""
    headings = [
        _("Statements"),
        _("Statement"),
        _("Highest level"),
        _("Mean before"),
        _("Mean after"),
        _("Change"),
        _("People"),
    ]
    rows: list[list[Cell]] = [
        [
            statement.statement_set.name,
            str(statement),
            statement.statement_set.levels,
            rounded(effect.before, 2),
            rounded(effect.after, 2),
            rounded(effect.change, 2),
            effect.pairs,
        ]
        for statement, effect in told
    ]
    note = _(
        "People are counted by whole tens for each course and organiser, in the order in which "
        "they rated themselves: the newest ones wait until ten are together."
    )
    return Table("effects", _("Competence before and after"), headings, rows, note)
