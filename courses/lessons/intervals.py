"""
What was watched of a video, as a union of intervals in whole seconds.

Watching twice adds nothing, skipping leaves a gap, and no clock is asked: only where in the
video the player was. So a report can be sent again, late, or in another order.
"""

import re
from collections.abc import Iterable

Interval = tuple[int, int]

MOST_INTERVALS = 50
LONGEST = 6 * 60 * 60
# A player that pauses and goes on leaves a seam.
SEAM = 1
_INTERVAL = re.compile(r"([0-9]{1,5})-([0-9]{1,5})")


def union(
    intervals: Iterable[Interval], *, length: int, most: int = MOST_INTERVALS
) -> list[Interval]:
    """
    Return the intervals in order, joined where they meet, within the length.

    Of more than `most`, the nearest are joined first: what was watched is never lost.

    >>> union([(10, 20), (0, 5), (18, 30), (4, 6)], length=25)
    [(0, 6), (10, 25)]
    >>> union([(0, 1), (3, 4), (10, 11)], length=60, most=2)
    [(0, 4), (10, 11)]
    """
    inside = sorted((max(start, 0), min(end, length)) for start, end in intervals)
    joined: list[Interval] = []
    for start, end in inside:
        if start >= end:
            continue
        if joined and start <= joined[-1][1] + SEAM:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    while len(joined) > most:
        nearest = min(range(1, len(joined)), key=lambda at: joined[at][0] - joined[at - 1][1])
        joined[nearest - 1 : nearest + 1] = [(joined[nearest - 1][0], joined[nearest][1])]
    return joined


def percent(intervals: Iterable[Interval], length: int) -> int:
    """
    Return how much of the length they cover; the last second is the player's own.

    >>> percent([(0, 30), (60, 89)], 90), percent([(0, 89)], 90), percent([], 0)
    (65, 100, 0)
    """
    watched = sum(end - start for start, end in intervals)
    if length <= 0:
        return 0
    return 100 if watched >= length - SEAM else 100 * watched // length


def read_intervals(said: str) -> list[Interval]:
    """
    Read what a player reports; what is no interval is passed over.

    >>> read_intervals("0-12,30-45,x,9-3,5")
    [(0, 12), (30, 45)]
    """
    found = [_INTERVAL.fullmatch(part) for part in said.split(",")[: 4 * MOST_INTERVALS]]
    pairs = [(int(one[1]), int(one[2])) for one in found if one]
    return [(start, end) for start, end in pairs if start < end]
