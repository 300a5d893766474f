"""A question frozen: what is kept, from which language, and when two are the same."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.content import (
    LanguageRow,
    Said,
    canonical,
    checksum,
    freeze,
    identity,
    said,
)

KEY = UUID(int=7)


def choice(*options, kind="single_choice"):
    return {
        "type": kind,
        "id": "block",
        "value": {
            "shuffle": True,
            "options": [
                {
                    "type": "item",
                    "id": key,
                    "value": {"text": text, "fraction": share, "feedback": ""},
                }
                for key, text, share in options
            ],
        },
    }


FINNISH = LanguageRow("fi", "<p>Miksi?</p>", "", choice(("a", "Siksi", "1"), ("b", "Ei", "0")))
SWEDISH = LanguageRow("sv", "<p>Varför?</p>", "", choice(("a", "Därför", "0"), ("b", "Nej", "1")))


def test_the_key_comes_from_the_source_and_words_from_each_language():
    frozen = freeze(KEY, [SWEDISH, FINNISH], "fi")

    assert frozen["structure"]["options"] == [
        {"id": "a", "fraction": "1"},
        {"id": "b", "fraction": "0"},
    ]
    assert said(frozen, "sv", "answer", "a", "text") == Said("Därför", "sv")
    assert said(frozen, "sv", "stem") == Said("<p>Varför?</p>", "sv")


def test_words_that_a_translation_lacks_are_said_in_the_source_language():
    behind = LanguageRow("sv", "<p>Varför?</p>", "", choice(("a", "Därför", "1")))

    frozen = freeze(KEY, [FINNISH, behind], "fi")

    assert said(frozen, "sv", "answer", "b", "text") == Said("Ei", "fi")
    assert said(frozen, "en", "stem") == Said("<p>Miksi?</p>", "fi")


def test_a_translation_of_another_type_gives_no_words():
    other = LanguageRow("sv", "<p>Påstående</p>", "", {"type": "true_false", "value": {}})

    assert set(freeze(KEY, [FINNISH, other], "fi")["words"]) == {"fi"}


def test_a_question_without_its_source_cannot_be_frozen():
    with pytest.raises(ValueError, match="no live version in fi"):
        freeze(KEY, [SWEDISH], "fi")


def test_the_same_question_has_the_same_checksum_whatever_the_order_of_its_languages():
    assert checksum(freeze(KEY, [FINNISH, SWEDISH], "fi")) == checksum(
        freeze(KEY, [SWEDISH, FINNISH], "fi")
    )


def test_the_editors_marks_and_ways_to_write_a_number_change_no_checksum():
    marked = LanguageRow(
        "fi",
        '<p data-block-key="x1y2z">Miksi?</p>',
        "",
        choice(("a", "Siksi", "1.00"), ("b", "Ei", "0.0")),
    )

    assert checksum(freeze(KEY, [marked], "fi")) == checksum(freeze(KEY, [FINNISH], "fi"))


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(
            freeze(UUID(int=8), [FINNISH], "fi"), id="another question that says the same"
        ),
        pytest.param(
            freeze(
                KEY,
                [
                    LanguageRow(
                        "fi", "<p>Miksi?</p>", "", choice(("a", "Siksi", "0"), ("b", "Ei", "1"))
                    )
                ],
                "fi",
            ),
            id="another key",
        ),
        pytest.param(freeze(KEY, [FINNISH, SWEDISH], "fi"), id="one more language"),
    ],
)
def test_what_is_not_the_same_has_another_checksum(other):
    assert checksum(other) != checksum(freeze(KEY, [FINNISH], "fi"))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


@given(st.dictionaries(st.text(), json_values))
def test_the_canonical_form_knows_no_order(content):
    backwards = dict(reversed(list(content.items())))

    assert canonical(content) == canonical(backwards)
    assert identity(checksum(content)) == identity(checksum(backwards))
