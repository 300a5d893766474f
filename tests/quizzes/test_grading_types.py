"""What answers to the types without options are worth: tables of cases, and what always holds."""

import contextlib
import re
import unicodedata
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.grading import gaps, markers, numbers, numerical, tries
from quizzes.grading.marks import Mark, State, Unfit, UnfitAnswerError, after_tries
from quizzes.grading.matching import Matching, token_of
from quizzes.grading.matching import grade as grade_matching
from quizzes.grading.ordering import MARKINGS, Ordering
from quizzes.grading.ordering import grade as grade_ordering
from quizzes.grading.registry import DESCRIPTION, TYPED, TYPES, question_type
from quizzes.grading.typed import matches, typed

anything = st.text(max_size=200)


def raw_list(*values):
    """A list block's raw data; ids are i0, i1 …"""
    return [{"type": "item", "id": f"i{n}", "value": value} for n, value in enumerate(values)]


def patterns(*pairs, **more):
    """The raw data of a short answer."""
    answers = [{"pattern": text, "fraction": share, "feedback": ""} for text, share in pairs]
    return {"answers": raw_list(*answers)} | more


def numbers_raw(*answers, **more):
    """The raw data of a numerical question: (value, tolerance, fraction[, type])."""
    found = [
        {
            "value": answer[0],
            "tolerance": answer[1],
            "fraction": answer[2],
            "tolerance_type": (*answer, "nominal")[3],
        }
        for answer in answers
    ]
    return {"answers": raw_list(*found)} | more


def fraction_of(kind, raw, sent, stem=""):
    """What somebody gets who sends this; None for no answer."""
    module = question_type(kind)
    structure, words = module.structure(raw, stem), module.words(raw)
    answer = module.answer(structure, {key: [text] for key, text in sent.items()}, words)
    mark = module.mark(structure, answer, words)
    return None if mark.state == State.UNANSWERED else mark.fraction


# --- short answer -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pattern", "text", "match_case", "fits"),
    [
        pytest.param("Kela", "kela", False, True, id="capitals do not matter"),
        pytest.param("Kela", "kela", True, False, id="capitals matter where asked"),
        pytest.param("Kela", "  Kela\t", False, True, id="space around it is nothing"),
        pytest.param("Kela", "Kelan", False, False, id="anchored at the end"),
        pytest.param("Kela", "oKela", False, False, id="anchored at the beginning"),
        pytest.param("*", "", False, True, id="any text, none included"),
        pytest.param("*", "mitä vain", False, True, id="any text"),
        pytest.param("työ*", "työ", False, True, id="a star may be nothing"),
        pytest.param("*kyky*", "työkykyinen", False, True, id="stars at both ends"),
        pytest.param("a*b*c", "aXbYc", False, True, id="two stars"),
        pytest.param("a*b*c", "acb", False, False, id="in this order"),
        pytest.param("a**b", "ab", False, True, id="several stars are one"),
        pytest.param("ab*ba", "aba", False, False, id="ends do not overlap"),
        pytest.param(r"2\*3", "2*3", False, True, id="a star that is a star"),
        pytest.param(r"2\*3", "2x3", False, False, id="and nothing else"),
        pytest.param(r"\**", "*abc", False, True, id="a star, then any text"),
        pytest.param("sää", "saa", False, False, id="never fuzzy"),
        pytest.param("a.c", "abc", False, False, id="a point is a point"),
        pytest.param("(a|b)", "a", False, False, id="no regular expressions"),
        pytest.param("straße", "STRASSE", False, False, id="one letter is one letter"),
        pytest.param("ÄITI", "äiti", False, True, id="also with dots"),
        pytest.param("Å", "A\u030a", False, True, id="composed and decomposed"),
        pytest.param("ﬁ", "fi", False, False, id="a ligature is not two letters"),
        pytest.param("Kela", "\uff2bela", False, False, id="wide letters are others"),
    ],
)
def test_a_pattern(pattern, text, match_case, fits):
    assert matches(pattern, text, match_case=match_case) == fits


@pytest.mark.parametrize(
    ("text", "fraction"),
    [
        pytest.param("Kela", "1", id="the first that fits"),
        pytest.param("kansaneläkelaitos", "0.5", id="a wildcard after it"),
        pytest.param("Kansaneläke", "0.5", id="the star may be nothing"),
        pytest.param("eläke", "-0.25", id="it may cost points"),
        pytest.param("kunta", "0", id="none fits"),
        pytest.param("   ", None, id="nothing typed is no answer"),
        pytest.param("0", "0", id="zero is an answer"),
    ],
)
def test_short_answer(text, fraction):
    raw = patterns(("Kela", "1"), ("kansaneläke*", "0.5"), ("eläke", "-0.25"))

    found = fraction_of("short_answer", raw, {"text": text})

    assert found == (None if fraction is None else Decimal(fraction))


