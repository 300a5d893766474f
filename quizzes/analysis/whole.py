"""The figures of a quiz as a whole: what each is called and tells, on the screen and in files."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, auto

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from home.spreadsheets import Cell
from quizzes.analysis import words
from quizzes.analysis.figures import QuizFigures
from quizzes.analysis.telling import Analysis


class Unit(Enum):
    """What a figure is measured in."""

    POINTS = auto()
    PERCENT = auto()
    NONE = auto()

    @property
    def label(self) -> str:
        """Its name in a file."""
        return {Unit.POINTS: pgettext("unit", "points"), Unit.PERCENT: "%", Unit.NONE: ""}[self]


@dataclass(frozen=True)
class QuizFigure:
    """A figure of `QuizFigures`: the name of its field, its heading and what it tells."""

    field: str
    heading: str | Promise
    hint: str | Promise
    unit: Unit

    def value(self, found: QuizFigures) -> float | None:
        """Return the figure."""
        value: float | None = getattr(found, self.field)
        return value

    def shown(self, found: QuizFigures) -> str:
        """Return the figure as a person reads it; points with their share of what there were."""
        value = self.value(found)
        if self.unit == Unit.PERCENT:
            return words.percent(value, 1)
        if self.unit == Unit.NONE or value is None or not found.most:
            return words.number(value, 2)
        return _("%(points)s points (%(percent)s)") % {
            "points": words.number(value, 2),
            "percent": words.percent(100 * value / found.most, 1),
        }


FIGURES = (
    QuizFigure(
        "mean", gettext_lazy("Mean"), gettext_lazy("Of all the chosen attempts."), Unit.POINTS
    ),
    QuizFigure(
        "median",
        gettext_lazy("Median"),
        gettext_lazy("Half of the results lie below it."),
        Unit.POINTS,
    ),
    QuizFigure(
        "sd",
        gettext_lazy("Standard deviation"),
        gettext_lazy("How far results spread. An exam that tells people apart has 12–18 %."),
        Unit.POINTS,
    ),
    QuizFigure(
        "skewness",
        gettext_lazy("Skewness"),
        gettext_lazy("Below zero: a tail of low results; above: a tail of high ones."),
        Unit.NONE,
    ),
    QuizFigure(
        "kurtosis",
        gettext_lazy("Kurtosis"),
        gettext_lazy("Above zero: results crowd in the middle with long tails; 0–1 is usual."),
        Unit.NONE,
    ),
    QuizFigure(
        "consistency",
        gettext_lazy("Internal consistency"),
        gettext_lazy(
            "Whether the questions measure the same thing (Cronbach's alpha). 75 % or more is "
            "good; below 64 % the result says little. None where the quiz was changed "
            "between attempts."
        ),
        Unit.PERCENT,
    ),
    QuizFigure(
        "error_ratio",
        gettext_lazy("Error ratio"),
        gettext_lazy("How much of the spread is chance."),
        Unit.PERCENT,
    ),
    QuizFigure(
        "standard_error",
        gettext_lazy("Standard error"),
        gettext_lazy("How far a result may lie from what the person can, by chance alone."),
        Unit.POINTS,
    ),
)


def figures_shown(analysis: Analysis) -> list[tuple[QuizFigure, str]]:
    """Return each figure with its value as a person reads it; none from too few attempts."""
    found = analysis.figures
    return [(figure, figure.shown(found)) for figure in FIGURES] if found else []


def headings() -> list[str]:
    """Return the first line of the file."""
    return [_("Figure"), _("Value"), _("Unit")]


def rows(analysis: Analysis) -> Iterator[list[Cell]]:
    """Yield the cells of the file: counts, the points that there were, and each figure."""
    found = analysis.figures
    yield [_("Attempts"), analysis.attempts, ""]
    yield [_("People"), analysis.people, ""]
    yield [_("Points in all"), words.exact(found.most if found else None), Unit.POINTS.label]
    for figure in FIGURES:
        value: Decimal | None = words.exact(figure.value(found) if found else None)
        yield [str(figure.heading), value, figure.unit.label]
