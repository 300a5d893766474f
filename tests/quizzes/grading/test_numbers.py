"""Typed numbers: how they are read, what is near enough, and what units do."""

import contextlib
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.grading import numbers, numerical
from quizzes.grading.marks import Unfit, UnfitAnswerError
from tests.quizzes.grading.authored import METRES, anything, fraction_of, numbers_raw, raw_list


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("3.142", "3.142", ""),
        ("3,142", "3.142", ""),
        (".2", "0.2", ""),
        ("1.", "1", ""),
        ("-1.", "-1", ""),
        ("+1.0", "1", ""),
        ("− 5", "-5", ""),
        ("1e4", "10000", ""),
        ("3.142E-4", "0.0003142", ""),
        (".2e+2", "20", ""),
        ("1.e-1", "0.1", ""),
        ("3x10^8", "300000000", ""),
        ("3×10^8", "300000000", ""),
        ("3,0·10^8", "300000000", ""),
        ("3.0*10^8", "300000000", ""),
        ("3.00x10**-8", "0.00000003", ""),
        ("1m", "1", "m"),
        ("3.142 m / s", "3.142", "m/s"),
        ("1e4 m", "10000", "m"),
        ("3 frogs", "3", "frogs"),
        ("0001.000 mph", "1", "mph"),
        ("37,5\u00a0h", "37.5", "h"),
        ("1e-500", "0", ""),
        ("0e999999999999", "0", ""),
    ],
)
def test_a_number_is_read(text, value, unit):
    assert numbers.read(text) == numbers.Reading(Decimal(value), unit)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("frog", Unfit.NOT_A_NUMBER),
        (". m", Unfit.NOT_A_NUMBER),
        (",", Unfit.NOT_A_NUMBER),
        ("NaN", Unfit.NOT_A_NUMBER),
        ("inf", Unfit.NOT_A_NUMBER),
        ("٣", Unfit.NOT_A_NUMBER),
        ("", Unfit.NOT_A_NUMBER),
        ("1 000", Unfit.THOUSANDS),
        ("1\u202f000", Unfit.THOUSANDS),
        ("1'000", Unfit.THOUSANDS),
        ("1.000,5", Unfit.THOUSANDS),
        ("1,000,000", Unfit.THOUSANDS),
        ("1.2.3", Unfit.THOUSANDS),
        ("1e400", Unfit.TOO_LARGE),
        ("9" * 400, Unfit.TOO_LARGE),
        ("1e99999999999999999999", Unfit.TOO_LARGE),
    ],
)
def test_what_is_no_number_is_refused_with_its_reason(text, reason):
    with pytest.raises(UnfitAnswerError) as refused:
        numbers.read(text)

    assert refused.value.reason == reason


@given(anything)
def test_reading_a_number_never_fails_otherwise(text):
    for unit_first in (False, True):
        with contextlib.suppress(UnfitAnswerError):
            numbers.read(text, unit_first=unit_first)


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12))
def test_a_number_is_read_as_it_is_written_with_either_sign(value):
    read = numbers.SUMS.plus(value)
    assert numbers.number(f"{value:f}") == read
    assert numbers.number(f"{value:f}".replace(".", ",")) == read


@pytest.mark.parametrize(
    ("answer", "tolerance", "way", "value", "holds"),
    [
        ("10", "0", "nominal", "10", True),
        ("10", "0", "nominal", "10.0000000000001", True),
        ("10", "0", "nominal", "10.000001", False),
        ("10", "0.5", "nominal", "9.5", True),
        ("10", "0.5", "nominal", "9.49", False),
        ("0.3", "0.1", "nominal", "0.4", True),
        ("0", "0", "nominal", "0", True),
        ("0", "0", "nominal", "1e-20", False),
        ("-10", "0.5", "nominal", "-10.5", True),
        ("10", "-0.5", "nominal", "10.5", True),
        ("7", "0.1", "relative", "7.7", True),
        ("7", "0.1", "relative", "7.71", False),
        ("-7", "0.1", "relative", "-6.3", True),
        ("0", "0.1", "relative", "0.001", False),
        ("7", "1", "geometric", "3.5", True),
        ("7", "1", "geometric", "14", True),
        ("7", "1", "geometric", "14.01", False),
        ("-7", "1", "geometric", "-3.5", True),
        ("*", "0", "nominal", "12345", True),
        ("much", "0", "nominal", "1", False),
        ("1e300", "0", "nominal", "1e300", True),
        ("1e-300", "0", "nominal", "0", True),
    ],
)
def test_an_interval(answer, tolerance, way, value, holds):
    assert numbers.holds(answer, tolerance, way, Decimal(value)) == holds


@pytest.mark.parametrize(
    ("handling", "penalty_of", "text", "fraction"),
    [
        pytest.param("graded", "response", "2 m", "1", id="the unit of the answer"),
        pytest.param("graded", "response", "200 cm", "1", id="a unit that converts"),
        pytest.param("graded", "response", "200cm", "1", id="without a space"),
        pytest.param("graded", "response", "2", "0.9", id="a missing unit costs the penalty"),
        pytest.param("graded", "response", "2 kg", "0.9", id="so does a wrong one"),
        pytest.param("graded", "response", "2 CM", "0.9", id="capitals are another unit"),
        pytest.param("graded", "response", "2 cm", "0.9", id="a right number in a wrong unit"),
        pytest.param("graded", "response", "3", "0.45", id="a share of what the number gave"),
        pytest.param("graded", "total", "3", "0.4", id="or of all the points"),
        pytest.param("graded", "total", "4", "0", id="never below zero"),
        pytest.param("optional", "response", "2", "1", id="optional: the unit may be left out"),
        pytest.param("optional", "response", "200 cm", "1", id="optional: it converts"),
        pytest.param("none", "response", "2", "1", id="no units"),
        pytest.param("none", "response", "2 frogs", "1", id="no units: what follows is nothing"),
        pytest.param("graded", "response", "7 m", "0", id="another number"),
    ],
)
def test_units(handling, penalty_of, text, fraction):
    raw = numbers_raw(
        ("2", "0", "1"),
        ("3", "0", "0.5"),
        ("4", "0", "0.05"),
        unit_handling=handling,
        unit_penalty_of=penalty_of,
        **METRES,
    )

    assert fraction_of("numerical", raw, {"text": text}) == Decimal(fraction)


@pytest.mark.parametrize(("unit", "fraction"), [("i0", "1"), ("i1", "0.9"), ("", "0.9")])
def test_a_unit_that_is_chosen(unit, fraction):
    raw = numbers_raw(("2", "0", "1"), unit_handling="graded", unit_input="select", **METRES)

    assert fraction_of("numerical", raw, {"text": "2", "unit": unit}) == Decimal(fraction)


def test_a_unit_before_the_number():
    raw = numbers_raw(
        ("100", "0", "1"),
        unit_handling="graded",
        unit_first=True,
        units=raw_list({"unit": "€", "multiplier": "1"}),
        unit_penalty="1",
    )

    assert fraction_of("numerical", raw, {"text": "€100,00"}) == 1
    assert fraction_of("numerical", raw, {"text": "100"}) == 0


def test_a_number_without_a_known_unit_costs_no_points_below_zero():
    raw = numbers_raw(("2", "0", "1"), ("*", "0", "-0.5"))

    assert fraction_of("numerical", raw, {"text": "7"}) == 0


def test_the_right_number_is_said_with_its_unit():
    raw = numbers_raw(("2", "0", "1"), unit_handling="graded", **METRES)
    structure, words = numerical.structure(raw), numerical.words(raw)

    assert numerical.right(structure, words) == {"text": "2 m"}
