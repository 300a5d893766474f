"""The places of gaps in a sentence: `[[1]]`, `[[2]]` …"""

import re
from collections.abc import Iterator

# A tag is passed over whole: what an attribute says is no place for a field.
TAG_OR_MARKER = re.compile(r"<[^<>]*>|\[\[(?P<number>\d{1,3})\]\]", re.ASCII)


def numbers(stem: str) -> list[int]:
    """
    Return the numbers of the markers in the order of the sentence.

    >>> numbers('<p title="[[3]]">Kela on [[2]] ja [[1]], [[2]].</p>')
    [2, 1, 2]
    """
    return [int(found["number"]) for found in _markers(stem)]


def pieces(stem: str) -> list[str | int]:
    """
    Cut a sentence at its markers: text, number, text, number … text.

    >>> pieces("Kela on [[1]].")
    ['Kela on ', 1, '.']
    """
    cut: list[str | int] = []
    end = 0
    for found in _markers(stem):
        cut += [stem[end : found.start()], int(found["number"])]
        end = found.end()
    return [*cut, stem[end:]]


def _markers(stem: str) -> Iterator[re.Match[str]]:
    return (found for found in TAG_OR_MARKER.finditer(stem) if found["number"])
