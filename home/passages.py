"""What a draft says, passage by passage, with the field and block where each stands."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from bs4 import BeautifulSoup
from wagtail import blocks
from wagtail.fields import RichTextField, StreamField
from wagtail.rich_text import RichText

# Ends of passages: where a reader pauses, whatever stands there.
BREAKING = {"p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "br", "td", "th"}


@dataclass(frozen=True, slots=True)
class Passage:
    """One value of a draft: rich text, plain text, an address, or a page that is pointed at."""

    value: Any
    block: Any
    field: str
    path: str

    @property
    def html(self) -> str:
        """The source of rich text; empty for all else."""
        return self.value.source if isinstance(self.value, RichText) else ""

    @property
    def is_prose(self) -> bool:
        """Whether it is running text; headings and names in boxes of one line are none."""
        return bool(self.html) or isinstance(self.block, blocks.TextBlock)

    @property
    def text(self) -> str:
        """The words as a reader sees them, a line for each paragraph or point."""
        return text_of(self.html) if self.html else str(self.value)


def text_of(html: str) -> str:
    r"""
    Return the words of rich text.

    >>> text_of("<h2>Alku</h2><p>Tuki <b>auttaa</b>.</p>")
    'Alku\nTuki auttaa.\n'
    """
    soup = BeautifulSoup(html, "html.parser")
    for element in soup(BREAKING):
        element.append("\n")
    return soup.get_text()


def passages(draft: Any) -> Iterator[Passage]:
    """Yield every value of a draft's streams and rich texts, in the order of the page."""
    for field in draft._meta.get_fields():
        if isinstance(field, StreamField):
            yield from _in_block(field.stream_block, field.value_from_object(draft), field.name, ())
        elif isinstance(field, RichTextField):
            yield Passage(RichText(field.value_from_object(draft) or ""), None, field.name, "")


def blocks_of(draft: Any) -> Iterator[Passage]:
    """Yield every block of a draft's streams with its value, the outer before what is in it."""
    for field in draft._meta.get_fields():
        if isinstance(field, StreamField):
            for child in field.value_from_object(draft):
                yield from _nested(child.block, child.value, field.name, (child.id or "",))


def way(path: Iterable[str]) -> str:
    """
    Join the steps of a content path, as far as they are known.

    >>> way(("3f", "items", "", "text"))
    '3f.items'
    """
    return ".".join(takewhile(bool, path))


def _in_block(block: Any, value: Any, field: str, path: tuple[str, ...]) -> Iterator[Passage]:
    inner = list(_children(block, value))
    if not inner and not isinstance(block, blocks.BaseStreamBlock | blocks.ListBlock):
        if value is not None:
            yield Passage(value, block, field, way(path))
        return
    for name, child_block, child in inner:
        yield from _in_block(child_block, child, field, (*path, name))


def _nested(block: Any, value: Any, field: str, path: tuple[str, ...]) -> Iterator[Passage]:
    yield Passage(value, block, field, way(path))
    for name, child_block, child in _children(block, value):
        yield from _nested(child_block, child, field, (*path, name))


def _children(block: Any, value: Any) -> Iterator[tuple[str, Any, Any]]:
    """Yield name, block and value of what is in a block; names as content paths have them."""
    if value is None:
        return
    if isinstance(block, blocks.BaseStructBlock):
        yield from ((name, child, value.get(name)) for name, child in block.child_blocks.items())
    elif isinstance(block, blocks.BaseStreamBlock):
        yield from ((child.id or "", child.block, child.value) for child in value)
    elif isinstance(block, blocks.ListBlock):
        yield from ((child.id or "", child.block, child.value) for child in value.bound_blocks)
