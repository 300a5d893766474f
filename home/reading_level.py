"""
How heavy a text is to read: LIX, Björnsson's measure (1968).

The mean length of a sentence in words, and the share of words of more than six letters in
percent, summed. Finnish words are long, so a Finnish text has a higher LIX than a Swedish one
that is as easy. Pure.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_SENTENCE = re.compile(r"[.!?…]+(?=\s|$)|\n+")
LONG = 6
# Below this, one heading more or less changes the figure.
LEAST_WORDS = 80
# From here on a text is hard for many. Swedish and English: "difficult" on Björnsson's scale;
# Finnish: as far above this site's ordinary lessons, whose LIX is about 50.
HEAVY = {"fi": 65, "sv": 50, "en": 50}
WORDS_IN_A_MINUTE = {"fi": 110, "sv": 150, "en": 160}


@dataclass(frozen=True)
class Measured:
    """A text in numbers; `lix` is None when there is too little of it."""

    words: int
    lix: int | None


def measure(passages: Iterable[str]) -> Measured:
    """
    Count the words of passages and take their LIX; a passage's end ends a sentence.

    >>> measure(["Työkyky muuttuu. Se on suhde."])
    Measured(words=5, lix=None)
    >>> measure(["Se on aina sinun oma polku."] * 20)
    Measured(words=120, lix=6)
    >>> measure(["Kuntoutustutkimus selvittää työkyvyn."] * 30)
    Measured(words=90, lix=103)
    """
    text = "\n".join(passages)
    words = _WORD.findall(text)
    if len(words) < LEAST_WORDS:
        return Measured(len(words), None)
    sentences = sum(1 for part in _SENTENCE.split(text) if _WORD.search(part))
    long = sum(1 for word in words if len(word) > LONG)
    return Measured(len(words), round(len(words) / sentences + 100 * long / len(words)))


def is_heavy(lix: int | None, language: str) -> bool:
    """Whether a text is hard for many readers of its language."""
    return lix is not None and lix >= HEAVY.get(language, HEAVY["en"])


def reading_minutes(words: int, language: str) -> float:
    """How long it takes to read so many words with thought, at a calm reader's pace."""
    return words / WORDS_IN_A_MINUTE.get(language, WORDS_IN_A_MINUTE["en"])
