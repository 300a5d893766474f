"""What the charts of the item analysis show, beside the tables of the same numbers."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from home.charts import Bars, Histogram, bars, histogram
from home.words import day_in_words
from quizzes.analysis import words
from quizzes.analysis.answers import Part
from quizzes.analysis.distribution import VersionAnswers
from quizzes.analysis.telling import BINS, Analysis


def results_histogram(analysis: Analysis) -> dict[str, Any]:
    """Return the results in tenths: the drawing, its description and the rows of its table."""
    width = 100 // BINS
    # A full result belongs to the last tenth; the others end before the next one begins.
    feet = [f"{width * number}–{width * (number + 1)}" for number in range(BINS)]
    most = max(analysis.bins) if analysis.bins else 0
    tallest = feet[analysis.bins.index(most)] if most else ""
    drawn: Histogram = histogram(
        analysis.bins,
        [str(width * number) for number in range(BINS)],
        analysis.choice.quiz.pass_percent / 100,
    )
    return {
        "drawn": drawn,
        "description": _(
            "%(attempts)s results in tenths; the most, %(most)s, lie between %(tallest)s %%."
        )
        % {"attempts": analysis.attempts, "most": most, "tallest": tallest},
        "rows": [
            (foot, count, words.share(count, analysis.attempts))
            for foot, count in zip(feet, analysis.bins, strict=True)
        ],
    }


@dataclass(frozen=True)
class ShownPart:
    """A part of a question with its table and its drawing."""

    name: str
    rows: list[dict[str, Any]]
    drawn: Bars
    several: bool


def answer_bars(version: VersionAnswers) -> dict[str, Any]:
    """Return a version with the rows of its tables and the bars of its parts."""
    return {
        "version": version,
        "day": day_in_words(version.day),
        "facility": words.percent(None if version.facility is None else 100 * version.facility, 1),
        "states": [
            {
                "label": state.label,
                "count": sum(counts),
                "share": words.share(sum(counts), version.attempts),
                "groups": _by_group(counts, version.sizes),
            }
            for state, counts in version.states
        ],
        "parts": [_part(part, version.kind) for part in version.parts],
    }


def _part(part: Part, kind: str) -> ShownPart:
    rows, drawn = [], []
    for row in part.rows:
        label = words.row_in_words(row, kind)
        is_right = row.worth is not None and row.worth > 0
        share = words.share(row.count, part.size)
        rows.append(
            {
                "label": label,
                "worth": words.worth_in_words(row.worth),
                "is_right": is_right,
                "count": row.count,
                "share": share,
                "groups": _by_group(row.counts, part.sizes),
            }
        )
        of_all = row.count / part.size if part.size else 0.0
        drawn.append(
            (f"✓ {label}" if is_right else label, of_all, f"{row.count} ({share})", is_right)
        )
    return ShownPart(words.part_in_words(part), rows, bars(drawn), part.several)


def _by_group(counts: tuple[int, int, int], sizes: tuple[int, int, int]) -> list[str]:
    """Return the share of each group that a row has."""
    return [words.share(count, size) for count, size in zip(counts, sizes, strict=True)]
