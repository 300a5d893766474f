"""Sentences cut at the markers of their gaps."""

import re

from hypothesis import given
from hypothesis import strategies as st

from quizzes.grading import markers
from tests.quizzes.grading.authored import anything


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
