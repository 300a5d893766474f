"""The drawings beside the tables: a map, columns, bars, and lines from before to after."""

from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from courses.training.choosing import month_in_words
from courses.training.figures import Range, by_county, by_month, by_profession, ranked
from courses.training.gathering import Gathered
from courses.training.tables import as_read, range_in_words, rounded
from courses.training.tiles import HEIGHT, WIDTH, tiles
from home import charts

# More bars than this are in the table alone.
MOST_BARS = 12
# So many months have room for their names below.
MOST_FEET = 8


def county_map(found: Gathered) -> dict[str, Any]:
    """Return the map: its tiles and their description."""
    counts = by_county(found.people)
    drawn = tiles(
        {county.key: counts[county.pk] for county in found.counties},
        {county.key: county.name for county in found.counties},
        (get_language() or "fi")[:2],
    )
    reached = sum(bool(tile.count) for tile in drawn)
    return {
        "tiles": drawn,
        "width": WIDTH,
        "height": HEIGHT,
        "description": _(
            "A tile for each county, for Helsinki and for Åland, laid out as the country lies: "
            "the more people, the darker. People were trained from %(reached)s of %(all)s. "
            "The same numbers are in the table."
        )
        % {"reached": reached, "all": len(drawn)},
    }


def month_columns(found: Gathered) -> dict[str, Any]:
    """Return columns for the months, and where they are named."""
    months = by_month(found.deeds)
    every = -(-len(months) // MOST_FEET) or 1
    feet = [
        f"{month.month}/{month.year}" if number % every == 0 else ""
        for number, (month, _count) in enumerate(months)
    ]
    most = max(months, key=lambda row: row[1], default=None)
    said = _("A column for each month. The same numbers are in the table.")
    if most:
        said += " " + _("Most people, %(count)s, in %(month)s.") % {
            "count": as_read(most[1]),
            "month": month_in_words(most[0]),
        }
    drawn = charts.histogram([count for _month, count in months], feet, None)
    return {"drawn": drawn, "description": said}


def profession_bars(found: Gathered) -> charts.Bars:
    """Return bars for the professions told most often."""
    counts = by_profession(found.people)
    counts.pop("", None)
    return _bars([(capfirst(name), step) for name, step in ranked(counts)])


def project_bars(found: Gathered) -> charts.Bars:
    """Return bars for the projects."""
    return _bars(ranked(found.projects))


def _bars(told: list[tuple[str, Range]]) -> charts.Bars:
    # As long as the middle of the step: within it nobody knows.
    longest = max((step.least + step.most for _name, step in told), default=0) or 1
    return charts.bars(
        [
            (name, (step.least + step.most) / longest, range_in_words(step), True)
            for name, step in told[:MOST_BARS]
        ]
    )


@dataclass(frozen=True)
class Line:
    """A statement's way on its scale from before (an open ring) to after (a full one)."""

    words: str
    y: int
    before: float
    after: float
    said: str
    levels: int


# The scale of a line, from the left, in units of the drawing; a line with its words above it.
START, LENGTH, EACH = 8, 310, 54


def effect_lines(found: Gathered) -> dict[str, Any]:
    """Return a line for each statement that has an effect."""
    lines = []
    for number, (statement, effect) in enumerate(found.effects):
        levels = statement.statement_set.levels

        def place(level: float, levels: int = levels) -> float:
            return round(START + LENGTH * (level - 1) / (levels - 1), 1)

        words = str(statement)
        before, after = (as_read(rounded(mean, 1)) for mean in (effect.before, effect.after))
        lines.append(
            Line(
                words=charts.shortened(words),
                y=number * EACH + 34,
                before=place(effect.before),
                after=place(effect.after),
                said=f"{before} → {after}",
                levels=levels,
            )
        )
    return {"lines": lines, "height": len(lines) * EACH + 4, "end": START + LENGTH}
