"""The places of gaps in a sentence: `[[1]]`, `[[2]]` …"""

import re

# Not inside a tag: what an attribute says is no place for a field.
MARKER = re.compile(r"\[\[(\d{1,3})\]\](?![^<>]*>)")


def numbers(stem: str) -> list[int]:
    """
    Return the numbers of the markers in the order of the sentence.

    >>> numbers("<p>Kela on [[2]] ja [[1]], [[2]].</p>")
    [2, 1, 2]
    """
    return [int(found) for found in MARKER.findall(stem)]


def pieces(stem: str) -> list[str | int]:
    """
    Cut a sentence at its markers: text, number, text, number … text.

    >>> pieces("Kela on [[1]].")
    ['Kela on ', 1, '.']
    """
    cut = MARKER.split(stem)
    return [int(bit) if place % 2 else bit for place, bit in enumerate(cut)]
