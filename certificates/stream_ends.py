"""
Ends of streams that cannot be misread.

A stream of a PDF ends in a line's end that does not belong to it. Typst writes a line feed;
where the stream's own last byte happens to be a carriage return, the two read as one line's
end, and validators of PDF/A count a byte too few. One file in forty would be refused.
"""

import re

_MISREAD = re.compile(rb"\r\nendstream")
_BEGINNING = b">>\nstream\n"
_LENGTH = re.compile(rb"/Length (\d+)")


def with_plain_ends(content: bytes) -> bytes:
    r"""
    Return a PDF of Typst with CR LF after each stream that ends in CR.

    The byte more is taken from before the stream, where it means nothing, so that everything
    else stays in its place.

    >>> with_plain_ends(b"1 0 obj\n<</Length 3>>\nstream\nab\r\nendstream")
    b'1 0 obj\n<</Length 3>>stream\nab\r\r\nendstream'
    """
    made = bytearray(content)
    for found in _MISREAD.finditer(content):
        end = found.start() + 1
        start = content.rfind(_BEGINNING, 0, end)
        # Only the dictionary's own word: the same letters inside of a stream mean nothing.
        length = _length_said(content, start)
        data = start + len(_BEGINNING)
        if start < 0 or length != end - data:
            continue
        made[start + 2 : end + 1] = content[start + 3 : end] + b"\r\n"
    return bytes(made)


def _length_said(content: bytes, end_of_dictionary: int) -> int | None:
    beginning = content.rfind(b" obj", 0, max(end_of_dictionary, 0))
    found = _LENGTH.search(content, beginning, end_of_dictionary) if beginning >= 0 else None
    return int(found[1]) if found else None
