"""The figures in words: what each is called, what it tells, and how it is written."""

from decimal import ROUND_HALF_UP, Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from quizzes.analysis.answers import Part, Row, Sort
from quizzes.analysis.figures import Advice
from quizzes.analysis.telling import AnalysedItem
from quizzes.banks.models import Question

# What is not known, or does not exist.
NO_FIGURE = "–"


def advice_in_words(item: AnalysedItem) -> str:
    """Return what an editor should look at, the gravest first; empty where nothing is odd."""
    said = {
        Advice.WRONG_WAY: _("discriminates the wrong way"),
        Advice.GUESSING: _("guessing would do as well"),
        Advice.TOO_EASY: _("too easy"),
        Advice.TOO_HARD: _("very hard"),
        Advice.HARDLY: _("hardly discriminates"),
    }
    if item.may_be_chance:
        said[Advice.WRONG_WAY] = _("discriminates the wrong way (may be chance)")
    return ", ".join(said[found] for found in item.advice)


def kind_in_words(kind: str) -> str:
    """Return the name of a type of question; empty for none."""
    return str(Question.Kind(kind).label) if kind else ""


def part_in_words(part: Part) -> str:
    """Return what a part is called; empty for the question itself."""
    if part.number is not None:
        return _("Gap %(number)s") % {"number": part.number}
    return part.label


def row_in_words(row: Row, kind: str) -> str:
    """Return an answer as a table has it."""
    if row.sort == Sort.NOTHING:
        return _("No answer")
    if row.sort == Sort.OTHERS:
        count = row.different
        return ngettext("%(count)s other answer", "%(count)s other answers", count) % {
            "count": number_format(count)
        }
    if kind == Question.Kind.TRUE_FALSE:
        return {"true": _("True"), "false": _("False")}.get(row.label, row.label)
    return row.label


def worth_in_words(worth: float | None) -> str:
    """Return what an answer is worth: right, wrong, or its per cents."""
    if worth is None:
        return ""
    if worth > 0.999999:
        return _("right")
    if abs(worth) < 0.000001:
        return _("wrong")
    return percent(100 * worth)


def number(value: float | Decimal | None, decimals: int) -> str:
    """Write a number with so many decimals and a true minus sign, in the active language."""
    if value is None:
        return NO_FIGURE
    # 12.5 is 13 to people; round() would say 12.
    rounded = Decimal(value).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return number_format(rounded, decimals).replace("-", "−")


def exact(value: float | None) -> Decimal | None:
    """Return a figure for a file: as exactly as anybody will compare it."""
    return None if value is None else round(Decimal(value), 6)


def percent(value: float | Decimal | None, decimals: int = 0) -> str:
    """Write per cents, in the active language."""
    if value is None:
        return NO_FIGURE
    return _("%(number)s %%") % {"number": number(value, decimals)}


def share(count: int, size: int) -> str:
    """Write how many per cent a count is of a size."""
    return percent(100 * count / size if size else None)
