"""Whatever is handed on, everybody looks like five."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from courses.training.anonymity import LEFT_OUT, suppressed

VALUE = st.sampled_from(["a", "b", "c", LEFT_OUT])
ROWS = st.lists(st.tuples(VALUE, VALUE, VALUE, VALUE), max_size=80)
ORDERS = st.permutations(range(4))


@given(ROWS, ORDERS, st.integers(2, 8))
def test_each_combination_occurs_k_times_or_never(rows, order, k):
    handed_on = Counter(row for row in suppressed(rows, order, k) if row is not None)

    assert all(count >= k for count in handed_on.values())


@given(ROWS, ORDERS, st.integers(2, 8))
def test_values_are_kept_or_left_out_and_never_changed(rows, order, k):
    for before, after in zip(rows, suppressed(rows, order, k), strict=True):
        assert after is None or all(
            new in (old, LEFT_OUT) for old, new in zip(before, after, strict=True)
        )


@given(ROWS, ORDERS, st.integers(2, 8))
def test_rows_are_dropped_only_where_there_are_fewer_than_k(rows, order, k):
    dropped = [row for row in suppressed(rows, order, k) if row is None]

    assert not dropped or len(dropped) == len(rows) < k


@given(ROWS, ORDERS, st.integers(2, 8))
def test_common_rows_keep_every_value(rows, order, k):
    """Unless rows without any value need company, nothing common is touched."""
    counts = Counter(rows)
    after = suppressed(rows, order, k)
    nothing = (LEFT_OUT,) * 4
    if nothing in after:
        return
    assert all(new == old for old, new in zip(rows, after, strict=True) if counts[old] >= k)
