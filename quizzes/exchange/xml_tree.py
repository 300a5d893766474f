"""
A small tree of an XML file that nobody vouches for.

No document type, so no entities but XML's five; nothing is fetched. Each element knows its
line.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from typing import NoReturn
from xml.parsers import expat

from quizzes.exchange.parsed import UnreadableError

DEEPEST = 60
# HTML that stands in a text without CDATA is put together again with these left open.
_EMPTY = {"br", "hr", "img"}


@dataclass
class Element:
    """One element; `content` holds its texts and elements in their order."""

    name: str
    attributes: dict[str, str]
    line: int
    content: list["str | Element"] = field(default_factory=list)

    @property
    def children(self) -> Iterator["Element"]:
        """The elements inside."""
        return (inner for inner in self.content if isinstance(inner, Element))

    def all(self, name: str) -> list["Element"]:
        """Return the children of a name."""
        return [inner for inner in self.children if inner.name == name]

    def first(self, name: str) -> "Element | None":
        """Return the first child of a name; None where there is none."""
        return next((inner for inner in self.children if inner.name == name), None)

    @property
    def text(self) -> str:
        """The text that stands directly inside."""
        return "".join(inner for inner in self.content if isinstance(inner, str))

    @property
    def markup(self) -> str:
        """All that stands inside, elements as they would be written in HTML."""
        return "".join(
            escape(inner, quote=False) if isinstance(inner, str) else inner._as_html()
            for inner in self.content
        )

    def _as_html(self) -> str:
        attributes = "".join(
            f' {name}="{escape(value)}"' for name, value in self.attributes.items()
        )
        if self.name in _EMPTY:
            return f"<{self.name}{attributes}>"
        return f"<{self.name}{attributes}>{self.markup}</{self.name}>"


def parse(text: str) -> Element:
    """
    Return the root of a file; raises UnreadableError where it is not well formed.

    >>> parse("<quiz>\\n<question type='essay'/></quiz>").first("question").line
    2
    """
    return _Reader().read(text)


class _Reader:
    def __init__(self) -> None:
        self.parser = expat.ParserCreate("utf-8")
        self.parser.buffer_text = True
        self.parser.buffer_size = 64 * 1024
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.StartDoctypeDeclHandler = self._no_document_type
        self.parser.EntityDeclHandler = self._no_document_type
        self.root: Element | None = None
        self.open: list[Element] = []
        self.skipped = 0

    def read(self, text: str) -> Element:
        # Blank lines before the declaration are an error to XML and to nobody else.
        begun = text.lstrip()
        self.skipped = text[: len(text) - len(begun)].count("\n")
        try:
            # Whatever encoding it says it is in, it has been read already.
            self.parser.Parse(begun.encode("utf-8", "surrogatepass"), True)
        except expat.ExpatError as error:
            problem = expat.ErrorString(error.code)
            line = error.lineno + self.skipped
            raise UnreadableError("not_xml", line=line, problem=problem) from None
        if self.root is None:
            raise UnreadableError("not_xml", line=1, problem="no element found")
        return self.root

    @property
    def _line(self) -> int:
        return self.parser.CurrentLineNumber + self.skipped

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if len(self.open) >= DEEPEST:
            raise UnreadableError("xml_too_deep", line=self._line, most=DEEPEST)
        element = Element(name, attributes, self._line)
        if self.open:
            self.open[-1].content.append(element)
        else:
            self.root = element
        self.open.append(element)

    def _end(self, name: str) -> None:
        self.open.pop()

    def _text(self, text: str) -> None:
        self.open[-1].content.append(text)

    def _no_document_type(self, *declared: object) -> NoReturn:
        raise UnreadableError("document_type", line=self._line)
