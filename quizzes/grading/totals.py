"""From marks to a result: points, percent, passed, and which attempt counts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

from quizzes.grading.marks import TOLERANCE

# Marks keep seven decimals, as fractions do; a percent is shown and judged with two.
MARK = Decimal("0.0000001")
PERCENT = Decimal("0.01")
# A tenth of the last digit that is shown.
LEAST_SEEN = Decimal("0.001")


def mark_of(fraction: Decimal, points: Decimal) -> Decimal:
    """
    Return the mark of an answer: its fraction of the question's points.

    >>> mark_of(Decimal("0.3333333"), Decimal("2.5"))
    Decimal('0.8333332')
    """
    return (fraction * points).quantize(MARK)


@dataclass(frozen=True)
class Total:
    """A result: points reached, points there were, percent, and whether it passes."""

    score: Decimal
    max_score: Decimal
    percent: Decimal
    passed: bool


def total(marks: Iterable[Decimal], points: Iterable[Decimal], pass_percent: int) -> Total:
    """
    Add up an attempt.

    The percent is rounded down and decides, so nobody reads "60 %" beside "failed at 60 %".
    What the marks lost to their seven decimals is made good first: three thirds are one.
    It is held at 0 or above: minus points take away what other answers gave, no more.

    >>> total([Decimal("1.5"), Decimal("0")], [Decimal("2"), Decimal("1")], 50)
    Total(score=Decimal('1.5'), max_score=Decimal('3'), percent=Decimal('50.00'), passed=True)
    >>> total([Decimal("-0.5")], [Decimal("1")], 0).percent
    Decimal('0.00')
    >>> total([Decimal("1")] * 2, [Decimal("1")] * 3, 67).passed
    False
    >>> total([Decimal("0.3333333")] * 3 + [Decimal("1")] * 2, [Decimal("1")] * 5, 60).percent
    Decimal('60.00')
    """
    all_marks = list(marks)
    score = sum(all_marks, Decimal(0))
    max_score = sum(points, Decimal(0))
    reached = score + TOLERANCE * max_score + MARK * len(all_marks)
    share = reached * 100 / max_score if max_score else Decimal(0)
    percent = max(min(share, Decimal(100)), Decimal(0)).quantize(PERCENT, rounding=ROUND_DOWN)
    return Total(score, max_score, percent, percent >= pass_percent)


def scaled(
    score: Decimal, max_score: Decimal, grade_max: Decimal | None
) -> tuple[Decimal, Decimal]:
    """
    Return a result on the quiz's own scale, and the highest grade of that scale.

    Grade = sum of marks × highest grade ÷ sum of points, rounded down, never below 0. Without a
    scale of its own, the points are the grade.

    >>> scaled(Decimal("2.5"), Decimal("3"), Decimal("10"))
    (Decimal('8.33'), Decimal('10'))
    >>> scaled(Decimal("2.9999999"), Decimal("5"), Decimal("10"))[0]
    Decimal('6.00')
    >>> scaled(Decimal("0"), Decimal("5"), Decimal("10000"))[0]
    Decimal('0.00')
    >>> scaled(Decimal("2.5"), Decimal("3"), None)
    (Decimal('2.5'), Decimal('3'))
    """
    if grade_max is None or not max_score:
        return score, max_score
    # On a long scale the tolerance itself would be seen in the last digit.
    reached = score * grade_max / max_score + min(grade_max * TOLERANCE, LEAST_SEEN)
    grade = min(max(reached, Decimal(0)), grade_max)
    return grade.quantize(PERCENT, rounding=ROUND_DOWN), grade_max


def counted_percent(rule: str, percents: Sequence[Decimal]) -> Decimal | None:
    """
    Return the percent that counts of those reached, in the order of the attempts; rounded down.

    Rules: highest, average, first, last. None before the first attempt. Given exact, they are
    rounded once: the average of a third and two thirds is a half.

    >>> reached = [Decimal("40.00"), Decimal("90.00"), Decimal("70.00")]
    >>> [str(counted_percent(rule, reached)) for rule in ("highest", "average", "first", "last")]
    ['90.00', '66.66', '40.00', '70.00']
    >>> counted_percent("average", [Decimal(100) / 3, Decimal(200) / 3])
    Decimal('50.00')
    >>> counted_percent("highest", []) is None
    True
    """
    if not percents:
        return None
    counted = {
        "highest": max(percents),
        "average": sum(percents, Decimal(0)) / len(percents),
        "first": percents[0],
        "last": percents[-1],
    }[rule]
    made_good = min(max(counted + 100 * TOLERANCE, Decimal(0)), Decimal(100))
    return made_good.quantize(PERCENT, rounding=ROUND_DOWN)
