"""
The figures of an item analysis, from marks alone.

Formulas are those of Moodle's "Quiz statistics calculations" (docs.moodle.org/dev): sample
variances and covariances (n − 1), x the mark on an item, T the total of the attempt, r = T − x
the rest. A figure whose denominator is 0 is None: not known, which is not the same as 0.

Marks are whole numbers of UNITs of a point, so every sum is exact and a variance is 0 exactly
where all marks are equal; floats come in at the last division or root.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt
from operator import mul

# Marks have seven decimals.
UNIT = 10_000_000
# No figure is told from fewer attempts than this: it would be a story on a handful of people.
ENOUGH = 10


@dataclass(frozen=True)
class Marks:
    """
    The marks on one item and, attempt by attempt, the totals of the same attempts, in UNITs.

    `most` and `most_total` are sums over those attempts: what the item and what the whole
    could give. The rest of a question drawn at random is the whole T (Moodle's rule).
    """

    marks: Sequence[int]
    totals: Sequence[int]
    most: int
    most_total: int
    drawn: bool = False


@dataclass(frozen=True)
class ItemFigures:
    """
    What the marks on an item tell.

    `facility` is a share, `sd` points, the rest per cent. `covariance` is that of x with T, in
    points²; where it is below 0 the item has no effective weight and is `is_against`: who does
    well on the whole does badly here.
    """

    attempts: int
    facility: float | None
    sd: float | None
    discrimination: float | None
    efficiency: float | None
    intended_weight: float | None
    covariance: float | None
    variance: float | None
    effective_weight: float | None = None

    @property
    def is_against(self) -> bool:
        """Whether its covariance with the total is negative."""
        return self.covariance is not None and self.covariance < 0


def item_figures(item: Marks) -> ItemFigures:
    """
    Return an item's own figures; the effective weight needs all of them (`effective_weights`).

    >>> marks = Marks([0, UNIT, UNIT], [UNIT, UNIT, 3 * UNIT], 3 * UNIT, 12 * UNIT)
    >>> found = item_figures(marks)
    >>> round(found.facility, 3), round(found.discrimination, 3), round(found.efficiency, 3)
    (0.667, 0.0, 0.0)
    >>> found.intended_weight
    25.0
    """
    xs, n = item.marks, len(item.marks)
    pairs = n * (n - 1)
    rests = item.totals if item.drawn else [t - x for t, x in zip(item.totals, xs, strict=True)]
    variance = _co(xs, xs)
    with_rest = _co(xs, rests)
    # cov(x, T) = cov(x, r) + var(x) where T = r + x.
    with_total = with_rest if item.drawn else with_rest + variance
    return ItemFigures(
        attempts=n,
        facility=_ratio(sum(xs), item.most),
        sd=sqrt(variance / pairs) / UNIT if pairs else None,
        discrimination=_correlation(with_rest, variance, _co(rests, rests)),
        efficiency=_percent(with_rest, _co(sorted(xs), sorted(rests))),
        intended_weight=_percent(item.most, item.most_total),
        covariance=with_total / pairs / UNIT**2 if pairs else None,
        variance=variance / pairs / UNIT**2 if pairs else None,
    )


def _co(xs: Sequence[int], ys: Sequence[int]) -> int:
    """Return n(n − 1) times the sample covariance, exactly."""
    products: int = sum(map(mul, xs, ys))
    return len(xs) * products - sum(xs) * sum(ys)


def _ratio(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _percent(part: int, whole: int) -> float | None:
    return 100 * part / whole if whole else None


def _correlation(covariance: int, variance: int, other: int) -> float | None:
    if not variance or not other:
        return None
    # Two roots: the product would leave the range of floats long before its parts do.
    return 100 * covariance / (sqrt(variance) * sqrt(other))


def effective_weights(
    items: Sequence[ItemFigures], places: Sequence[ItemFigures]
) -> list[float | None]:
    """
    Return each item's effective weight: its share of the roots of covariance with the total.

    `places` are what the whole is made of; without random draws they are the items themselves.
    A negative covariance has no root: None, and no part in the sum.

    >>> def item(covariance):
    ...     return ItemFigures(10, None, None, None, None, None, covariance, None)
    >>> both = [item(9.0), item(1.0), item(-4.0)]
    >>> effective_weights(both, both)
    [75.0, 25.0, None]
    """
    whole = sum(map(_root, places))
    return [
        None
        if not whole or item.covariance is None or item.is_against
        else 100 * _root(item) / whole
        for item in items
    ]


def _root(item: ItemFigures) -> float:
    return sqrt(item.covariance) if item.covariance and item.covariance > 0 else 0.0


@dataclass(frozen=True)
class QuizFigures:
    """
    What the totals tell. Mean, median, sd and standard error are points; consistency (α) and
    error ratio per cent. `most` is what an attempt could give, in points (the mean, where a
    quiz was changed between attempts).
    """

    attempts: int
    most: float | None
    mean: float | None
    median: float | None
    sd: float | None
    skewness: float | None
    kurtosis: float | None
    consistency: float | None
    error_ratio: float | None
    standard_error: float | None


def quiz_figures(
    totals: Sequence[int], most_total: int, places: Sequence[ItemFigures]
) -> QuizFigures:
    """
    Return the figures of a whole quiz from its totals and its places.

    α needs every place in every attempt: a quiz that was changed between them has none.

    >>> figures = quiz_figures([UNIT, 2 * UNIT, 3 * UNIT, 6 * UNIT], 40 * UNIT, [])
    >>> figures.mean, figures.median, figures.most, figures.consistency
    (3.0, 2.5, 10.0, None)
    >>> round(figures.sd, 4), round(figures.skewness, 4), round(figures.kurtosis, 4)
    (2.1602, 1.1903, 1.5)
    """
    n = len(totals)
    skewness, kurtosis = _shape(totals)
    variance = _co(totals, totals) / (n * (n - 1)) / UNIT**2 if n > 1 else None
    sd = None if variance is None else sqrt(variance)
    consistency = _consistency(n, variance, places)
    # Above 100 where marks hang together more than their sum: no error to speak of a ratio.
    error_ratio = (
        100 * sqrt(1 - consistency / 100)
        if consistency is not None and consistency <= 100
        else None
    )
    return QuizFigures(
        attempts=n,
        most=most_total / n / UNIT if n else None,
        mean=sum(totals) / n / UNIT if n else None,
        median=_median(totals),
        sd=sd,
        skewness=skewness,
        kurtosis=kurtosis,
        consistency=consistency,
        error_ratio=error_ratio,
        standard_error=None if error_ratio is None or sd is None else error_ratio * sd / 100,
    )


def _median(totals: Sequence[int]) -> float | None:
    if not totals:
        return None
    ordered, middle = sorted(totals), len(totals) // 2
    if len(totals) % 2:
        return ordered[middle] / UNIT
    return (ordered[middle - 1] + ordered[middle]) / 2 / UNIT


def _shape(totals: Sequence[int]) -> tuple[float | None, float | None]:
    """
    Return skewness k3/k2^1.5 and kurtosis k4/k2², by Fisher's k statistics.

    d = nT − ΣT keeps the powers whole; the n that each d is too large by cancels out.
    """
    n, whole = len(totals), sum(totals)
    apart = [n * total - whole for total in totals]
    squares = sum(d * d for d in apart)
    if n < 3 or not squares:
        return None, None
    m2 = squares / n
    m3 = sum(d**3 for d in apart) / n
    k2 = n * m2 / (n - 1)
    k3 = n * n * m3 / ((n - 1) * (n - 2))
    skewness = k3 / k2**1.5
    if n < 4:
        return skewness, None
    m4 = sum(d**4 for d in apart) / n
    k4 = n * n * ((n + 1) * m4 - 3 * (n - 1) * m2 * m2) / ((n - 1) * (n - 2) * (n - 3))
    return skewness, k4 / k2**2


def _consistency(n: int, variance: float | None, places: Sequence[ItemFigures]) -> float | None:
    """Return Cronbach's α in per cent."""
    p = len(places)
    if p < 2 or not variance or any(place.attempts != n for place in places):
        return None
    parts = sum(place.variance or 0.0 for place in places)
    return 100 * p / (p - 1) * (1 - parts / variance)


class Advice(StrEnum):
    """What an editor should look at."""

    WRONG_WAY = "wrong_way"
    GUESSING = "guessing"
    TOO_EASY = "too_easy"
    TOO_HARD = "too_hard"
    HARDLY = "hardly"


# Moodle's manual calls 95 % "extremely easy", a fifth or less "difficult", and a
# discrimination below 20 % "very weak".
EASY, HARD, WEAK = 0.95, 0.20, 20.0


def advice(item: ItemFigures, guess: float | None) -> tuple[Advice, ...]:
    """
    Say what is odd about an item, the gravest first; nothing from fewer attempts than ENOUGH.

    An item that nearly everybody gets right, or wrong, cannot discriminate: that is said once.

    >>> easy = ItemFigures(40, 0.97, 0.1, 5.0, 8.0, 5.0, 0.01, 0.01)
    >>> advice(easy, 0.25)
    (<Advice.TOO_EASY: 'too_easy'>,)
    """
    if item.attempts < ENOUGH or item.facility is None:
        return ()
    found = []
    against = item.discrimination is not None and item.discrimination < 0
    if against or item.is_against:
        found.append(Advice.WRONG_WAY)
    if guess and item.facility <= guess:
        found.append(Advice.GUESSING)
    extreme = item.facility >= EASY or item.facility <= HARD
    if extreme:
        found.append(Advice.TOO_EASY if item.facility >= EASY else Advice.TOO_HARD)
    weak = item.discrimination is not None and 0 <= item.discrimination < WEAK
    if weak and not extreme and Advice.WRONG_WAY not in found:
        found.append(Advice.HARDLY)
    return tuple(found)


def may_be_chance(item: ItemFigures) -> bool:
    """
    Whether a discrimination of this size arises by chance alone in so few attempts.

    A correlation of nothing with nothing wanders about 2/√n to either side.

    >>> may_be_chance(ItemFigures(16, 0.5, 0.5, -30.0, None, None, None, None))
    True
    >>> may_be_chance(ItemFigures(400, 0.5, 0.5, -30.0, None, None, None, None))
    False
    """
    if item.discrimination is None or not item.attempts:
        return False
    return abs(item.discrimination) < 200 / sqrt(item.attempts)
