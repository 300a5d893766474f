"""What a word is found by, with Voikko and without."""

import pytest

from home import stems

# A word as it is typed, and one that it must find.
PAIRS = [
    ("työkyvyn", "työkyky", "fi"),
    ("tyokyvyn", "työkyky", "fi"),
    ("eläkkeelle", "eläke", "fi"),
    ("palveluiden", "palvelut", "fi"),
    ("arbetsformagan", "arbetsförmåga", "sv"),
    ("services", "service", "en"),
]


@pytest.fixture(params=["voikko", "snowball"])
def analyser(request, monkeypatch):
    """Both ways to lead a word back to its base; tests have both on the machine."""
    stems.keys_of.cache_clear()
    if request.param == "snowball":
        monkeypatch.setattr(stems, "_voikko", lambda: None)
    yield stems.analyser()
    stems.keys_of.cache_clear()


@pytest.mark.parametrize(("typed", "meant", "language"), PAIRS)
def test_forms_of_a_word_share_a_key(analyser, typed, meant, language):
    assert stems.keys_of(typed, language).keys() & stems.keys_of(meant, language).keys()


def test_words_that_only_begin_alike_share_none(analyser):
    assert not stems.keys_of("tuki", "fi").keys() & stems.keys_of("tulevaisuus", "fi").keys()


def test_voikko_takes_compounds_apart():
    keys = stems.keys_of("työkykykoordinaattorille", "fi")
    assert keys["koordinaattori"] == stems.PART
    assert keys["tyokykykoordinaattori"] == stems.WHOLE


@pytest.mark.parametrize("word", ["", "\x00", "🙂", "a" * 100_000, "'’'", "ﬁ", "e\u0301" * 50])
def test_no_sign_stops_it(analyser, word):
    for found in stems.words_of(word):
        assert all(len(key) <= stems.LONGEST_WORD + 1 for key in stems.keys_of(found, "fi"))
