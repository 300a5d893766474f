"""
Which questions an attempt asks.

Never the same question twice in one attempt; first those that this learner has seen least,
at random among equals. Pure: the dice come from outside.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


class TooFewQuestionsError(Exception):
    """The pools do not hold enough different questions; `slot` is the first that lacks one."""

    def __init__(self, slot: int) -> None:
        super().__init__(f"Slot {slot} has too few questions.")
        self.slot = slot


@dataclass(frozen=True)
class Pool:
    """How many questions to take, and from which. A fixed question is a pool of one."""

    count: int
    keys: Sequence[str]


def draw(pools: Sequence[Pool], seen: Mapping[str, int], dice: random.Random) -> list[list[str]]:
    """
    Draw the questions of each pool; raises TooFewQuestionsError where they run out.

    Pools may overlap. A question that one pool took is given up again where another could
    not be filled otherwise, so the draw fails only when no draw could succeed.

    >>> draw([Pool(1, ["a"]), Pool(2, ["a", "b", "c"])], {}, random.Random(1))
    [['a'], ['b', 'c']]
    >>> draw([Pool(1, ["old", "new"])], {"old": 2}, random.Random(1))
    [['new']]
    >>> draw([Pool(2, ["a", "b"]), Pool(1, ["a"])], {}, random.Random(1))
    Traceback (most recent call last):
    quizzes.drawing.TooFewQuestionsError: Slot 0 has too few questions.
    """
    wishes = [_by_wish(pool, seen, dice) for pool in pools]
    places = [slot for slot, pool in enumerate(pools) for _ in range(pool.count)]
    # The narrowest pools choose first: what they take is all that they can take.
    order = sorted(range(len(places)), key=lambda place: len(wishes[places[place]]))
    taken: dict[str, int] = {}
    for place in order:
        if not _seat(place, places, wishes, taken, set()):
            raise TooFewQuestionsError(places[place])
    drawn: list[list[str]] = [[] for _ in pools]
    for key, place in taken.items():
        drawn[places[place]].append(key)
    for keys in drawn:
        # The order of seating would show which ones this learner has met before.
        keys.sort()
        dice.shuffle(keys)
    return drawn


def _by_wish(pool: Pool, seen: Mapping[str, int], dice: random.Random) -> list[str]:
    """Order a pool: least seen first, at random among equals."""
    keys = list(dict.fromkeys(pool.keys))
    dice.shuffle(keys)
    return sorted(keys, key=lambda key: seen.get(key, 0))


def _seat(
    place: int,
    places: Sequence[int],
    wishes: Sequence[Sequence[str]],
    taken: dict[str, int],
    tried: set[str],
) -> bool:
    """Give a place its best question, moving others along where that is the only way."""
    for key in wishes[places[place]]:
        if key not in taken:
            taken[key] = place
            return True
    for key in wishes[places[place]]:
        if key not in tried:
            tried.add(key)
            if _seat(taken[key], places, wishes, taken, tried):
                taken[key] = place
                return True
    return False
