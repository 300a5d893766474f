"""
Makes rows on people anonymous: what tells people apart is shared by five of them, or left out.

The rule (k-anonymity): each combination of what others may know of a person occurs at least
k times in what is handed on. A rarer one loses its values one by one, in the given order,
until enough rows look alike.

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


def suppressed(rows: Sequence[Known], order: Sequence[int], k: int = K) -> list[Known | None]:
    """
    Return each row with values left out so that it looks like k rows; None: not handed on.

    `order` are the places of the values, the least missed first. Where fewer than k rows have
    lost everything, the smallest other combinations lose theirs too and join them; of fewer
    than k rows in all none is handed on.

    >>> rows = [("2026", "Lappi")] * 5 + [("2026", "Kainuu")] * 2 + [("2026", "Savo")] * 3
    >>> Counter(suppressed(rows, [1, 0]))
    Counter({('2026', 'Lappi'): 5, ('2026', ''): 5})
    >>> suppressed(rows[:4], [1, 0])
    [None, None, None, None]
    """
    known = list(rows)
    for place in order:
        counts = Counter(known)
        known = [row if counts[row] >= k else _without(row, place) for row in known]
    return _joined(known, k)


def _without(row: Known, place: int) -> Known:
    return (*row[:place], LEFT_OUT, *row[place + 1 :])


def _joined(rows: list[Known], k: int) -> list[Known | None]:
    """Let the smallest combinations join the rows that lost everything, where these are few."""
    if not rows:
        return []
    nothing: Known = (LEFT_OUT,) * len(rows[0])
    counts = Counter(rows)
    few = counts.pop(nothing, 0)
    joining = set()
    for row, count in sorted(counts.items(), key=lambda item: (item[1], item[0])):
        if few == 0 or few >= k:
            break
        joining.add(row)
        few += count
    if 0 < few < k:
        return [None] * len(rows)
    return [nothing if row in joining else row for row in rows]


def results_told(groups: Sequence[Hashable], results: Sequence[tuple[bool, str]]) -> list[Result]:
    """
    Return each row's result as far as its group does not give it away.

    Where all of a group completed, or none did, neither completing nor grades are told. Where
    those of a group who completed have one grade only, no grade is: who completed may be known.

    >>> results_told("aabbb", [(True, "3"), (True, "5"), (True, "4"), (True, "2"), (False, "")])
    [(None, ''), (None, ''), (True, '4'), (True, '2'), (False, '')]
    >>> results_told("aa", [(True, "HYV"), (False, "")])
    [(True, ''), (False, '')]
    """
    ways, grades = defaultdict(set), defaultdict(set)
    for group, (completed, grade) in zip(groups, results, strict=True):
        ways[group].add(completed)
        if completed:
            grades[group].add(grade)
    return [
        (
            completed if len(ways[group]) > 1 else None,
            grade if len(ways[group]) > 1 and len(grades[group]) > 1 else LEFT_OUT,
        )
        for group, (completed, grade) in zip(groups, results, strict=True)
    ]
