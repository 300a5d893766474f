"""Which passwords are refused as easy to guess, and which are not."""

import time

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import translation

from accounts.models import User
from accounts.passwords import is_easy
from tests.factories.accounts import PASSWORD

EASY = [
    pytest.param("salasana1234", id="Finnish for password"),
    pytest.param("Salasana-2026!", id="with a capital, a year and signs"),
    pytest.param("1234salasana", id="the digits before"),
    pytest.param("lösenord1234", id="Swedish for password"),
    pytest.param("losenord12345", id="without its dots"),
    pytest.param("työkyky12345", id="what this site is about"),
    pytest.param("tyo\u0308kyky12345", id="a letter in two parts"),
    pytest.param("työkykypolku1", id="the name of this site"),
    pytest.param("Arbetsförmåga1", id="the same in Swedish"),
    pytest.param("salasanani12", id="with an ending"),
    pytest.param("s4l4s4n4-2026", id="digits for letters"),
    pytest.param("p@ssw0rd1234", id="signs for letters"),
    pytest.param("salasanasalasana", id="twice the same"),
    pytest.param("kesä-talvi-2026", id="two words"),
    pytest.param("sommarsommarsommar", id="three times the same"),
    pytest.param("helsinki0000", id="a town"),
    pytest.param("123456789012", id="digits in a row"),
    pytest.param("938471650284", id="digits alone"),
    pytest.param("31.12.1980 - 1", id="a date"),
    pytest.param("a93847165028", id="a letter before a number"),
    pytest.param("abcdefghijkl", id="the alphabet"),
    pytest.param("öäåzyxwvutsrq", id="the alphabet backwards"),
    pytest.param("qwertyuiop12", id="a row of keys"),
    pytest.param("qwerty-asdfgh", id="two rows of keys"),
    pytest.param("aaaaaaaaaaaa", id="one letter"),
    pytest.param("abcabcabcabc", id="three letters"),
    pytest.param("1!1!1!1!1!1!", id="two signs"),
    pytest.param("passwordpassword", id="of Django's list"),
]


@pytest.mark.parametrize("password", EASY)
def test_an_easy_password_is_refused_once_and_in_words(password):
    with pytest.raises(ValidationError) as refused:
        validate_password(password, User(email="aino@esimerkki.fi"))

    assert [error.code for error in refused.value.error_list] == ["password_too_common"]


@pytest.mark.parametrize(
    "password",
    [
        PASSWORD,
        "talvella lumi narisee",
        "hiljainen suo aamulla",
        "fyra gröna paraplyer",
        "Kesäkuun kolmas kettu",
        "koiranputki kukkii ojassa",
        "k7#9!2$5%8&1",
        "xK4-vT9-bQ2-mZ",
        "päivänkakkara17kpl",
        "Ánnámáret čohkká",
        "совсем другое дело",
    ],
)
def test_a_good_password_is_taken(password):
    assert not is_easy(password)
    validate_password(password, User(email="aino@esimerkki.fi"))


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fi", "Tämä on helppo arvata."),
        ("sv", "Det här är lätt att gissa."),
        ("en", "This is easy to guess."),
    ],
)
def test_the_reason_is_in_the_persons_language(language, words):
    with translation.override(language), pytest.raises(ValidationError) as refused:
        validate_password("salasana1234")

    assert words in refused.value.messages[0]


@pytest.mark.parametrize("unit", ["ab", "salasana", "x1", "-", "1-"])
def test_a_very_long_one_is_judged_at_once(unit):
    began = time.monotonic()

    is_easy("abcd" + unit * 100_000 + "q")

    assert time.monotonic() - began < 2
