"""
The figures of an item analysis: against Moodle's own tables, by hand, and as properties.

The two tables are the marks and results that Moodle publishes with its statistics report
(mod/quiz/report/statistics/tests: a quiz of 7 places and 25 attempts, computed in a
spreadsheet, and one of 20 places and 22 attempts).
"""

from fractions import Fraction
from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.analysis.figures import (
    UNIT,
    Advice,
    ItemFigures,
    Marks,
    advice,
    effective_weights,
    item_figures,
    quiz_figures,
)

SEVEN_PLACES = """
1 1 1 1 1 0 1|1 1 1 1 .5 1 0|1 1 1 1 .5 0 1|0 0 1 1 1 0 0|1 0 1 0 0 1 .5|1 1 1 1 .5 0 .5
0 1 1 1 .5 1 .5|1 1 1 0 .5 1 .5|1 0 1 1 1 1 1|0 1 1 0 .5 1 .5|.8 0 1 1 .5 1 .5|1 1 1 0 .5 1 1
1 0 1 1 .5 1 .5|1 0 1 1 1 0 .5|0 0 1 1 0 1 1|1 0 1 0 .5 1 1|.8 0 1 1 .5 0 1|1 0 1 1 0 1 .5
1 0 1 1 .5 0 .5|0 1 1 0 .5 1 0|1 1 .3333333 1 .5 0 .5|1 1 1 0 .5 0 .5|1 1 1 1 0 1 .5
0 0 1 0 .5 1 1|0 0 1 1 1 1 1
"""
# Facility, sd, effective weight, discrimination index, discriminative efficiency of each place.
SEVEN_FIGURES = [
    (0.704, 0.4513682901, 21.2922742344, -7.0650767526, -9.4550536967),
    (0.48, 0.5099019514, 18.8979800309, -28.8982125772, -36.7834118938),
    (0.973333332, 0.13333334, 4.443012573, -9.1230674268, -21.6545012165),
    (0.68, 0.4760952286, 18.9347251357, -22.6306444113, -31.4411395613),
    (0.52, 0.3055050463, 11.1450138688, -17.6997047674, -21.1794802584),
    (0.64, 0.4898979486, 9.8081339177, -45.3785178421, -56.9365974439),
    (0.62, 0.331662479, 15.4788602394, -5.6543166602, -6.5043742058),
]
# Places 8 to 20; the first four gave nobody anything, the next three are worth nothing.
TWENTY_PLACES = """
5.5 .3 .9 1 .3 1 0 0 1 1 0 0 1|1 .9 .9 .3 .3 1 0 0 1 0 1 0 1|2.5 1 .9 .3 1 0 0 1 1 1 1 1 1
4 .3 .9 1 .3 0 0 0 0 1 0 0 1|3 .9 .3 .9 1 0 1 0 0 1 1 1 0|4.5 .9 1 1 .9 0 1 1 1 0 0 0 0
3 .3 .3 .3 .3 1 0 1 1 1 1 1 1|6 .9 .9 1 .3 0 1 1 1 1 0 0 1|.5 .9 1 .9 .3 0 1 1 0 1 1 0 1
5.5 .9 1 .9 .3 1 1 0 0 1 0 0 0|2.5 .9 1 1 .9 0 1 0 0 1 0 0 1|4 .9 .3 .9 1 0 1 1 1 1 1 0 1
4 .9 .3 .3 1 1 1 1 0 0 1 1 0|3 1 1 .3 1 0 1 0 1 1 1 1 0|1 1 .9 .3 .3 1 0 1 0 0 0 0 0
1 .3 .3 .3 .9 0 0 0 1 0 0 0 1|1.5 1 .3 .9 1 1 1 0 1 1 0 0 0|4 .9 1 .9 1 0 1 1 1 0 1 0 0
2 .9 .9 .3 .9 0 1 0 0 0 0 0 0|1 1 .3 .3 .3 0 1 1 0 1 0 0 0|6 .9 1 1 .9 0 0 0 1 0 0 1 1
7 .9 .3 .3 .3 1 0 1 1 1 1 0 0
"""
TWENTY_MOST = [1, 1, 1, 1, 0, 0, 0, 8, *[1] * 12]
TWENTY_FIGURES = [
    *[(0, 0, 0, None, None)] * 4,
    *[(None, 0, 0, None, None)] * 3,
    (0.4119318182, 1.912733589, 26.58464457, 25.88327077, 27.23492723),
    (0.8136363636, 0.2512738111, 3.368456046, 1.170256965, 1.382386552),
    (0.7136363636, 0.3226312277, 3.253955259, -4.207816809, -4.691171307),
    (0.6545454545, 0.3334199022, 7.584083694, 28.16930644, 31.12404354),
    (0.6590909091, 0.3375811591, 3.79658376, -2.513606859, -2.877487579),
    (0.3636363636, 0.4923659639, 3.183278505, -12.99017581, -17.5074184),
    (0.5909090909, 0.5032362797, 4.532356904, -8.900638238, -10.27568922),
    (0.5, 0.5117663157, 7.78856243, 8.670004606, 10.86956522),
    (0.5909090909, 0.5032362797, 10.08351572, 29.63337745, 34.58997279),
    (0.6363636364, 0.4923659639, 8.381139345, 15.18945843, 17.4790556),
    (0.4545454545, 0.5096471914, 8.727645713, 16.21079629, 20.14359793),
    (0.2727272727, 0.4558423058, 7.946277111, 15.52451404, 22.06477733),
    (0.5, 0.5117663157, 4.769500946, -8.396734802, -10),
]


