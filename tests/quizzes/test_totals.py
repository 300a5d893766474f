"""From marks to percent, grade and pass: what was cut to seven digits fails nobody."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.grading.marks import as_stored
from quizzes.grading.totals import mark_of, scaled, total

# Every share that a file or a matching question gives, as an exact number.
SHARES = [Fraction(part, parts) for parts in range(1, 11) for part in range(parts + 1)]


def stored(share):
    return as_stored(Decimal(share.numerator) / share.denominator)


@pytest.mark.parametrize(
    ("shares", "points", "pass_percent", "percent", "passed"),
    [
        pytest.param(["1/3"] * 3 + ["1", "1"], [1] * 5, 60, "60.00", True, id="three thirds"),
        pytest.param(["5/6", "1/3", "1/3"], [1] * 3, 50, "50.00", True, id="sixths and thirds"),
        pytest.param(["1/7"] * 7, [1] * 7, 15, "14.28", False, id="sevenths, below"),
        pytest.param(["1/3", "2/3"], [2, 2], 50, "50.00", True, id="two points each"),
        pytest.param(["1/3", "1/3", "1/3"], [1] * 3, 34, "33.33", False, id="a third is no 34 %"),
        pytest.param(["1/9"] * 9, [100] * 9, 12, "11.11", False, id="ninths of many points"),
        pytest.param(["0"], [0], 0, "0.00", True, id="nothing to be had"),
    ],
)
def test_the_pass_mark_reached_exactly_is_reached(shares, points, pass_percent, percent, passed):
    marks = [
        mark_of(stored(Fraction(share)), Decimal(point))
        for share, point in zip(shares, points, strict=True)
    ]

    result = total(marks, [Decimal(point) for point in points], pass_percent)

    assert (result.percent, result.passed) == (Decimal(percent), passed)


# Shares that are closer than this are the same.
CLOSE = Fraction(2, 1_000_000)


def cut(exact, scale):
    """Round a share of a scale down to two decimals."""
    return Decimal(int(exact * scale * 100)) / 100


@given(st.lists(st.tuples(st.sampled_from(SHARES), st.integers(1, 20)), min_size=1, max_size=60))
def test_percent_and_pass_are_those_of_the_exact_numbers(asked):
    exact = sum(share * points for share, points in asked) / sum(points for _share, points in asked)
    marks = [mark_of(stored(share), Decimal(points)) for share, points in asked]

    result = total(marks, [Decimal(points) for _share, points in asked], 60)

    assert cut(exact, 100) <= result.percent <= cut(min(exact + CLOSE, Fraction(1)), 100)
    assert result.passed or exact < Fraction(60, 100)
    assert not result.passed or exact + CLOSE >= Fraction(60, 100)


@given(
    st.lists(st.sampled_from(SHARES), min_size=1, max_size=40),
    st.sampled_from([5, 10, 20, 100, 1_000]),
)
def test_the_grade_is_that_of_the_exact_numbers_rounded_down(shares, grade_max):
    score = sum((stored(share) for share in shares), Decimal(0))

    grade, highest = scaled(score, Decimal(len(shares)), Decimal(grade_max))

    exact = sum(shares) / len(shares)
    assert cut(exact, grade_max) <= grade <= cut(min(exact + CLOSE, Fraction(1)), grade_max)
    assert highest == grade_max


@pytest.mark.parametrize(("score", "grade"), [("0", "0.00"), ("5", "10000.00"), ("-1", "0.00")])
def test_the_ends_of_a_long_scale_are_its_ends(score, grade):
    assert scaled(Decimal(score), Decimal(5), Decimal(10_000))[0] == Decimal(grade)
