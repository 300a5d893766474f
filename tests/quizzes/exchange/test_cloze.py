"""The language of gaps."""

import pytest

from quizzes.exchange.cloze import SHORT_NAMES, TYPES, extract, gap_value
from quizzes.exchange.parsed import Notes, RefusedError
from quizzes.exchange.texts import Texts


def gaps(text):
    notes = Notes(1)
    stem, found = extract(text, notes)
    return stem, [gap_value(gap, Texts(notes)) for gap in found]


def shares(gap):
    return [(answer["text"], answer["fraction"]) for answer in gap["answers"]]


@pytest.mark.parametrize("name", [*TYPES, *SHORT_NAMES])
def test_every_type_of_gap(name):
    right = "=3" if "N" in name[:2] else "=a"
    _stem, (gap,) = gaps(f"{{2:{name}:{right}~%50%4}}")

    kind, shuffle = TYPES[SHORT_NAMES.get(name, name)]
    assert (gap["kind"], gap["weight"], gap["shuffle"]) == (kind, 2, shuffle)


def test_places_weights_and_feedback():
    stem, (first, second) = gaps(
        "<p>Kela on {1:SA:=virasto#Niin.~%50%laitos~*#Ei &lt;b&gt;näin&lt;/b&gt;.} "
        "ja {:NM:=3.5:0.1}.</p>"
    )

    assert stem == "<p>Kela on [[1]] ja [[2]].</p>"
    assert shares(first) == [("virasto", "1"), ("laitos", "0.5"), ("*", "0")]
    assert first["answers"][2]["feedback"] == "<p>Ei <b>näin</b>.</p>"
    assert (second["weight"], second["answers"][0]["tolerance"]) == (1, "0.1")


def test_signs_that_are_escaped_or_entities():
    _stem, (gap,) = gaps("{1:SA:=a\\}b\\#c&#126;d&#35;e&amp;f&eacute;}")

    assert shares(gap) == [("a}b#c~d#e&fé", "1")]


def test_markup_goes_and_signs_that_are_escaped_stay():
    _stem, (gap,) = gaps("{1:SA:=H<sub>2</sub>O~=&lt;b&gt;}")

    assert shares(gap) == [("H2O", "1"), ("<b>", "1")]


def test_several_right_options_share_the_points():
    _stem, (given, equal) = gaps("{1:MR:%50%a~%50%b~%-100%c} {1:MR:=a~=b~c}")

    assert shares(given) == [("a", "0.5"), ("b", "0.5"), ("c", "-1")]
    assert shares(equal) == [("a", "0.5"), ("b", "0.5"), ("c", "-0.5")]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        pytest.param("Ei aukkoa", "no_gaps", id="no gap"),
        pytest.param("{1:REGEXP:=a}", "gap_type", id="a type that there is not"),
        pytest.param("{1:SA:=a", "gap_not_closed", id="not closed"),
        pytest.param("{1:SA:a}", "best_not_full", id="nothing right"),
        pytest.param("{1:MC:=a}", "too_few_options", id="one option"),
        pytest.param("{1:NM:=kolme}", "no_number", id="a number in words"),
        pytest.param("{1:SA:=~}", "no_answers", id="nothing in it"),
        pytest.param("{99999:SA:=a}", "gap_weight", id="too heavy"),
        pytest.param("{1:SA:%200%a}", "fraction", id="more than everything"),
    ],
)
def test_what_cannot_be_answered_is_refused(text, reason):
    with pytest.raises(RefusedError) as refused:
        gaps(text)
    assert refused.value.remark.code == reason


def test_our_own_markers_in_the_text_are_no_gaps():
    assert gaps("[[7]] {1:SA:=a}")[0] == "[7] [[1]]"