def units(mark) -> int:
    return round(Fraction(str(mark)) * UNIT)


def rows_of(table, before=()):
    lines = table.replace("\n", "|").strip("|").split("|")
    return [[*before, *(units(mark) for mark in line.split())] for line in lines]


def columns_of(rows, most):
    """Each place's marks beside the totals of the attempts."""
    totals = [sum(row) for row in rows]
    whole = sum(map(units, most)) * len(rows)
    return totals, [
        Marks(list(marks), totals, units(worth) * len(rows), whole)
        for marks, worth in zip(zip(*rows, strict=True), most, strict=True)
    ]


def told(figures):
    """The figures that there are, by their place."""
    return {place: figure for place, figure in enumerate(figures) if figure is not None}


def figures_of(rows, most):
    _totals, columns = columns_of(rows, most)
    found = [item_figures(column) for column in columns]
    return [
        (item.facility, item.sd, weight, item.discrimination, item.efficiency)
        for item, weight in zip(found, effective_weights(found, found), strict=True)
    ]


@pytest.mark.parametrize(
    ("rows", "most", "expected"),
    [
        pytest.param(rows_of(SEVEN_PLACES), [1] * 7, SEVEN_FIGURES, id="7 places, 25 attempts"),
        pytest.param(
            rows_of(TWENTY_PLACES, [0] * 7),
            TWENTY_MOST,
            TWENTY_FIGURES,
            id="20 places, 22 attempts",
        ),
    ],
)
def test_items_come_out_as_in_moodles_tables(rows, most, expected):
    found = figures_of(rows, most)

    assert len(found) == len(expected)
    for place, (figures, published) in enumerate(zip(found, expected, strict=True), start=1):
        # As closely as Moodle's own test asks.
        assert told(figures) == pytest.approx(told(published), rel=1e-5), place


def test_the_whole_quiz_comes_out_as_in_moodles_table():
    rows = rows_of(SEVEN_PLACES)
    totals, columns = columns_of(rows, [1] * 7)

    found = quiz_figures(totals, 7 * UNIT * len(rows), [item_figures(each) for each in columns])

    assert (found.attempts, found.most, found.median) == (25, 7, 4.5)
    assert [
        found.mean,
        found.sd,
        found.skewness,
        found.kurtosis,
        found.consistency,
        found.error_ratio,
        found.standard_error,
    ] == pytest.approx(
        [
            4.617333332,
            0.8117265554,
            -0.092502502,
            -0.7073968557,
            -87.2230935542,
            136.8294900795,
            1.1106813066,
        ],
        rel=1.5e-5,
    )


