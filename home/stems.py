"""
What a word is found by, however it is bent, joined or typed.

Finnish words are led back to their base and taken apart by Voikko where its library and
dictionary are on the machine (Debian's `libvoikko1` and `voikko-fi`); else, and in the other
languages, by the Snowball stemmers. Every key is without the dots of å, ä and ö, since
foreign keyboards lack them.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from threading import Lock

import snowballstemmer
from libvoikko import Voikko, VoikkoException

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
LONGEST_WORD = 60
SHORTEST_PART = 4
SHORTEST_ROOT = 4
# How sure it is that a key means the word: itself or its base, a part of a compound, its root.
WHOLE, PART, ROOT = 6, 3, 2
# Before a key that is the root of a word: no word looks so.
ROOT_SIGN = "~"
VOWELS = "aeiouyåäö"
STEMMERS = {"fi": "finnish", "sv": "swedish", "en": "english"}
# Letters that no accent can be taken from.
PLAIN = str.maketrans({"ø": "o", "đ": "d", "ð": "d", "ŧ": "t", "ŋ": "n", "ß": "ss", "æ": "a"})
# What Voikko writes of a compound: "+työ(työ)+kyky(kyky)"; endings stand with a + inside.
BASES = re.compile(r"\(([^+()]+)\)")
# One handle of Voikko bears one question at a time; a server answers in many threads.
_one_at_a_time = Lock()


def words_of(text: str) -> Iterator[str]:
    """
    Yield the words of a text, in small letters.

    >>> list(words_of("TE-palvelut, 2 op (Kela)"))
    ['te', 'palvelut', '2', 'op', 'kela']
    """
    for found in WORD.finditer(unicodedata.normalize("NFKC", text).casefold()):
        yield found[0][:LONGEST_WORD]


def folded(word: str) -> str:
    """
    Return a word without the signs above and below its letters.

    >>> folded("työkyky"), folded("åldrande"), folded("café")
    ('tyokyky', 'aldrande', 'cafe')
    """
    apart = unicodedata.normalize("NFD", word.casefold())
    return "".join(sign for sign in apart if not unicodedata.combining(sign)).translate(PLAIN)


@lru_cache(maxsize=50_000)
def keys_of(word: str, language: str) -> dict[str, int]:
    """
    Return what one word (small letters) is found by, each key with how sure it is.

    Nobody may change what is returned: it is kept for the next time.
    """
    keys: dict[str, int] = {}

    def add(key: str, strength: int) -> None:
        if key:
            keys[key] = max(keys.get(key, 0), strength)

    add(folded(word), WHOLE)
    for base, parts in _analysed(word) if language == "fi" else ():
        add(folded(base), WHOLE)
        _add_root(add, base)
        for part in parts:
            add(folded(part), PART)
    stem = _stemmer(language).stemWord(word)
    if language == "sv" and stem.endswith("an"):
        # The Swedish stemmer knows "gatorna" but leaves "gatan".
        stem = _stemmer(language).stemWord(stem[:-1])
    add(folded(stem), WHOLE)
    _add_root(add, stem)
    return keys


def _add_root(add: Callable[[str, int], None], stem: str) -> None:
    root = root_of(folded(stem))
    if len(root) >= SHORTEST_ROOT:
        add(ROOT_SIGN + root, ROOT)


def root_of(stem: str) -> str:
    """
    Return what stays of a stem whatever its last consonants do (kyky, kyvyn; tuki, tuen).

    >>> root_of("tyokyky"), root_of("tyokyvy"), root_of("palvelu")
    ('tyoky', 'tyoky', 'palve')
    """
    return stem.rstrip(VOWELS).rstrip("bcdfghjklmnpqrstvwxz")


def analyser() -> str:
    """Name what leads Finnish words back to their base here; an index is made with one."""
    return "voikko" if _voikko() else "snowball"


def _analysed(word: str) -> Iterator[tuple[str, list[str]]]:
    """Yield each reading of a Finnish word: its base, and the words that it is joined of."""
    voikko = _voikko()
    if voikko is None:
        return
    with _one_at_a_time:
        readings = voikko.analyze(word)
    for reading in readings:
        bases = BASES.findall(reading.get("WORDBASES", ""))
        parts = [base for base in bases if len(base) >= SHORTEST_PART] if len(bases) > 1 else []
        yield reading.get("BASEFORM", word), parts


@cache
def _voikko() -> Voikko | None:
    """Voikko with its Finnish words, or None where the machine has no library or no words."""
    try:
        return Voikko("fi")
    except (OSError, VoikkoException):
        return None


@cache
def _stemmer(language: str) -> "snowballstemmer.stemmer":
    return snowballstemmer.stemmer(STEMMERS.get(language, "finnish"))
