"""The order of words in a list, as readers of each language look for them."""

import unicodedata
from collections.abc import Callable, Iterable
from itertools import groupby
from typing import TypeVar

Item = TypeVar("Item")

# Letters of their own after z; in English they are a and o with signs.
AFTER_Z = {"å": "{", "ä": "|", "æ": "|", "ö": "}", "ø": "}"}
# Letters that stand with another one.
BESIDE = {"w": "v", "ü": "y", "ð": "d", "đ": "d", "ŋ": "n", "ŧ": "t", "þ": "th", "ß": "ss"}


def sort_key(text: str, language: str) -> str:
    """
    Return what to sort a word by: å, ä and ö are last in Finnish and Swedish.

    >>> sorted(["äiti", "aamu", "öljy", "åbo", "Zorro"], key=lambda word: sort_key(word, "sv"))
    ['aamu', 'Zorro', 'åbo', 'äiti', 'öljy']
    >>> sorted(["zone", "ärende", "add"], key=lambda word: sort_key(word, "en"))
    ['add', 'ärende', 'zone']
    >>> sort_key("café", "fi")
    'cafe'
    """
    after = AFTER_Z if language in ("fi", "sv") else {}
    beside = BESIDE if language in ("fi", "sv") else BESIDE | {"w": "w", "æ": "ae", "ø": "o"}
    found = []
    for letter in unicodedata.normalize("NFC", text).casefold():
        plain = after.get(letter) or beside.get(letter)
        found.append(plain or unicodedata.normalize("NFD", letter)[0])
    return "".join(found)


def by_letter(
    items: Iterable[Item], word: Callable[[Item], str], language: str
) -> list[tuple[str, list[Item]]]:
    """
    Return items under their first letters, both in the language's order.

    >>> by_letter(["öljy", "etuus", "Eläke"], str, "fi")
    [('E', ['Eläke', 'etuus']), ('Ö', ['öljy'])]
    """
    in_order = sorted(items, key=lambda item: sort_key(word(item), language))
    groups = groupby(in_order, key=lambda item: sort_key(word(item), language)[:1])
    back = {sign: letter.upper() for letter, sign in AFTER_Z.items() if letter in "åäö"}
    return [(back.get(first, first.upper()), list(found)) for first, found in groups]
