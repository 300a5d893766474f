"""Whatever is handed on, everybody looks like five."""

from collections import Counter, defaultdict

from hypothesis import given
from hypothesis import strategies as st

from courses.training.anonymity import LEFT_OUT, results_told, suppressed

VALUE = st.sampled_from(["a", "b", "c", LEFT_OUT])
# Whose, and what is known of them: a few people have most of the rows.
PERSON = st.integers(1, 30)
ROWS = st.lists(st.tuples(PERSON, st.tuples(VALUE, VALUE, VALUE, VALUE)), max_size=80)
ORDERS = st.permutations(range(4))


def handed_on(told, order, k):
    """Each row as it was, and as it is handed on."""
    people, rows = [person for person, _row in told], [row for _person, row in told]
    return list(zip(people, rows, suppressed(rows, people, order, k), strict=True))


def people_of(pairs):
    found = defaultdict(set)
    for person, row in pairs:
        found[row].add(person)
    return found


@given(ROWS, ORDERS, st.integers(2, 8))
def test_each_combination_is_that_of_k_people_or_of_none(told, order, k):
    alike = people_of((person, after) for person, _row, after in handed_on(told, order, k))

    assert all(len(people) >= k for row, people in alike.items() if row is not None)


@given(ROWS, ORDERS, st.integers(2, 8))
def test_values_are_kept_or_left_out_and_never_changed(told, order, k):
    for _person, before, after in handed_on(told, order, k):
        assert after is None or all(
            new in (old, LEFT_OUT) for old, new in zip(before, after, strict=True)
        )


@given(ROWS, ORDERS, st.integers(2, 8))
def test_rows_are_dropped_only_where_there_are_fewer_people_than_k(told, order, k):
    dropped = [after for _person, _row, after in handed_on(told, order, k) if after is None]

    assert not dropped or (len(dropped) == len(told) and len({person for person, _row in told}) < k)


@given(ROWS, ORDERS, st.integers(2, 8))
def test_common_rows_keep_every_value(told, order, k):
    """Unless rows without any value need company, nothing common is touched."""
    alike = people_of(told)
    after = handed_on(told, order, k)
    nothing = (LEFT_OUT,) * 4
    if nothing in [new for _person, _row, new in after]:
        return
    assert all(new == old for _person, old, new in after if len(alike[old]) >= k)


def test_somebody_on_five_courses_is_one_of_five():
    """Rows alone would be enough here: five of one person, who would stand there alone."""
    rows = [("2026", "Kainuu")] * 5 + [("2026", "Lappi")] * 5
    people = ["one"] * 5 + list("abcde")

    assert suppressed(rows, people, [1, 0]) == [("", "")] * 10


GRADED = st.tuples(st.just(True), st.sampled_from(["HYV", "3", "5"]))
RESULTS = st.lists(
    st.tuples(st.sampled_from("abc"), st.integers(1, 25), GRADED | st.just((False, LEFT_OUT))),
    max_size=40,
)


def by_group(members):
    """Of each group, its rows: whose, the result as it was and as it is told."""
    groups, people, results = ([row[place] for row in members] for place in range(3))
    found = defaultdict(list)
    told = results_told(groups, people, results)
    for group, person, was, now in zip(groups, people, results, told, strict=True):
        found[group].append((person, was, now))
    return found.values()


@given(RESULTS)
def test_what_a_whole_group_shares_is_not_told(members):
    """Who is known to be of a group is not known to have completed, nor with which grade."""
    for group in by_group(members):
        ways = {completed for _person, _was, (completed, _grade) in group}
        assert ways in ({None}, {True, False})
        completers = {grade for _person, (completed, _grade), (_told, grade) in group if completed}
        assert completers <= {LEFT_OUT} or len(completers) > 1


@given(RESULTS)
def test_of_nobody_is_any_result_known_from_how_many_rows_they_have(members):
    for group in by_group(members):
        rows_of = Counter(person for person, _was, _told in group)
        told = Counter(completed for _person, _was, (completed, _grade) in group)
        assert None in told or min(told.values()) >= max(rows_of.values())


@given(RESULTS)
def test_where_a_group_of_single_rows_differs_its_results_are_told_as_they_are(members):
    for group in by_group(members):
        was = [result for _person, result, _told in group]
        if len({person for person, _was, _told in group}) < len(group):
            continue
        grades = {grade for completed, grade in was if completed}
        told = [result for _person, _was, result in group]
        if len({completed for completed, _grade in was}) > 1:
            assert [completed for completed, _grade in told] == [done for done, _grade in was]
            if len(grades) > 1:
                assert told == was


@given(RESULTS)
def test_a_left_out_result_leaves_no_grade_behind(members):
    for group in by_group(members):
        assert not any(grade for _person, _was, (done, grade) in group if not done)
