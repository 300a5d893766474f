"""Text as credentials hold it."""

import json
import unicodedata
from typing import Any


def as_json(document: Any) -> str:
    """Return a document as JSON, one way to write it: compact, letters as they are."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


# Controls, and halves of surrogate pairs.
_BARRED = ("Cc", "Cs")


def printable(text: str) -> str:
    """
    Return text without control characters, which verifiers escape in different ways, and
    without what XML bars.

    >>> printable("yksi\\x07\\r\\nkaksi\\ttoinen")
    'yksi\\nkaksi toinen'
    """
    lines = text.replace("\r\n", "\n").replace("\t", " ")
    return "".join(
        letter
        for letter in lines
        if letter == "\n"
        or (unicodedata.category(letter) not in _BARRED and letter not in "\ufffe\uffff")
    )
