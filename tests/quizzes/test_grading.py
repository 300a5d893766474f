"""What an answer is worth, for every type."""

import math
import random
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.grading.marks import Mark, State, Unfit, UnfitAnswerError
from quizzes.grading.multiple_choice import MultipleChoice
from quizzes.grading.multiple_choice import grade as grade_multiple
from quizzes.grading.registry import CHOICES, choice_type
from quizzes.grading.single_choice import SingleChoice
from quizzes.grading.single_choice import grade as grade_single
from quizzes.grading.totals import counted_percent, mark_of, total
from quizzes.grading.true_false import TrueFalse
from quizzes.grading.true_false import grade as grade_true_false

HALVES = MultipleChoice({"a": Decimal("0.5"), "b": Decimal("0.5"), "c": Decimal("-0.5")})
THIRDS = MultipleChoice(dict.fromkeys("abc", Decimal("0.3333333")) | {"d": Decimal(-1)})
STRICT = MultipleChoice(HALVES.fractions, all_or_nothing=True)

fractions = st.decimals(-1, 1, places=7)


@pytest.mark.parametrize(
    ("content", "ticked", "fraction", "state"),
    [
        pytest.param(HALVES, "ab", "1", State.RIGHT, id="every right option"),
        pytest.param(HALVES, "a", "0.5", State.PARTLY, id="half of the right ones"),
        pytest.param(HALVES, "abc", "0.5", State.PARTLY, id="a wrong one costs its fraction"),
        pytest.param(HALVES, "c", "0", State.WRONG, id="never below zero"),
        pytest.param(HALVES, "", "0", State.UNANSWERED, id="nothing ticked is no answer"),
        pytest.param(THIRDS, "abc", "1", State.RIGHT, id="three thirds of seven decimals are all"),
        pytest.param(THIRDS, "abcd", "0", State.WRONG, id="everything ticked, one cancels"),
        pytest.param(STRICT, "ab", "1", State.RIGHT, id="all or nothing: exactly the right ones"),
        pytest.param(STRICT, "a", "0", State.WRONG, id="all or nothing: one is missing"),
        pytest.param(STRICT, "abc", "0", State.WRONG, id="all or nothing: one too many"),
    ],
)
def test_multiple_choice(content, ticked, fraction, state):
    mark = grade_multiple(content, frozenset(ticked))

    assert (mark.fraction, mark.state) == (Decimal(fraction), state)


@pytest.mark.parametrize(
    ("chosen", "fraction", "state"),
    [
        pytest.param("a", "1", State.RIGHT, id="the right one"),
        pytest.param("b", "0.25", State.PARTLY, id="a nearly right one"),
        pytest.param("c", "-0.5", State.WRONG, id="a wrong one may cost points"),
        pytest.param(None, "0", State.UNANSWERED, id="none costs nothing"),
    ],
)
def test_single_choice(chosen, fraction, state):
    content = SingleChoice({"a": Decimal(1), "b": Decimal("0.25"), "c": Decimal("-0.5")})

    mark = grade_single(content, chosen)

    assert (mark.fraction, mark.state) == (Decimal(fraction), state)


@pytest.mark.parametrize(
    ("chosen", "fraction", "state"),
    [
        ("true", "0", State.WRONG),
        ("false", "1", State.RIGHT),
        (None, "0", State.UNANSWERED),
    ],
)
def test_true_false(chosen, fraction, state):
    mark = grade_true_false(TrueFalse("false"), chosen)

    assert (mark.fraction, mark.state) == (Decimal(fraction), state)


@pytest.mark.parametrize(
    "grade",
    [
        lambda: grade_single(SingleChoice({"a": Decimal(1)}), "b"),
        lambda: grade_multiple(HALVES, frozenset("ax")),
        lambda: grade_true_false(TrueFalse("true"), "maybe"),
    ],
)
def test_grading_an_unknown_option_is_the_callers_bug(grade):
    with pytest.raises(ValueError, match=r"option|Neither"):
        grade()


@given(st.dictionaries(st.text(min_size=1), fractions, min_size=1), st.data())
def test_multiple_choice_stays_between_nothing_and_everything(options, data):
    ticked = data.draw(st.frozensets(st.sampled_from(sorted(options))))

    mark = grade_multiple(MultipleChoice(options), ticked)

    assert 0 <= mark.fraction <= 1
    assert (mark.state == State.UNANSWERED) == (not ticked)


@given(st.dictionaries(st.text(min_size=1), fractions, min_size=1), st.data())
def test_all_or_nothing_is_one_for_the_right_set_alone(options, data):
    content = MultipleChoice(options, all_or_nothing=True)
    ticked = data.draw(st.frozensets(st.sampled_from(sorted(options)), min_size=1))

    assert grade_multiple(content, ticked).fraction == (1 if ticked == content.right else 0)


@given(fractions)
def test_the_state_follows_from_the_fraction(fraction):
    mark = Mark.of(fraction)

    assert abs(mark.fraction - fraction) < Decimal("0.000001")
    assert mark.state == (
        State.RIGHT if mark.fraction == 1 else State.PARTLY if mark.fraction > 0 else State.WRONG
    )


