"""Words kept in several languages in one column."""

from collections.abc import Mapping
from typing import TypeVar

Words = TypeVar("Words")

SOURCE_LANGUAGE = "fi"


def said_in(words: Mapping[str, Words], language: str | None, otherwise: Words) -> Words:
    """
    Return the words in a language, else in Finnish, else the given ones.

    >>> said_in({"fi": "polku", "sv": "stig"}, "sv", "")
    'stig'
    >>> said_in({"fi": "polku"}, "en", "")
    'polku'
    >>> said_in({}, "fi", "–")
    '–'
    """
    return words.get((language or SOURCE_LANGUAGE)[:2]) or words.get(SOURCE_LANGUAGE) or otherwise
