"""Points as a grader types them, and what they come to."""

import re
from collections.abc import Iterable
from decimal import Decimal

from quizzes.grading.marks import Mark
from quizzes.grading.totals import MARK

# As many digits as a mark keeps; spaces around it are nobody's meaning.
POINTS = re.compile(r"[0-9]{1,4}(?:[.,][0-9]{1,7})?", re.ASCII)


class PointsError(ValueError):
    """Text that is no number of points between 0 and the highest."""


def read_points(text: str, highest: Decimal) -> Decimal:
    """
    Read points with a comma or a point; raises PointsError for anything else.

    >>> read_points(" 2,5 ", Decimal(5)), read_points("0", Decimal(5))
    (Decimal('2.5'), Decimal('0'))
    >>> [word for word in ["NaN", "1e400", "5.01", "-1", "kaksi", "1 000", "٣", ""]
    ...  if not refuses(word, Decimal(5))]
    []
    """
    found = text.strip()
    if not POINTS.fullmatch(found):
        raise PointsError(text)
    points = Decimal(found.replace(",", "."))
    if points > highest:
        raise PointsError(text)
    return points


def refuses(text: str, highest: Decimal) -> bool:
    """Whether a text is refused."""
    try:
        read_points(text, highest)
    except PointsError:
        return True
    return False


def scaled(given: Iterable[Decimal], highest: Iterable[Decimal], points: Decimal) -> Decimal:
    """
    Return the mark that points by criteria come to: their share of the question's points.

    >>> scaled([Decimal(2), Decimal(1)], [Decimal(4), Decimal(2)], Decimal(3))
    Decimal('1.5000000')
    """
    most = sum(highest, Decimal(0))
    share = sum(given, Decimal(0)) / most if most else Decimal(0)
    return (share * points).quantize(MARK)


def judged(mark: Decimal, points: Decimal) -> Mark:
    """
    Return the fraction and state of a mark that a person gave.

    >>> judged(Decimal("1.5"), Decimal(3)).state.value, judged(Decimal(0), Decimal(0)).state.value
    ('partly', 'wrong')
    """
    return Mark.of((mark / points).quantize(MARK) if points else Decimal(0))
