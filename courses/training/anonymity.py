"""
Makes rows on people anonymous: what tells people apart is shared by five of them, or left out.

The rule (k-anonymity): each combination of what others may know of a person is that of at
least k people in what is handed on, however many rows each of them has. A rarer one loses its
values one by one, in the given order, until enough people look alike.

That alone is not enough: where all who look alike have the same result, whoever is known to
be among them is known to have it. There the result is left out (l-diversity with l = 2).
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Sequence

K = 5
# A value that is left out.
LEFT_OUT = ""

Known = tuple[str, ...]
# Whether completed (None: left out), and the grade.
Result = tuple[bool | None, str]


def suppressed(
    rows: Sequence[Known], people: Sequence[Hashable], order: Sequence[int], k: int = K
) -> list[Known | None]:
    """
    Return each row with values left out so that k people look like it; None: not handed on.

    `people` says whose each row is; `order` are the places of the values, the least missed
    first. Where fewer than k people have lost everything, the smallest other combinations lose
    theirs too and join them; of fewer than k people in all nothing is handed on.

    >>> rows = [("2026", "Lappi")] * 5 + [("2026", "Kainuu")] * 2 + [("2026", "Savo")] * 3
    >>> Counter(suppressed(rows, range(10), [1, 0]))
    Counter({('2026', 'Lappi'): 5, ('2026', ''): 5})
    >>> suppressed(rows[:4], range(4), [1, 0])
    [None, None, None, None]
    >>> suppressed(rows[:5], "aabcd", [1, 0])
    [None, None, None, None, None]
    """
    known = list(rows)
    for place in order:
        alike = _people_of(known, people)
        known = [row if len(alike[row]) >= k else _without(row, place) for row in known]
    return _joined(known, people, k)


def _people_of(rows: Sequence[Known], people: Sequence[Hashable]) -> dict[Known, set[Hashable]]:
    found: defaultdict[Known, set[Hashable]] = defaultdict(set)
    for row, person in zip(rows, people, strict=True):
        found[row].add(person)
    return found


def _without(row: Known, place: int) -> Known:
    return (*row[:place], LEFT_OUT, *row[place + 1 :])


def _joined(rows: list[Known], people: Sequence[Hashable], k: int) -> list[Known | None]:
    """Let the smallest combinations join the rows that lost everything, where these are few."""
    if not rows:
        return []
    nothing: Known = (LEFT_OUT,) * len(rows[0])
    alike = _people_of(rows, people)
    few = alike.pop(nothing, set())
    joining = set()
    for row, some in sorted(alike.items(), key=lambda item: (len(item[1]), item[0])):
        if not few or len(few) >= k:
            break
        joining.add(row)
        few |= some
    if 0 < len(few) < k:
        return [None] * len(rows)
    return [nothing if row in joining else row for row in rows]


def results_told(
    groups: Sequence[Hashable], people: Sequence[Hashable], results: Sequence[tuple[bool, str]]
) -> list[Result]:
    """
    Return each row's result as far as its group does not give it away.

    Completing is told where it could be any of the group's people who completed everything,
    and any who completed nothing: both occur as often as the rows of whoever has the most.
    Else grades are not told either. Where those of a group who completed have one grade only,
    no grade is: who completed may be known.

    >>> five = [(True, "3"), (True, "5"), (True, "4"), (True, "2"), (False, "")]
    >>> results_told("aabbb", range(5), five)
    [(None, ''), (None, ''), (True, '4'), (True, '2'), (False, '')]
    >>> results_told("aa", range(2), [(True, "HYV"), (False, "")])
    [(True, ''), (False, '')]

    Of two rows of one person one at least is completed here, so nothing is told:

    >>> results_told("aaa", [1, 1, 2], [(True, "3"), (False, ""), (True, "5")])
    [(None, ''), (None, ''), (None, '')]
    """
    ways: defaultdict[Hashable, Counter[bool]] = defaultdict(Counter)
    rows_of: defaultdict[Hashable, Counter[Hashable]] = defaultdict(Counter)
    grades = defaultdict(set)
    for group, person, (completed, grade) in zip(groups, people, results, strict=True):
        ways[group][completed] += 1
        rows_of[group][person] += 1
        if completed:
            grades[group].add(grade)
    is_told = {
        group: min(both[True], both[False]) >= max(rows_of[group].values())
        for group, both in ways.items()
    }
    return [
        (
            completed if is_told[group] else None,
            grade if is_told[group] and len(grades[group]) > 1 else LEFT_OUT,
        )
        for group, (completed, grade) in zip(groups, results, strict=True)
    ]
