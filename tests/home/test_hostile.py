"""Ten thousand strings that try to run a script, through the door for HTML."""

import pytest

from home.html import clean
from tests.hostile import COUNT, dangers_of, hostile

pytestmark = pytest.mark.filterwarnings("ignore::bs4.XMLParsedAsHTMLWarning")


def assert_held(strings):
    """Clean each string, twice."""
    for text in strings:
        cleaned = clean(text)
        assert dangers_of(cleaned) == [], text
        assert clean(cleaned) == cleaned, text


def test_some_of_them_are_held():
    assert_held(hostile(step=41))


@pytest.mark.slow
def test_all_of_them_are_held():
    assert COUNT > 8000
    assert_held(hostile())


@pytest.mark.parametrize("words", ['Sanoi "hei" & lähti', "a 'b' \"c\" & <d>", '&amp;quot; "x"'])
def test_signs_in_an_address_or_description_do_not_multiply(words):
    said = words.replace("&", "&amp;").replace('"', "&quot;")
    html = f'<p><embed alt="{said}" embedtype="image" id="5"></p>'
    once = clean(html, pictures=True)

    assert clean(once, pictures=True) == once
    assert clean(f'<a href="/x?{said}">y</a>') == clean(clean(f'<a href="/x?{said}">y</a>'))
    assert said.replace("<", "&lt;").replace(">", "&gt;") in once
