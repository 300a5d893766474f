"""Matching, ordering and gaps: what each choice is worth."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.grading import gaps
from quizzes.grading.marks import Mark, UnfitAnswerError
from quizzes.grading.matching import Matching, token_of
from quizzes.grading.matching import grade as grade_matching
from quizzes.grading.ordering import MARKINGS, Ordering
from quizzes.grading.ordering import grade as grade_ordering
from quizzes.grading.registry import question_type
from tests.quizzes.grading.authored import CLOZE, GAP_SELECT, fraction_of, raw_list


@pytest.mark.parametrize(
    ("chosen", "fraction"),
    [
        pytest.param({"a": "a", "b": "b", "c": "c"}, "1", id="all"),
        pytest.param({"a": "a", "b": "b", "c": "x"}, "0.667", id="two of three"),
        pytest.param({"a": "a"}, "0.333", id="open ones are not right"),
        pytest.param({"a": "b"}, "0", id="none"),
    ],
)
def test_matching(chosen, fraction):
    content = Matching({"a": "a", "b": "b", "c": "c"}, frozenset("abcx"))

    assert round(grade_matching(content, chosen).fraction, 3) == Decimal(fraction)


def test_equal_answers_are_one_and_a_pair_without_a_question_is_an_extra_answer():
    raw = {
        "pairs": raw_list(
            {"question": "<p>1</p>", "answer": "sama"},
            {"question": "<p>2</p>", "answer": " sama "},
            {"question": "<p></p>", "answer": "toinen"},
        ),
        "extra_answers": [{"id": "x", "value": "sama"}, {"id": "y", "value": "kolmas"}],
    }

    structure = question_type("matching").structure(raw)

    assert structure["answers"] == ["i0", "i2", "y"]
    same = token_of(structure, "i0")
    assert fraction_of("matching", raw, {"pair-i0": same, "pair-i1": same}) == 1


def test_what_a_page_calls_an_answer_tells_nobody_whose_it_is():
    raw = {
        "pairs": raw_list(
            {"question": "<p>1</p>", "answer": "yksi"}, {"question": "<p>2</p>", "answer": "kaksi"}
        )
    }
    structure = question_type("matching").structure(raw)
    tokens = {key: token_of(structure, key) for key in structure["answers"]}

    assert set(tokens.values()).isdisjoint(tokens)
    swapped = {"pairs": [raw["pairs"][1], raw["pairs"][0]]}
    again = question_type("matching").structure(swapped)
    assert {token_of(again, key) for key in again["answers"]} == set(tokens.values())
    with pytest.raises(UnfitAnswerError):
        fraction_of("matching", raw, {"pair-i0": "i0"})


def test_a_question_frozen_before_there_were_tokens_takes_its_keys():
    structure = question_type("matching").structure(
        {"pairs": raw_list({"question": "<p>1</p>", "answer": "yksi"})}
    )
    del structure["tokens"]

    assert question_type("matching").answer(structure, {"pair-i0": ["i0"]}) == {
        "pairs": {"i0": "i0"}
    }


@pytest.mark.parametrize(
    ("marking", "order", "fraction"),
    [
        ("absolute", "abcdef", "1"),
        ("absolute", "bacdef", "0.6666667"),
        ("absolute", "bcdefa", "0"),
        ("relative", "abcdef", "1"),
        ("relative", "fedcba", "0.4"),
        ("relative", "bacdef", "0.9333333"),
        ("relative", "bcdefa", "0.6666667"),
        ("exact", "abcdef", "1"),
        ("exact", "abcdfe", "0"),
    ],
)
def test_ordering(marking, order, fraction):
    content = Ordering(tuple("abcdef"), marking)

    assert round(grade_ordering(content, order).fraction, 7) == Decimal(fraction)


@given(st.permutations("abcde"), st.sampled_from(MARKINGS))
def test_an_order_is_worth_everything_exactly_where_it_is_the_right_one(order, marking):
    fraction = grade_ordering(Ordering(tuple("abcde"), marking), order).fraction

    assert 0 <= fraction <= 1
    assert (fraction == 1) == (order == list("abcde"))


@given(st.permutations("abcd"), st.permutations("abcd"))
def test_the_names_of_items_do_not_matter(right, given_order):
    renamed = dict(zip("abcd", "wxyz", strict=True))
    for marking in MARKINGS:
        one = grade_ordering(Ordering(tuple(right), marking), given_order)
        other = grade_ordering(
            Ordering(tuple(renamed[key] for key in right), marking),
            [renamed[key] for key in given_order],
        )
        assert one.fraction == other.fraction


@pytest.mark.parametrize(
    ("sent", "eighths"),
    [
        pytest.param({"gap-i0": "kela"}, "1", id="a word"),
        pytest.param({"gap-i0": "muu"}, "0.2", id="a word that gives less"),
        pytest.param({"gap-i1": "kela"}, "0", id="capitals matter"),
        pytest.param({"gap-i2": "62"}, "2", id="a number at the end of its interval"),
        pytest.param({"gap-i2": "7"}, "0", id="a number is never below zero"),
        pytest.param({"gap-i3": "choice_menu-0"}, "3", id="an option, by its weight"),
        pytest.param({"gap-i3": "choice_menu-1"}, "-3", id="an option may cost points"),
        pytest.param({"gap-i4": "many_row-0"}, "0.5", id="one of several"),
        pytest.param({"gap-i4": "many_row-2"}, "0", id="several are never below zero"),
        pytest.param({"gap-i0": "Kela", "gap-i1": "Kela"}, "2", id="two gaps"),
    ],
)
def test_gaps_count_by_weight(sent, eighths):
    assert fraction_of("cloze", CLOZE, sent) == Mark.of(Decimal(eighths) / 8).fraction


def test_no_gap_filled_is_no_answer():
    assert fraction_of("cloze", CLOZE, {"gap-i0": " ", "gap-i3": ""}) is None


@pytest.mark.parametrize(
    ("given_fractions", "in_percent", "fractions"),
    [
        (["1", "1", "0"], False, ["0.5", "0.5", "-0.5"]),
        (["1", "0"], False, ["1", "-1"]),
        (["1", "0"], True, ["1", "0"]),
        (["0.5", "0.5", "-1"], True, ["0.5", "0.5", "-1"]),
        (["0", "0"], False, ["0", "0"]),
    ],
)
def test_several_options_as_files_write_them(given_fractions, in_percent, fractions):
    found = gaps.several_fractions(list(map(Decimal, given_fractions)), given_in_percent=in_percent)

    assert found == list(map(Decimal, fractions))


@pytest.mark.parametrize(
    ("sent", "thirds"),
    [
        ({"gap-1": "i1", "gap-2": "i0", "gap-3": "i2"}, 3),
        ({"gap-1": "i0", "gap-2": "i0", "gap-3": "i2"}, 2),
        ({"gap-3": "i2"}, 1),
        ({"gap-1": "i0"}, 0),
    ],
)
def test_gaps_to_choose_in(sent, thirds):
    found = fraction_of("gap_select", GAP_SELECT, sent, stem="[[2]] ja [[1]], [[3]]")

    assert found == Mark.of(Decimal(thirds) / 3).fraction
