"""The computations: steps of five, blocks of ten, months without gaps."""

import datetime
from itertools import chain, combinations

from hypothesis import given
from hypothesis import strategies as st

from courses.training.figures import BLOCK, Pair, blocks, by_month, coarse, effects
from courses.training.tiles import PLACES, SHADES, shade

BEGIN, END = (datetime.datetime.fromisoformat(day) for day in ("2025-01-01", "2026-12-31"))
PAIRS = st.lists(
    st.builds(
        Pair,
        group=st.tuples(st.sampled_from("ab"), st.sampled_from("xy")),
        statement=st.integers(1, 2),
        before=st.integers(1, 5),
        after=st.integers(1, 5),
        order=st.tuples(
            st.datetimes(BEGIN, END),
            st.integers(1, 10**9),
        ),
    ),
    max_size=120,
)


@given(st.integers(0, 10**6))
def test_a_step_holds_its_number_and_is_five_wide(count):
    step = coarse(count)

    assert step.least <= count <= step.most
    assert step.most - step.least == (0 if count == 0 else 3 if count < 5 else 4)


@given(PAIRS, st.datetimes(BEGIN, END))
def test_two_choices_of_effects_differ_by_whole_tens(pairs, day):
    """Whatever is chosen by group and time, no difference is smaller than a block."""
    whole = blocks(pairs)
    choices = [
        [block for block in whole if block.group in groups and (block.ended < day) in sides]
        for groups in _subsets({block.group for block in whole})
        for sides in ({True}, {False}, {True, False})
    ]
    told = [effects(chosen) for chosen in choices]

    for one, other in combinations(told, 2):
        for statement in one.keys() | other.keys():
            numbers = [
                found[statement].pairs if statement in found else 0 for found in (one, other)
            ]
            assert (numbers[0] - numbers[1]) % BLOCK == 0


def _pairs_of(told, statement):
    return told[statement].pairs if statement in told else 0


def _subsets(groups):
    groups = sorted(groups)
    return chain.from_iterable(combinations(groups, size) for size in range(len(groups) + 1))


@given(PAIRS, PAIRS)
def test_later_pairs_change_no_earlier_block(pairs, later):
    """So the page of today held against that of tomorrow tells of ten people at least."""
    last = max((pair.order[0] for pair in pairs), default=BEGIN)
    newer = [
        Pair(p.group, p.statement, p.before, p.after, (last + datetime.timedelta(days=1), n))
        for n, p in enumerate(later)
    ]
    before, after = blocks(pairs), blocks([*pairs, *newer])

    assert all(block in after for block in before)


@given(st.lists(st.integers(0, 500), min_size=1))
def test_shades_grow_with_the_number_and_only_nobody_is_white(counts):
    shades = [shade(count, max(counts)) for count in sorted(counts)]

    assert shades == sorted(shades)
    assert [bool(found) for found in shades] == [bool(count) for count in sorted(counts)]
    assert max(shades) <= SHADES


def test_no_deeds_have_no_months():
    assert by_month([]) == []


def test_the_map_has_23_tiles_each_in_its_own_place():
    assert len(PLACES) == 23
    assert len({place[:2] for place in PLACES.values()}) == 23
