"""Which questions are drawn."""

import random
from collections import Counter
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.drawing import Pool, TooFewQuestionsError, draw

pools_of_few = st.lists(
    st.builds(
        Pool,
        count=st.integers(1, 4),
        keys=st.lists(st.sampled_from("abcdefgh"), unique=True, max_size=8),
    ),
    min_size=1,
    max_size=4,
)
seen_counts = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 5))


def can_be_filled(pools):
    """Hall's condition: any places together reach as many questions as they are."""
    places = [set(pool.keys) for pool in pools for _ in range(pool.count)]
    return all(
        len(set().union(*some)) >= size
        for size in range(1, len(places) + 1)
        for some in combinations(places, size)
    )


@given(pools_of_few, seen_counts, st.randoms())
def test_a_draw_asks_each_slot_its_number_and_nothing_twice_or_fails_rightly(pools, seen, dice):
    try:
        drawn = draw(pools, seen, dice)
    except TooFewQuestionsError:
        assert not can_be_filled(pools)
        return
    assert [len(keys) for keys in drawn] == [pool.count for pool in pools]
    assert all(set(keys) <= set(pool.keys) for keys, pool in zip(drawn, pools, strict=True))
    every = [key for keys in drawn for key in keys]
    assert len(every) == len(set(every))


@given(st.sets(st.integers(0, 50), min_size=1), st.data(), st.randoms())
def test_one_bank_gives_what_was_seen_least(numbers, data, dice):
    keys = [str(number) for number in sorted(numbers)]
    seen = {key: data.draw(st.integers(0, 3)) for key in keys}
    count = data.draw(st.integers(1, len(keys)))

    [drawn] = draw([Pool(count, keys)], seen, dice)

    left = [seen[key] for key in keys if key not in drawn]
    assert not left or max(seen[key] for key in drawn) <= min(left)


def test_equals_are_drawn_at_random():
    dice = random.Random(20)

    drawn = Counter(draw([Pool(1, "abcd")], {}, dice)[0][0] for _ in range(4000))

    assert set(drawn) == set("abcd")
    assert all(900 < count < 1100 for count in drawn.values())


def test_the_order_of_a_draw_does_not_tell_what_was_met_before():
    dice = random.Random(7)

    firsts = Counter(draw([Pool(2, "ab")], {"a": 9}, dice)[0][0] for _ in range(400))

    assert 150 < firsts["a"] < 250


@pytest.mark.parametrize("seed", range(20))
def test_a_question_is_given_up_where_another_slot_needs_it(seed):
    pools = [Pool(2, ["a", "b", "c", "d"]), Pool(1, ["c", "a"]), Pool(1, ["a"])]

    drawn = draw(pools, {"b": 5, "d": 5}, random.Random(seed))

    assert drawn[2] == ["a"]
    assert drawn[1] == ["c"]
    assert sorted(drawn[0]) == ["b", "d"]


def test_the_slot_that_lacks_questions_is_named():
    with pytest.raises(TooFewQuestionsError) as error:
        draw([Pool(1, ["a"]), Pool(3, ["b", "c"])], {}, random.Random(1))

    assert error.value.slot == 1