CHOICE_RAW = {
    "options": [
        {"type": "item", "id": key, "value": {"text": key, "fraction": share, "feedback": ""}}
        for key, share in (("a", "1"), ("b", "0"))
    ],
    "shuffle": True,
}
RAW = {
    "single_choice": CHOICE_RAW,
    "multiple_choice": CHOICE_RAW | {"all_or_nothing": False},
    "true_false": {"right": "true", "feedback_true": "", "feedback_false": ""},
}


@pytest.mark.parametrize("kind", CHOICES)
def test_every_choice_grades_what_it_reads_from_a_form(kind):
    structure = choice_type(kind).structure(RAW[kind])
    right, wrong = list(choice_type(kind).worth(structure))

    def mark(*chosen):
        return choice_type(kind).mark(
            structure, choice_type(kind).answer(structure, {"choice": list(chosen)})
        )

    assert mark(right).state == State.RIGHT
    assert mark(wrong).state == State.WRONG
    assert mark().state == State.UNANSWERED
    assert choice_type(kind).answer(structure, {}) is None


@pytest.mark.parametrize("kind", CHOICES)
def test_every_choice_refuses_an_option_that_it_does_not_have(kind):
    structure = choice_type(kind).structure(RAW[kind])

    with pytest.raises(UnfitAnswerError) as refused:
        choice_type(kind).answer(structure, {"choice": ["\x00' OR 1=1"]})

    assert refused.value.reason == Unfit.UNKNOWN_OPTION


@pytest.mark.parametrize("kind", ["single_choice", "true_false"])
def test_one_of_several_is_one_only(kind):
    structure = choice_type(kind).structure(RAW[kind])

    with pytest.raises(UnfitAnswerError) as refused:
        choice_type(kind).answer(structure, {"choice": list(choice_type(kind).worth(structure))})

    assert refused.value.reason == Unfit.ONE_ONLY


@pytest.mark.parametrize("kind", CHOICES)
def test_the_shown_order_holds_every_option_once(kind):
    structure = choice_type(kind).structure(RAW[kind])

    shown = choice_type(kind).shown_order(structure, random.Random(3))

    assert sorted(shown) == sorted(choice_type(kind).worth(structure))


def test_options_are_shuffled_only_where_the_editor_lets_them():
    options = [{"id": str(number), "value": {"fraction": "0"}} for number in range(20)]
    kind = choice_type("single_choice")
    in_order = [option["id"] for option in options]

    still = kind.structure({"options": options, "shuffle": False})
    moving = kind.structure({"options": options, "shuffle": True})

    assert kind.shown_order(still, random.Random(1)) == in_order
    assert kind.shown_order(moving, random.Random(1)) != in_order


@pytest.mark.parametrize(
    ("marks", "points", "pass_percent", "percent", "passed"),
    [
        pytest.param(["7"], ["10"], 70, "70.00", True, id="the pass mark itself passes"),
        pytest.param(["6.9999"], ["10"], 70, "69.99", False, id="a hair below does not"),
        pytest.param(["0.99999"] * 3, ["1"] * 3, 100, "99.99", False, id="not rounded up"),
        pytest.param(["0.9999999"] * 3, ["1"] * 3, 100, "100.00", True, id="three thirds each"),
        pytest.param(
            ["0.3333333"] * 3 + ["1"] * 2, ["1"] * 5, 60, "60.00", True, id="thirds at the mark"
        ),
        pytest.param(["-1", "0.5"], ["1", "1"], 0, "0.00", True, id="minus points end at zero"),
        pytest.param([], [], 60, "0.00", False, id="nothing asked"),
    ],
)
def test_total(marks, points, pass_percent, percent, passed):
    result = total(map(Decimal, marks), map(Decimal, points), pass_percent)

    assert (result.percent, result.passed) == (Decimal(percent), passed)


@given(
    st.lists(
        st.tuples(st.decimals(-1, 1, places=7), st.decimals(0, 100, places=2)),
        min_size=1,
        max_size=40,
    ),
    st.integers(0, 100),
)
def test_a_total_is_passed_exactly_when_the_percent_it_shows_reaches_the_mark(answers, pass_mark):
    result = total(
        [mark_of(fraction, points) for fraction, points in answers],
        [points for _fraction, points in answers],
        pass_mark,
    )

    assert 0 <= result.percent <= 100
    assert result.passed == (result.percent >= pass_mark)
    assert result.score <= result.max_score


@given(
    st.lists(
        st.tuples(
            st.integers(1, 12).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
            st.decimals("0.01", 20, places=2),
        ),
        min_size=1,
        max_size=40,
    )
)
def test_seven_decimals_never_cost_a_pass(answers):
    """Parts of a question are thirds and sevenths: marks are cut short, results are not."""
    result = total(
        [
            mark_of((Decimal(part) / of).quantize(Decimal("1e-7")), points)
            for (part, of), points in answers
        ],
        [points for _part, points in answers],
        50,
    )
    exact = sum(Fraction(part, of) * Fraction(points) for (part, of), points in answers)
    exact /= sum(Fraction(points) for _part, points in answers)

    assert Fraction(result.percent) >= Fraction(math.floor(exact * 10_000), 100)
    assert Fraction(result.percent) <= exact * 100 + Fraction(1, 100)


@given(st.lists(st.decimals(0, 100, places=2), min_size=1))
def test_what_counts_lies_among_the_results(percents):
    for rule in ("highest", "average", "first", "last"):
        assert min(percents) - Decimal("0.01") <= counted_percent(rule, percents) <= max(percents)
