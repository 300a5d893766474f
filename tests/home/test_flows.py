"""Processes laid out for a drawing: nothing on top of anything, nothing left out."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from home.flows import BOX, Node, drawn
from home.lettering import width_of, wrapped

WORDS = st.text(alphabet="abcdefghijklmnopqrstuvwxyzåäö ABC-", max_size=90)


@st.composite
def processes(draw):
    count = draw(st.integers(1, 9))
    arrow = st.tuples(st.integers(-2, count + 1), st.sampled_from(["", "Kyllä", "Ei vielä"]))
    return [
        Node(draw(WORDS), draw(st.sampled_from(["step", "question", "end"])), arrows)
        for arrows in draw(st.lists(st.lists(arrow, max_size=4), min_size=count, max_size=count))
    ]


def overlap(one, other):
    return (
        abs(one.x - other.x) < BOX
        and one.y < other.y + other.height
        and other.y < one.y + one.height
    )


@settings(max_examples=30, deadline=None)
@given(processes())
def test_every_step_has_a_box_of_its_own_within_the_drawing(nodes):
    drawing = drawn(nodes)

    assert len(drawing.boxes) == len(nodes)
    for number, box in enumerate(drawing.boxes):
        assert 0 <= box.x <= drawing.width - box.width
        assert 0 <= box.y <= drawing.height - box.height
        assert not any(overlap(box, other) for other in drawing.boxes[number + 1 :])


@settings(max_examples=30, deadline=None)
@given(processes())
def test_every_arrow_to_another_step_is_drawn_with_its_words(nodes):
    drawing = drawn(nodes)

    wanted = sorted(
        words
        for number, node in enumerate(nodes)
        for target, words in node.arrows
        if 0 <= target < len(nodes) and target != number
    )
    said = sorted(" ".join(line.words for line in arrow.lines) for arrow in drawing.arrows)
    assert said == wanted


def test_words_of_neighbouring_arrows_stand_apart():
    question = Node("Onnistuuko?", "question", [(1, "Kyllä, heti huomenna"), (2, "Ei vielä nyt")])
    drawing = drawn([question, Node("A"), Node("B", arrows=[(0, "Uusi arvio syksyllä")])])

    spans = sorted(
        (
            min(line.x - width_of(line.words, 14) / 2 for line in arrow.lines),
            max(line.x + width_of(line.words, 14) / 2 for line in arrow.lines),
        )
        for arrow in drawing.arrows
    )
    assert len(spans) == 3
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    assert spans[0][0] >= 0
    assert spans[-1][1] <= drawing.width


def test_an_arrow_that_leads_back_points_up():
    down, back = drawn([Node("A", arrows=[(1, "")]), Node("B", arrows=[(0, "")])]).arrows

    def heights(tip):
        return [float(corner.split(",")[1]) for corner in tip.split()]

    assert heights(down.tip)[0] > heights(down.tip)[1]
    assert heights(back.tip)[0] < heights(back.tip)[1]


@pytest.mark.parametrize(
    "words", ["Työkykykoordinaattorikoulutuksen", "x" * 90, "Arbetslivsrehabilitering pågår"]
)
def test_long_words_stay_within_their_box(words):
    lines = wrapped(words, 150, 15, "fi")

    assert all(width_of(line, 15) <= 160 for line in lines)
    assert "".join(lines).replace("-", "").replace(" ", "") == words.replace(" ", "")


def test_a_process_without_steps_is_an_empty_drawing():
    assert drawn([]).boxes == []