def test_a_drawn_question_is_held_against_the_whole_total():
    # x = 0, 0, 1, 1 beside T = 1, 2, 3, 6: Σdxdy = 1 · 3 = 3, Σdx² = 1, ΣdT² = 14.
    marks = [0, 0, UNIT, UNIT]
    totals = [UNIT, 2 * UNIT, 3 * UNIT, 6 * UNIT]
    drawn = item_figures(Marks(marks, totals, 4 * UNIT, 40 * UNIT, drawn=True))
    fixed = item_figures(Marks(marks, totals, 4 * UNIT, 40 * UNIT))

    assert drawn.discrimination == pytest.approx(100 * 3 / sqrt(14))
    # r = 1, 2, 2, 5: Σdxdr = 2, Σdr² = 9.
    assert fixed.discrimination == pytest.approx(100 * 2 / sqrt(9))
    assert drawn.covariance == pytest.approx(1.0)
    assert fixed.covariance == pytest.approx(1.0)
    assert drawn.efficiency == 100.0


@pytest.mark.parametrize(
    ("marks", "totals"),
    [
        pytest.param([], [], id="nobody"),
        pytest.param([UNIT], [2 * UNIT], id="one attempt"),
        # A third is no round number: floats would leave a variance of 1e-33.
        pytest.param([3333333] * 3, [UNIT, 2 * UNIT, 3 * UNIT], id="the same mark for all"),
        pytest.param([0, UNIT, 0], [UNIT, 2 * UNIT, UNIT], id="the same rest for all"),
    ],
)
def test_what_has_no_denominator_has_no_figure(marks, totals):
    found = item_figures(Marks(marks, totals, 0, 0))

    assert (found.discrimination, found.efficiency) == (None, None)
    assert (found.facility, found.intended_weight) == (None, None)


def test_a_negative_covariance_has_no_effective_weight_and_is_flagged():
    # Whoever has it right has everything else wrong.
    rows = [[UNIT, 0, 0], [0, UNIT, UNIT], [UNIT, 0, 0], [0, UNIT, UNIT]]
    _totals, columns = columns_of(rows, [1, 1, 1])
    found = [item_figures(column) for column in columns]

    assert [item.is_against for item in found] == [True, False, False]
    assert effective_weights(found, found) == [None, 50.0, 50.0]


@pytest.mark.parametrize(
    ("totals", "expected"),
    [
        pytest.param([], (None, None, None, None, None), id="nobody"),
        pytest.param([3], (3, 3, None, None, None), id="one"),
        pytest.param([1, 4], (2.5, 2.5, sqrt(4.5), None, None), id="two"),
        pytest.param([2, 2, 2, 2], (2, 2, 0, None, None), id="all the same"),
        # m2 = 2/9, m3 = 2/27: k2 = 1/3, k3 = 9·(2/27)/2 = 1/3.
        pytest.param([1, 1, 2], (4 / 3, 1, sqrt(1 / 3), (1 / 3) / (1 / 3) ** 1.5, None), id="3"),
    ],
)
def test_few_totals_have_few_figures(totals, expected):
    found = quiz_figures([units(total) for total in totals], 10 * UNIT * len(totals), [])

    assert (
        found.mean,
        found.median,
        found.sd,
        found.skewness,
        found.kurtosis,
    ) == pytest.approx(expected)
    assert (found.consistency, found.error_ratio, found.standard_error) == (None, None, None)


def test_a_quiz_changed_between_attempts_has_no_consistency():
    rows = rows_of(SEVEN_PLACES)
    totals, columns = columns_of(rows, [1] * 7)
    places = [item_figures(each) for each in columns]
    late = item_figures(Marks(columns[0].marks[:20], totals[:20], 20 * UNIT, 140 * UNIT))

    assert quiz_figures(totals, 175 * UNIT, places).consistency is not None
    assert quiz_figures(totals, 175 * UNIT, [*places[1:], late]).consistency is None
    assert quiz_figures(totals, 175 * UNIT, places[:1]).consistency is None


