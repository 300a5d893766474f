"""Personal identity codes: every sign of a century, and each slip of the pen."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from hypothesis import assume, given
from hypothesis import strategies as st

from accounts.identity_code import (
    CENTURIES,
    CHECK_CHARACTERS,
    Slip,
    birth_date,
    check_character,
    in_full,
    slip_in,
    validate_identity_code,
)


@st.composite
def codes(draw, least=2, most=899):
    sign = draw(st.sampled_from(sorted(CENTURIES)))
    century = CENTURIES[sign]
    day = draw(
        st.dates(datetime.date(century, 1, 1), datetime.date(century + 99, 12, 31)),
    )
    number = draw(st.integers(least, most))
    digits = f"{day:%d%m}{day.year % 100:02}{number:03}"
    return f"{digits[:6]}{sign}{digits[6:]}{check_character(digits)}", day


@given(codes())
def test_every_code_of_a_day_and_number_is_taken(made):
    code, day = made
    assert slip_in(code) is None
    assert birth_date(code) == day


@given(codes(), st.integers(0, 10), st.sampled_from(CHECK_CHARACTERS))
def test_no_single_wrong_character_goes_unseen(made, place, other):
    code, _day = made
    # The sign of the century is no part of the check character.
    assume(place != 6 and code[place] != other)
    assert slip_in(code[:place] + other + code[place + 1 :]) is not None


@given(codes(), st.sampled_from([0, 1, 2, 3, 4, 7, 8]))
def test_no_two_digits_change_places_unseen(made, place):
    code, _day = made
    assume(code[place] != code[place + 1])
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert slip_in(swapped) is not None


@given(codes(least=900, most=999))
def test_temporary_numbers_are_told_apart(made):
    assert slip_in(made[0]) == Slip.TEMPORARY


@given(st.text())
def test_no_text_breaks_the_check(text):
    assert slip_in(text) is None or slip_in(text) in Slip


@pytest.mark.parametrize("sign", list("-YXWVU"))
def test_the_last_century_has_six_signs(sign):
    assert birth_date(f"131052{sign}308T") == datetime.date(1952, 10, 13)


@pytest.mark.parametrize("sign", list("ABCDEF"))
def test_this_century_has_six_signs(sign):
    assert birth_date(f"131052{sign}308T") == datetime.date(2052, 10, 13)


@pytest.mark.parametrize(
    ("code", "slip"),
    [
        pytest.param("", Slip.FORM, id="nothing"),
        pytest.param("131052-308", Slip.FORM, id="without its check character"),
        pytest.param("131052-308T ", Slip.FORM, id="a space behind"),
        pytest.param("131052*308T", Slip.FORM, id="no sign of a century"),
        pytest.param("131052-308G", Slip.FORM, id="a letter that is never used"),
        pytest.param("131052-308t", Slip.FORM, id="a small letter"),
        pytest.param("١٣١٠٥٢-308T", Slip.FORM, id="other digits"),
        pytest.param("310252-308T", Slip.DATE, id="31 February"),
        pytest.param("290299-3080", Slip.DATE, id="29 February of no leap year"),
        pytest.param("001052-308T", Slip.DATE, id="day 0"),
        pytest.param("131352-308T", Slip.DATE, id="month 13"),
        pytest.param("131052-0010", Slip.NUMBER, id="number 001"),
        pytest.param("131052-308U", Slip.CHECK, id="wrong check character"),
    ],
)
def test_slips_are_named(code, slip):
    assert slip_in(code) == slip
    with pytest.raises(ValidationError) as refusal:
        validate_identity_code(code)
    assert refusal.value.code == slip.value
    assert len(code) != 11 or code not in str(refusal.value)


@pytest.mark.parametrize("typed", [" 131052-308t", "131052–308T", "131052 -308 T", "131052−308T"])
def test_what_a_person_types_is_understood(typed):
    assert in_full(typed) == "131052-308T"