def test_the_first_fit_decides_even_where_a_later_one_gives_more():
    raw = patterns(("*", "0.2"), ("Kela", "1"))

    assert fraction_of("short_answer", raw, {"text": "Kela"}) == Decimal("0.2")


@given(anything, anything, st.booleans())
def test_matching_never_raises(pattern, text, match_case):
    assert matches(pattern, text, match_case=match_case) in (True, False)


@given(anything)
def test_a_text_matches_itself_once_its_stars_are_said_to_be_stars(text):
    # A backslash before a star means something else.
    pattern = text.replace("\\", "/").replace("*", r"\*")

    assert matches(pattern, text.replace("\\", "/"), match_case=True)
    assert matches(pattern, unicodedata.normalize("NFD", text.replace("\\", "/")), match_case=True)


@given(st.text(max_size=20), st.text(max_size=20), st.text(max_size=20))
def test_a_star_stands_for_whatever_is_between(first, between, last):
    first, last = (text.replace("\\", "").replace("*", "") for text in (first, last))
    text = unicodedata.normalize("NFC", f"{first}|{between}|{last}")

    assert matches(f"{first}|*|{last}", text, match_case=True)


def test_many_stars_in_a_long_text_take_no_time():
    assert not matches("*a" * 400 + "b", "a" * 1000, match_case=False)


# --- numbers ----------------------------------------------------------------------------


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
    assert numbers.number(f"{value:f}") == value
    assert numbers.number(f"{value:f}".replace(".", ",")) == value


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


METRES = {
    "units": raw_list({"unit": "m", "multiplier": "1"}, {"unit": "cm", "multiplier": "100"}),
    "unit_penalty": "0.1",
}


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


# --- matching and ordering --------------------------------------------------------------


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


# --- gaps -------------------------------------------------------------------------------


def gap(kind, *answers, weight=1):
    """The raw data of a gap; answers are (text, fraction[, tolerance])."""
    found = [
        {"type": "item", "id": f"{kind}-{n}", "value": dict(
            zip(("text", "fraction", "tolerance"), answer, strict=False)
        )}
        for n, answer in enumerate(answers)
    ]  # fmt: skip
    return {"kind": kind, "weight": weight, "answers": found}


CLOZE = {
    "gaps": raw_list(
        gap("short_answer", ("Kela", "1"), ("*", "0.2")),
        gap("short_answer_case", ("Kela", "1")),
        gap("numerical", ("60", "1", "2"), ("*", "-0.5", ""), weight=2),
        gap("choice_menu", ("a", "1"), ("b", "-1"), weight=3),
        gap("many_row", ("a", "0.5"), ("b", "0.5"), ("c", "-0.5")),
    )
}


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


GAP_SELECT = {
    "choices": raw_list(
        {"text": "Kela", "group": 1}, {"text": "kunta", "group": 1}, {"text": "ma", "group": 2}
    )
}


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


# --- what holds for every type ----------------------------------------------------------

RAWS = {
    "single_choice": {"options": raw_list({"text": "a", "fraction": "1"}, {"text": "b"})},
    "multiple_choice": {"options": raw_list({"text": "a", "fraction": "1"}, {"text": "b"})},
    "true_false": {"right": "true"},
    "matching": {
        "pairs": raw_list(
            {"question": "1", "answer": "x"}, {"question": "2", "answer": "y"}, {"answer": "z"}
        )
    },
    "ordering": {"items": raw_list("a", "b", "c")},
    "short_answer": patterns(("Kela", "1")),
    "numerical": numbers_raw(("2", "0", "1"), unit_handling="graded", **METRES),
    "cloze": CLOZE,
    "gap_select": GAP_SELECT,
    "essay": {"min_words": 2},
    "description": {},
}
STEM = "[[1]] [[2]] [[3]]"


@pytest.mark.parametrize("kind", TYPES)
def test_an_empty_draft_can_be_frozen_shown_and_graded(kind):
    module = question_type(kind)
    structure = module.structure({})

    assert module.words({}) is not None
    assert module.mark(structure, None, {}).state == State.UNANSWERED
    assert module.in_words(structure, {}, None) == ""
    module.right(structure, {})
    module.guess(structure)


