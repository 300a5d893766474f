"""The columns of the item analysis, the same on the screen and in files."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from operator import attrgetter

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from home.spreadsheets import Cell
from quizzes.analysis import words
from quizzes.analysis.distribution import VersionAnswers
from quizzes.analysis.figures import Advice, ItemFigures
from quizzes.analysis.telling import AnalysedItem, Analysis

Figure = float | int | None


@dataclass(frozen=True)
class FigureColumn:
    """A figure: its key, what it is called and tells, and how many decimals it deserves."""

    key: str
    heading: str | Promise
    hint: str | Promise
    read: Callable[[AnalysedItem], Figure]
    decimals: int = 0
    is_percent: bool = True

    def shown(self, item: AnalysedItem) -> str:
        """Return the figure as a person reads it."""
        value = self.read(item)
        if self.is_percent:
            return words.percent(value, self.decimals)
        return words.number(value, self.decimals)

    def cell(self, item: AnalysedItem) -> Cell:
        """Return the figure as a file has it: per cents as numbers of per cent."""
        value = self.read(item)
        return value if isinstance(value, int) else words.exact(value)


def _of(name: str, times: int = 1) -> Callable[[AnalysedItem], Figure]:
    def read(item: AnalysedItem) -> Figure:
        figures: ItemFigures | None = item.figures
        value = getattr(figures, name) if figures else None
        return None if value is None else times * value

    return read


COLUMNS = (
    FigureColumn(
        "attempts",
        gettext_lazy("Attempts"),
        gettext_lazy("In how many attempts it was asked."),
        lambda item: item.attempts,
        is_percent=False,
    ),
    FigureColumn(
        "facility",
        gettext_lazy("Facility"),
        gettext_lazy("The mean mark of what could be got. High is easy."),
        _of("facility", 100),
        decimals=1,
    ),
    FigureColumn(
        "discrimination",
        gettext_lazy("Discrimination"),
        gettext_lazy(
            "How well marks follow the rest of the result: 30 % or more is good, below 20 % "
            "weak, below 0 % wrong."
        ),
        _of("discrimination"),
        decimals=1,
    ),
    FigureColumn(
        "efficiency",
        gettext_lazy("Efficiency"),
        gettext_lazy("Discrimination, of the most that a question this easy or hard could have."),
        _of("efficiency"),
        decimals=1,
    ),
    FigureColumn(
        "guess",
        gettext_lazy("By guessing"),
        gettext_lazy("What pure guessing would get on average; empty where nobody can tell."),
        lambda item: None if item.guess is None else 100 * item.guess,
        decimals=1,
    ),
    FigureColumn(
        "sd",
        gettext_lazy("Standard deviation"),
        gettext_lazy("How far marks spread, in points."),
        _of("sd"),
        decimals=2,
        is_percent=False,
    ),
    FigureColumn(
        "intended_weight",
        gettext_lazy("Intended weight"),
        gettext_lazy("Its share of all the points."),
        _of("intended_weight"),
        decimals=1,
    ),
    FigureColumn(
        "effective_weight",
        gettext_lazy("Effective weight"),
        gettext_lazy(
            "Its share of the differences between results. Empty for a question that is drawn, "
            "and where marks go against the result."
        ),
        _of("effective_weight"),
        decimals=1,
    ),
    FigureColumn(
        "people",
        gettext_lazy("People"),
        gettext_lazy("How many people's attempts they were."),
        lambda item: item.people,
        is_percent=False,
    ),
)
BY_KEY = {column.key: column for column in COLUMNS}


def name_of(item: AnalysedItem) -> str:
    """Return what to call an item: its name, or the place that a draw fills."""
    if item.question is None:
        return _("Drawn question %(number)s") % {"number": item.number}
    return item.question.name or item.question.code or str(item.question.key)


def headings() -> list[str]:
    """Return the first line of the file of items."""
    return [
        _("Number"),
        _("Code"),
        _("Question"),
        _("Type"),
        _("Drawn at random"),
        *(
            f"{column.heading} (%)" if column.is_percent else str(column.heading)
            for column in COLUMNS
        ),
        _("Goes against the result"),
        _("Look at this"),
    ]


def item_rows(analysis: Analysis) -> Iterator[list[Cell]]:
    """Yield the cells of each question, then of each place that a draw fills."""
    for item in [*analysis.items, *analysis.places]:
        question = item.question
        against = item.figures is not None and item.figures.is_against
        yield [
            item.number,
            question.code if question else "",
            name_of(item),
            words.kind_in_words(question.kind) if question else "",
            _("yes") if question is None or question.drawn else _("no"),
            *(column.cell(item) for column in COLUMNS),
            _("yes") if against else _("no"),
            words.advice_in_words(item),
        ]


def answer_headings() -> list[str]:
    """Return the first line of the file of one question's answers."""
    return [
        _("Version"),
        _("Part"),
        _("Answer"),
        _("Worth (%)"),
        _("Attempts"),
        _("Share (%)"),
        _("Lowest third"),
        _("Middle third"),
        _("Highest third"),
    ]


def answer_rows(versions: list[VersionAnswers]) -> Iterator[list[Cell]]:
    """Yield the cells of each answer, of versions with enough answers, part by part."""
    for version in filter(attrgetter("is_enough"), versions):
        for part in version.parts:
            for row in part.rows:
                share = words.exact(100 * row.count / part.size if part.size else None)
                yield [
                    version.number,
                    words.part_in_words(part),
                    words.row_in_words(row, version.kind),
                    words.exact(None if row.worth is None else 100 * row.worth),
                    row.count,
                    share,
                    *row.counts,
                ]


def sorted_items(items: list[AnalysedItem], ordering: str) -> list[AnalysedItem]:
    """
    Return items by a column, "-" before it for the largest first; unknown ones by their place.

    Items without the figure come last both ways. "advice" brings what to look at first.
    """
    key, falling = ordering.removeprefix("-"), ordering.startswith("-")
    if key == "name":
        return sorted(items, key=lambda item: name_of(item).casefold(), reverse=falling)
    if key == "advice":
        gravest = list(Advice)
        return sorted(
            items,
            key=lambda item: [gravest.index(found) for found in item.advice] or [len(gravest)],
            reverse=falling,
        )
    if key not in BY_KEY:
        return sorted(items, key=lambda item: item.number, reverse=falling and key == "number")
    read = BY_KEY[key].read
    known = [(value, item) for item in items if (value := read(item)) is not None]
    unknown = [item for item in items if read(item) is None]
    known.sort(key=lambda pair: pair[0], reverse=falling)
    return [item for _value, item in known] + unknown
