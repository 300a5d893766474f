"""Whatever is handed on, everybody looks like five."""

from collections import Counter, defaultdict

from hypothesis import given
from hypothesis import strategies as st

from courses.training.anonymity import LEFT_OUT, results_told, suppressed

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


GRADED = st.tuples(st.just(True), st.sampled_from(["HYV", "3", "5"]))
RESULTS = st.lists(
    st.tuples(st.sampled_from("abc"), GRADED | st.just((False, LEFT_OUT))), max_size=40
)


def by_group(members):
    groups, results = [group for group, _result in members], [result for _group, result in members]
    found = defaultdict(list)
    for group, was, told in zip(groups, results, results_told(groups, results), strict=True):
        found[group].append((was, told))
    return found.values()


@given(RESULTS)
def test_what_a_whole_group_shares_is_not_told(members):
    """Who is known to be of a group is not known to have completed, nor with which grade."""
    for group in by_group(members):
        ways = {completed for _was, (completed, _grade) in group}
        assert ways in ({None}, {True, False})
        completers = {grade for (completed, _grade), (_told, grade) in group if completed}
        assert completers <= {LEFT_OUT} or len(completers) > 1


@given(RESULTS)
def test_where_a_group_differs_its_results_are_told_as_they_are(members):
    for group in by_group(members):
        was = [result for result, _told in group]
        grades = {grade for completed, grade in was if completed}
        told = [result for _was, result in group]
        if len({completed for completed, _grade in was}) > 1:
            assert [completed for completed, _grade in told] == [done for done, _grade in was]
            if len(grades) > 1:
                assert told == was


@given(RESULTS)
def test_a_left_out_result_leaves_no_grade_behind(members):
    for group in by_group(members):
        assert not any(grade for _was, (completed, grade) in group if not completed)