def figures(**known):
    unknown = dict.fromkeys(
        ("facility", "sd", "discrimination", "efficiency", "intended_weight", "covariance")
    )
    return ItemFigures(**{**unknown, "attempts": 200, "variance": None, **known})


@pytest.mark.parametrize(
    ("known", "guess", "expected"),
    [
        ({"facility": 0.6, "discrimination": 45}, 0.25, []),
        ({"facility": 0.97, "discrimination": 3}, 0.25, [Advice.TOO_EASY]),
        ({"facility": 1.0}, 0.25, [Advice.TOO_EASY]),
        ({"facility": 0.1, "discrimination": 30}, None, [Advice.TOO_HARD]),
        ({"facility": 0.24, "discrimination": 30}, 0.25, [Advice.GUESSING]),
        ({"facility": 0.0}, 0.0, [Advice.TOO_HARD]),
        ({"facility": 0.6, "discrimination": 19}, 0.25, [Advice.HARDLY]),
        ({"facility": 0.6, "discrimination": -1}, 0.25, [Advice.WRONG_WAY]),
        ({"facility": 0.6, "discrimination": 30, "covariance": -0.1}, 0.25, [Advice.WRONG_WAY]),
        (
            {"facility": 0.2, "discrimination": -40},
            0.25,
            [Advice.WRONG_WAY, Advice.GUESSING, Advice.TOO_HARD],
        ),
    ],
)
def test_advice(known, guess, expected):
    assert list(advice(figures(**known), guess)) == expected


def test_nothing_is_said_of_fewer_than_ten_attempts():
    assert advice(figures(facility=1.0, attempts=10), 0.25)
    assert advice(figures(facility=1.0, attempts=9), 0.25) == ()


# --- Properties ------------------------------------------------------------------------

ROW = st.lists(st.integers(-UNIT, UNIT), min_size=3, max_size=3)
TABLE = st.lists(ROW, min_size=2, max_size=30)


@given(TABLE)
def test_percentages_stay_within_their_bounds(rows):
    _totals, columns = columns_of(rows, [1, 1, 1])
    found = [item_figures(column) for column in columns]
    weights = effective_weights(found, found)

    for item in found:
        assert -1 <= item.facility <= 1
        assert item.discrimination is None or abs(item.discrimination) <= 100 + 1e-6
        # Sorted pairs go together as well as they can; against, they may go further.
        assert item.efficiency is None or item.efficiency <= 100
    assert sum(item.intended_weight for item in found) == pytest.approx(100)
    known = [weight for weight in weights if weight is not None]
    assert not known or sum(known) == pytest.approx(100) or sum(known) == 0


@given(TABLE, st.integers(2, 9))
def test_points_change_no_percentage(rows, factor):
    """A question worth three points discriminates as it did with one."""
    larger = [[mark * factor for mark in row] for row in rows]

    for one, other in zip(figures_of(rows, [1] * 3), figures_of(larger, [factor] * 3), strict=True):
        assert one[1] * factor == pytest.approx(other[1])
        assert told([one[0], *one[2:]]) == pytest.approx(told([other[0], *other[2:]]))


@given(TABLE)
def test_the_order_of_attempts_changes_nothing(rows):
    assert figures_of(rows[::-1], [1] * 3) == figures_of(rows, [1] * 3)


@given(st.lists(st.integers(0, 20 * UNIT), min_size=4, max_size=40))
def test_the_totals_of_a_mirrored_quiz_lean_the_other_way(totals):
    found = quiz_figures(totals, 0, [])
    mirrored = quiz_figures([20 * UNIT - total for total in totals], 0, [])

    assert mirrored.sd == pytest.approx(found.sd)
    if found.sd:
        assert mirrored.skewness == pytest.approx(-found.skewness, rel=1e-6, abs=1e-9)
        assert mirrored.kurtosis == pytest.approx(found.kurtosis, rel=1e-6, abs=1e-9)
