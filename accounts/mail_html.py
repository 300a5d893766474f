"""
The HTML part of a mail, made from its text: the text is written, and this follows it.

Its styles are written into it, since a mail program fetches none; it asks for no picture and
nothing else from outside, so that nobody learns who opened it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

ADDRESS = re.compile(r"https?://\S+")
# What a person types off the mail, such as 123-456-789.
CODE = re.compile(r"[A-Z0-9]{2,5}(-[A-Z0-9]{2,5})+")
SIGNATURE = "--"
QUOTE = "> "
# Longer words before an address are a sentence, and no name for a button.
LONGEST_LABEL = 32


@dataclass(frozen=True)
class Piece:
    """Words, or an address to be shown as a link."""

    words: str
    is_address: bool = False


@dataclass(frozen=True)
class Part:
    """
    One part of a mail: lines of pieces, or a button with its address and label.

    The lines of a list are its items; those below an item with less space belong to it.
    """

    kind: Literal["text", "list", "button", "code", "rule"]
    lines: list[list[Piece]] = field(default_factory=list)
    address: str = ""
    label: str = ""


def parts_of(text: str) -> list[Part]:
    """
    Read a mail's text: paragraphs, lists, codes, and the one button.

    The first address that stands below short words with a colon is the button, and the words
    are its label; other addresses are links. A line of two dashes begins the signature.

    >>> [part.kind for part in parts_of("Hei\\n\\n- yksi\\n- kaksi\\n\\nJatka:\\nhttps://a.fi/b")]
    ['text', 'list', 'button']
    >>> parts_of("Jatka:\\nhttps://a.fi/b")[0].label
    'Jatka'
    >>> [part.kind for part in parts_of("123-456-789\\n\\n--\\nKoulu")]
    ['code', 'rule', 'text']
    """
    parts: list[Part] = []
    for block in re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n")):
        for part in _parts_of(block):
            # One next action: a second address is a link below its words.
            if part.kind == "button" and any(one.kind == "button" for one in parts):
                lines = [pieces_of(f"{part.label}:"), pieces_of(part.address)]
                part = Part("text", lines)
            parts.append(part)
    return parts


def _parts_of(block: str) -> Iterator[Part]:
    lines = [line.rstrip() for line in block.split("\n") if line.strip()]
    while lines:
        line = lines.pop(0)
        if line == SIGNATURE:
            yield Part("rule")
        elif CODE.fullmatch(line.strip()):
            yield Part("code", [pieces_of(line.strip())])
        elif lines and _is_label(line) and ADDRESS.fullmatch(lines[0]):
            yield Part("button", address=lines.pop(0), label=line.removesuffix(":"))
        elif line.startswith("- "):
            yield Part("list", _items(line, lines))
        else:
            taken = [pieces_of(line)]
            while lines and not _begins_another(lines):
                taken.append(pieces_of(lines.pop(0)))
            yield Part("text", taken)


def _is_label(line: str) -> bool:
    return line.endswith(":") and len(line) <= LONGEST_LABEL and not ADDRESS.search(line)


def _begins_another(lines: list[str]) -> bool:
    first = lines[0]
    labels = _is_label(first) and len(lines) > 1 and bool(ADDRESS.fullmatch(lines[1]))
    return first == SIGNATURE or first.startswith("- ") or labels


def _items(first: str, lines: list[str]) -> list[list[Piece]]:
    """Take the list's lines away; an item goes on in the lines that are moved in."""
    items = [pieces_of(first[2:])]
    while lines and lines[0].startswith(("- ", "  ")):
        line = lines.pop(0)
        if line.startswith("- "):
            items.append(pieces_of(line[2:]))
        else:
            items[-1] += [Piece(" "), *pieces_of(line.strip())]
    return items


def pieces_of(line: str) -> list[Piece]:
    """
    Tell addresses in a line from its words; the full stop behind one is no part of it.

    In a quoted line they stay words: somebody else wrote them, and they look like our own.

    >>> [piece.words for piece in pieces_of("Katso https://a.fi/b.")]
    ['Katso ', 'https://a.fi/b', '.']
    >>> [piece.is_address for piece in pieces_of("> Katso https://a.fi/b")]
    [False]
    """
    if line.startswith(QUOTE):
        return [Piece(line)]
    pieces, end = [], 0
    for found in ADDRESS.finditer(line):
        address = found.group().rstrip(".,;:!?)")
        pieces += [Piece(line[end : found.start()]), Piece(address, is_address=True)]
        end = found.start() + len(address)
    pieces.append(Piece(line[end:]))
    return [piece for piece in pieces if piece.words]


def with_html(message: EmailMultiAlternatives) -> EmailMultiAlternatives:
    """Give a mail its HTML part, in the active language."""
    context = {"subject": message.subject, "parts": parts_of(str(message.body))}
    message.attach_alternative(render_to_string("email/base.html", context), "text/html")
    return message
