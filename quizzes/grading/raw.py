"""
The raw data of a block, read with care: a draft may lack anything, a file may say it oddly.

Whatever an editor has left out or mistyped becomes a plain value here, never an error: what
keeps a question from being published is said by its block.
"""

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from html.parser import HTMLParser
from typing import Any

Json = dict[str, Any]


def text(value: Json, name: str) -> str:
    """
    Return a text, "" where there is none.

    >>> text({"a": None, "b": 5}, "a"), text({"b": 5}, "b")
    ('', '5')
    """
    found = value.get(name)
    return "" if found is None else str(found)


def line(value: Json, name: str) -> str:
    """Return a text of one line, without space around it."""
    return text(value, name).strip()


def items(value: Json, name: str) -> Iterator[tuple[str, Any]]:
    """
    Yield the id and value of each item of a list block, those without an id left out.

    >>> list(items({"x": [{"id": "a", "value": 1}, {"value": 2}]}, "x"))
    [('a', 1)]
    """
    for item in value.get(name) or []:
        if isinstance(item, dict) and item.get("id"):
            yield str(item["id"]), item.get("value")


def structs(value: Json, name: str) -> Iterator[tuple[str, Json]]:
    """Yield the id and value of each item of a list of structs."""
    for key, found in items(value, name):
        yield key, found if isinstance(found, dict) else {}


def number(found: Any, default: Decimal = Decimal(0)) -> Decimal:
    """
    Return a decimal, the default for what is none.

    >>> number("0.50"), number(None), number("much"), number("NaN")
    (Decimal('0.50'), Decimal('0'), Decimal('0'), Decimal('0'))
    """
    if found is None or found == "":
        return default
    try:
        value = Decimal(str(found))
    except InvalidOperation:
        return default
    return value if value.is_finite() else default


def whole(found: Any, default: int = 0) -> int:
    """Return a whole number, the default for what is none."""
    value = number(found, Decimal(default))
    return int(value) if abs(value) < 10**9 else default


def plainly(value: Decimal) -> str:
    """
    Write a decimal one way only, so that equal keys have equal checksums.

    >>> plainly(Decimal("1.00")), plainly(Decimal("-0.0")), plainly(Decimal("100"))
    ('1', '0', '100')
    """
    return f"{value.normalize():f}" if value else "0"


def plain_words(html: str) -> str:
    """
    Return rich text as one line of plain words.

    >>> plain_words("<p>R &amp; D,<br>joka <b>päivä</b></p><p>Niin.</p>")
    'R & D, joka päivä Niin.'
    """
    reader = _Words()
    reader.feed(html)
    reader.close()
    return " ".join("".join(reader.found).split())


class _Words(HTMLParser):
    BREAKS = frozenset({"p", "br", "li", "h2", "h3", "h4", "ul", "ol", "div"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self.BREAKS:
            self.found.append(" ")
        if tag in {"img", "embed"}:
            self.found.append(dict(attrs).get("alt") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag in self.BREAKS:
            self.found.append(" ")

    def handle_data(self, data: str) -> None:
        self.found.append(data)
