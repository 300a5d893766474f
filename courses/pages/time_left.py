"""
How long is left, and what fits in ten minutes. Pure: no database, no clock.

Editors say how long a step takes. Within a lesson the time is shared among its passages by
their words.
"""

from collections.abc import Sequence

A_WHILE = 10


def minutes_left(minutes: int, words: Sequence[int], *, begun: int) -> int:
    """
    Return how much of a lesson's minutes is left from the passage at hand; `begun` come before.

    >>> minutes_left(9, [100, 100, 100], begun=1), minutes_left(9, [], begun=0)
    (6, 9)
    >>> minutes_left(9, [100, 100], begun=2), minutes_left(1, [5, 995], begun=1)
    (0, 1)
    """
    whole = sum(words)
    if not whole:
        return minutes
    return -(-minutes * sum(words[begun:]) // whole)


def what_fits(minutes: Sequence[int], *, within: int = A_WHILE) -> int:
    """
    Return how many of the next steps can be done whole, one after the other.

    >>> what_fits([4, 6, 1]), what_fits([12]), what_fits([])
    (2, 0, 0)
    """
    used = 0
    for count, each in enumerate(minutes):
        used += each
        if used > within:
            return count
    return len(minutes)


def reached_within(
    minutes: int, words: Sequence[int], *, begun: int, within: int = A_WHILE
) -> int | None:
    """
    Return the passage before which to pause, for who has so long; None where all of it fits.

    At least one passage is read: a pause before beginning is none.

    >>> reached_within(20, [100, 100, 100, 100], begun=0)
    2
    >>> reached_within(20, [100, 100, 100, 100], begun=2) is None
    True
    >>> reached_within(30, [900, 100], begun=0)
    1
    """
    if minutes_left(minutes, words, begun=begun) <= within:
        return None
    whole = sum(words)
    for at in range(begun + 1, len(words)):
        if minutes * sum(words[begun : at + 1]) > within * whole:
            return at
    return None
