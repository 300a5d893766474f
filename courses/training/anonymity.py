"""
Makes rows on people anonymous: what tells people apart is shared by five of them, or left out.

The rule (k-anonymity): each combination of what others may know of a person occurs at least
k times in what is handed on. A rarer one loses its values one by one, in the given order,
until enough rows look alike.
"""

from collections import Counter
from collections.abc import Sequence

K = 5
# A value that is left out.
LEFT_OUT = ""

Known = tuple[str, ...]


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
