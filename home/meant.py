"""What a person means by the words that they type: bent, joined, or without their dots."""

from collections import Counter
from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass
from math import log
from typing import Generic, TypeVar

from home.stems import PART, folded, keys_of, words_of

Item = TypeVar("Item")

SHORTEST_INSIDE = 4
MOST_WORDS = 8
# What has less of the worth of the best one than this is left out.
NEAR_THE_BEST = 2 / 3


@dataclass(frozen=True)
class Meant(Generic[Item]):
    """What was found, in the order in which it came; `has_all`: every word is in each."""

    found: Sequence[Item]
    has_all: bool


def those_meant(
    items: Iterable[Item],
    asked: str,
    text_of: Callable[[Item], str],
    language: str,
    title_of: Callable[[Item], str] | None = None,
) -> Meant[Item]:
    """
    Return the items whose text has the words that were asked for, or most of them.

    A word that few have says more than one that all have, so a whole question may be asked.
    With `title_of`, a word in the title is worth two. For lists that are read whole; what is
    many has an index (`courses.searching`).
    """
    words = list(dict.fromkeys(words_of(asked)))[:MOST_WORDS]
    if not words:
        return Meant([], has_all=True)
    texts = [(item, title_of(item) if title_of else "", text_of(item)) for item in items]
    parts = _known_by_parts_only(
        (f"{title} {text}" for _item, title, text in texts), words, language
    )
    rows = [
        (item, words_had(title, words, language, parts), words_had(text, words, language, parts))
        for item, title, text in texts
    ]
    times = Counter(number for _item, title, text in rows for number in title | text)
    rare = {number: log(1 + len(rows) / count) for number, count in times.items()}
    scored = [
        (sum(rare[each] for each in text | title) + sum(rare[each] for each in title), row)
        for row in rows
        for _item, title, text in [row]
    ]
    least = max((worth for worth, _row in scored), default=0) * NEAR_THE_BEST
    found = [row for worth, row in scored if worth and worth >= least]
    return Meant(
        [item for item, _title, _text in found],
        has_all=all(len(title | text) == len(words) for _item, title, text in found),
    )


def _known_by_parts_only(texts: Iterable[str], typed: Sequence[str], language: str) -> set[int]:
    """Return the numbers of those words that no text has whole: a compound's parts may do then."""
    known = frozenset().union(*(words_had(text, typed, language, parts=()) for text in texts))
    return set(range(len(typed))) - known


def words_had(
    text: str, typed: Sequence[str], language: str, parts: Container[int]
) -> frozenset[int]:
    """Return the numbers of those typed words that a text has; those in `parts` also by a part."""
    there = set(words_of(text))
    return frozenset(
        number
        for number, word in enumerate(typed)
        if any(is_meant(word, each, language, parts=number in parts) for each in there)
    )


def is_meant(typed: str, word: str, language: str, *, parts: bool = True) -> bool:
    """
    Whether a word of a text shares a key with a typed one, or holds it; both in small letters.

    With `parts`, what a typed compound is joined of is enough.

    >>> is_meant("todistuksen", "todistus", "fi"), is_meant("koodi", "vahvistuskoodia", "fi")
    (True, True)
    >>> is_meant("koodi", "kuntoutus", "fi")
    False
    """
    own, theirs = keys_of(typed, language), keys_of(word, language)
    shared = (key for key in own.keys() & theirs.keys() if parts or own[key] != PART)
    return any(shared) or is_inside(typed, word)


def is_inside(word: str, longer: str) -> bool:
    """Whether a word long enough to mean something stands inside a longer one."""
    plain = folded(word)
    return len(plain) >= SHORTEST_INSIDE and plain in folded(longer)
