"""What learners type: how long it may be, what it may hold, and how it is compared."""

import re
import unicodedata
from collections.abc import Mapping, Sequence

from quizzes.grading.marks import Unfit, UnfitAnswerError

Sent = Mapping[str, Sequence[str]]

# A line, as in a gap; a whole text, as in an essay.
LONGEST_LINE = 1_000
LONGEST_TEXT = 200_000
# No database keeps NUL in a text, and no file half of a letter.
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
# A star stands for any text, unless a backslash says that it is a star.
STARS = re.compile(r"(?<!\\)\*+")


def typed(sent: Sent, field: str, longest: int = LONGEST_LINE) -> str:
    """
    Return what was typed into a field, as it was typed but for the space around it.

    Raises UnfitAnswerError for what is too long or cannot be stored.

    >>> typed({"text": ["  Helsinki "]}, "text"), typed({}, "text")
    ('Helsinki', '')
    """
    values = sent.get(field) or [""]
    text = values[-1]
    if len(text) > longest:
        raise UnfitAnswerError(Unfit.TOO_LONG, field)
    if UNSTORABLE.search(text):
        raise UnfitAnswerError(Unfit.UNREADABLE, field)
    return text.strip()


def matches(pattern: str, text: str, *, match_case: bool) -> bool:
    r"""
    Whether a text is what a pattern says, from its first letter to its last.

    Both are brought to NFC and lose the space around them. `*` is any text, none included;
    `\*` is a star. Never fuzzy: one Finnish letter changes the meaning.

    >>> matches("Hels*", " helsinki ", match_case=False)
    True
    >>> matches("Hels*", "helsinki", match_case=True), matches("sää", "saa", match_case=False)
    (False, False)
    >>> matches(r"2 \* 3", "2 * 3", match_case=False), matches("a*", "a", match_case=False)
    (True, True)
    """
    bits = [
        _compared(bit.replace(r"\*", "*"), match_case)
        for bit in STARS.split(unicodedata.normalize("NFC", pattern).strip())
    ]
    return _holds(bits, _compared(unicodedata.normalize("NFC", text).strip(), match_case))


def without_stars(pattern: str) -> str:
    r"""
    Return a pattern as an answer that fits it: its stars left out.

    >>> without_stars("työ*kyky"), without_stars(r"a \* b")
    ('työ kyky', 'a * b')
    """
    return " ".join(bit.replace(r"\*", "*") for bit in STARS.split(pattern)).strip()


def _holds(bits: Sequence[str], text: str) -> bool:
    """Whether the bits follow each other in a text: first and last at its ends."""
    if len(bits) == 1:
        return text == bits[0]
    first, *middle, last = bits
    if len(text) < len(first) + len(last):
        return False
    if not (text.startswith(first) and text.endswith(last)):
        return False
    place, end = len(first), len(text) - len(last)
    for bit in middle:
        place = text.find(bit, place, end)
        if place < 0:
            return False
        place += len(bit)
    return True


def _compared(text: str, match_case: bool) -> str:
    return text if match_case else "".join(map(_folded, text))


def _folded(letter: str) -> str:
    """Fold one letter to one letter: ß is not ss, and İ is not i."""
    for folded in (letter.casefold(), letter.lower()):
        if len(folded) == 1:
            return folded
    return letter
