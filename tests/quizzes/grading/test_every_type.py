"""What holds for every type of question, and for answers in several tries."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.grading import tries
from quizzes.grading.marks import State, UnfitAnswerError, after_tries
from quizzes.grading.registry import DESCRIPTION, TYPED, TYPES, question_type
from tests.quizzes.grading.authored import (
    CLOZE,
    GAP_SELECT,
    METRES,
    anything,
    numbers_raw,
    patterns,
    raw_list,
)

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