@pytest.mark.parametrize("kind", TYPES)
@given(st.data())
def test_whatever_is_sent_is_graded_within_bounds_or_refused(kind, data):
    module = question_type(kind)
    structure, words = module.structure(RAWS[kind], STEM), module.words(RAWS[kind])
    names = st.sampled_from(
        ["choice", "text", "unit", "order", "move", "file", "gap-1", "gap-i0", "gap-i2", "pair-i0"]
    )
    values = st.lists(st.one_of(anything, st.sampled_from(["i0", "i1", "i2", "true"])), max_size=4)
    sent = data.draw(st.dictionaries(names, values, max_size=4))
    try:
        answer = module.answer(structure, sent, words)
    except UnfitAnswerError:
        return

    mark = module.mark(structure, answer, words)

    assert -1 <= mark.fraction <= 1
    assert (mark.state == State.UNANSWERED) >= (answer is None)
    assert isinstance(module.in_words(structure, words, answer), str)


@pytest.mark.parametrize("kind", sorted(set(TYPES) - {DESCRIPTION, "essay"}))
def test_the_right_answer_is_worth_everything(kind):
    module = question_type(kind)
    structure, words = module.structure(RAWS[kind], STEM), module.words(RAWS[kind])

    right = module.right(structure, words)

    assert module.mark(structure, right, words).fraction == 1
    assert module.in_words(structure, words, right)


@pytest.mark.parametrize(
    ("kind", "guess"),
    [
        ("single_choice", "0.5"),
        ("multiple_choice", None),
        ("true_false", "0.5"),
        ("matching", "0.333"),
        ("short_answer", "0"),
        ("numerical", "0"),
        ("gap_select", "0.667"),
        ("essay", None),
    ],
)
def test_what_guessing_gives(kind, guess):
    module = question_type(kind)

    found = module.guess(module.structure(RAWS[kind], STEM))

    assert (None if found is None else round(found, 3)) == (
        None if guess is None else Decimal(guess)
    )


@pytest.mark.parametrize("kind", TYPED)
def test_words_of_a_language_are_there_or_not(kind):
    module = TYPED[kind]
    structure = module.structure(RAWS[kind], STEM)

    assert module.is_typed_in(structure, module.words(RAWS[kind]))
    assert not module.is_typed_in(structure, {})


# --- typed texts and tries --------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a" * 1001, Unfit.TOO_LONG),
        ("a\x00", Unfit.UNREADABLE),
        ("a\ud800", Unfit.UNREADABLE),
    ],
)
def test_a_text_that_cannot_be_kept(text, reason):
    with pytest.raises(UnfitAnswerError) as refused:
        typed({"text": [text]}, "text")

    assert (refused.value.reason, refused.value.field) == (reason, "text")


@given(st.decimals(-1, 1, places=7), st.integers(1, 9), st.decimals(0, 1, places=7))
def test_tries_never_add_points_and_never_take_more_than_there_are(fraction, used, penalty):
    left = after_tries(fraction, used, penalty)

    assert 0 <= left <= max(fraction, 0)
    assert after_tries(fraction, used + 1, penalty) <= left


def test_wrong_parts_are_cleared_and_right_ones_counted():
    module = question_type("matching")
    structure = module.structure(RAWS["matching"])
    answer = {"pairs": {"i0": "i0", "i1": "i2"}}
    mark = module.mark(structure, answer, {})

    assert tries.parts_right("matching", structure, mark, answer) == (1, 2)
    assert tries.without_wrong("matching", structure, mark, answer) == {"pairs": {"i0": "i0"}}


def test_wrong_ticks_are_cleared():
    module = question_type("multiple_choice")
    structure = module.structure(RAWS["multiple_choice"])
    answer = {"options": ["i0", "i1"]}
    mark = module.mark(structure, answer)

    assert tries.parts_right("multiple_choice", structure, mark, answer) == (1, 1)
    assert tries.without_wrong("multiple_choice", structure, mark, answer) == {"options": ["i0"]}


# --- markers ----------------------------------------------------------------------------


@given(st.lists(st.one_of(anything, st.integers(0, 999)), max_size=8))
def test_a_sentence_cut_at_its_markers_can_be_joined_again(bits):
    stem = "".join(f"[[{bit}]]" if isinstance(bit, int) else bit for bit in bits)

    cut = markers.pieces(stem)

    assert cut[1::2] == markers.numbers(stem)
    assert re.sub(r"\[\[0*(\d)", r"[[\1", stem) == re.sub(
        r"\[\[0*(\d)",
        r"[[\1",
        "".join(f"[[{bit}]]" if isinstance(bit, int) else bit for bit in cut),
    )


def test_a_million_markers_take_no_time():
    assert len(markers.numbers("[[1]]<" * 200_000)) == 200_000
