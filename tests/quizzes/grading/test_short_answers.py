"""Typed texts: which pattern they fit, and which cannot be kept."""

import unicodedata
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.grading.marks import Unfit, UnfitAnswerError
from quizzes.grading.typed import matches, typed
from tests.quizzes.grading.authored import anything, fraction_of, patterns


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
