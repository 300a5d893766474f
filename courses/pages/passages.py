"""
The passages of a lesson: its blocks, each with a place to lead to and its words.

They are marked while the body is rendered, and read from what was rendered: so a passage has
the words that its reader met, whatever it is made of.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import blake2s
from html import unescape
from typing import NamedTuple
from uuid import UUID

ID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_END = re.compile(f"<!--passage:({ID})-->")
_FIRST_TAG = re.compile(r"<([a-z][a-z0-9]*)([^>]*)>")
_HEADING = re.compile(r"<h[2-4][^>]*>(.*?)</h[2-4]>|<(?:figcaption|blockquote)[^>]*>(.*?)</", re.S)
_TAG = re.compile(r"<!--.*?-->|<template.*?</template>|<[^>]*>", re.S)
LONGEST_NAME = 80
# What `margin.js` takes for paragraphs, too: both count them in the order of the page.
_PARAGRAPH = re.compile(r"<(p|li|h[234]|table|figure)(?=[\s>])[^>]*>")
# Where a reader is led to within a passage.
GO_ON_AT = "jatko"


@dataclass(frozen=True)
class Passage:
    """One block of a lesson: its id, what it is called, and how many words it holds."""

    id: str
    name: str
    words: int

    @property
    def anchor(self) -> str:
        """Where links lead to it."""
        return anchor(self.id)


@dataclass(frozen=True)
class Paragraph:
    """
    One paragraph of a passage: a mark of its words, and which of how many it is.

    The mark stays when others come and go around it; the number finds the same paragraph
    in another language.
    """

    mark: str
    number: int
    count: int
    # Where its tag begins in its passage, and the heading that it stands under; empty without.
    begins: int = 0
    heading: str = ""


class Spot(NamedTuple):
    """A place as it is kept: a passage, and a paragraph of it; no mark, the whole passage."""

    block_id: UUID
    mark: str = ""
    number: int = 0
    among: int = 0


def anchor(block_id: object) -> str:
    """
    The place of a block on its page.

    >>> anchor("3f")
    'lohko-3f'
    """
    return f"lohko-{block_id}"


def marked(block_id: str | None, html: str) -> str:
    """
    Give a rendered block its place, where its template gives none, and mark its end.

    A block that shows nothing is no passage.
    """
    if not re.fullmatch(ID, block_id or "") or not html.strip():
        return html
    first = _FIRST_TAG.search(html)
    if first and not re.search(r"\sid=", first[2]):
        at = first.end(1)
        html = f'{html[:at]} id="{anchor(block_id)}"{html[at:]}'
    return f"{html}<!--passage:{block_id}-->"


def passages_of(body: str) -> list[Passage]:
    """
    Return the passages of a body in order; what stands after the last one is none.

    >>> end = "<!--passage:00000000-0000-0000-0000-000000000001-->"
    >>> passages_of(f"<div><h2>Ty&ouml;</h2><p>on suhde</p></div>{end} muu")[0]
    Passage(id='00000000-0000-0000-0000-000000000001', name='Työ', words=3)
    """
    parts = _END.split(body)
    return [
        Passage(block_id, _name(html), len(_text(html).split()))
        for html, block_id in zip(parts[0::2], parts[1::2], strict=False)
    ]


def paragraphs_of(passage: str) -> list[Paragraph]:
    """
    Return the paragraphs of one rendered passage in order.

    The words of one run to where the next begins, so that each word is in one of them. The
    passage itself is none: it has a place of its own.

    >>> [one.number for one in paragraphs_of("<div><p>Työ</p><ul><li>on</li></ul></div>")]
    [0, 1]
    """
    first = _FIRST_TAG.search(passage)
    tags = [*_PARAGRAPH.finditer(passage, first.end() if first else 0)]
    ends = [*(tag.start() for tag in tags[1:]), len(passage)]
    found, heading = [], ""
    for number, (tag, end) in enumerate(zip(tags, ends, strict=True)):
        html = passage[tag.start() : end]
        if tag[1].startswith("h"):
            heading = _name(html)
        found.append(Paragraph(_mark(html), number, len(tags), tag.start(), heading))
    return found


def spot_in(body: str, block_id: UUID, number: int, count: int) -> Spot:
    """The place of a paragraph that a page has told of; the passage where it is not as told."""
    found = paragraphs_of(_passage(body, str(block_id))[1])
    if len(found) != count or not 0 < number < count:
        return Spot(block_id)
    return Spot(block_id, found[number].mark, number, count)


def paragraph_at(body: str, spot: Spot) -> Paragraph | None:
    """
    Find the paragraph that was meant: by its words, else by its number where the count agrees.

    None where the passage itself is the place: it has no such paragraph any more, or it begins
    with it.
    """
    found = paragraphs_of(_passage(body, str(spot.block_id))[1]) if spot.mark else []
    same = [one for one in found if one.mark == spot.mark]
    if found and not same and len(found) == spot.among:
        same = [found[spot.number]]
    here = min(same, key=lambda one: abs(one.number - spot.number), default=None)
    return here if here and here.number else None


def with_ends(body: str, put: Callable[[str], str]) -> str:
    """Return a body with something after each passage, such as its reader's own notes."""
    return _END.sub(lambda end: put(end[1]), body)


def before(body: str, block_id: str, html: str) -> str:
    """Return a body with something before one passage."""
    begins, passage = _passage(body, block_id)
    return f"{body[:begins]}{html}{body[begins:]}" if passage else body


def at_paragraph(body: str, block_id: str, paragraph: Paragraph, html: str = "") -> str:
    """
    Return a body with something at one paragraph, or with a place to lead to there.

    An item of a list has it inside: between items nothing may stand.
    """
    begins = _passage(body, block_id)[0] + paragraph.begins
    tag = _FIRST_TAG.match(body, begins)
    if tag is None:
        return body
    at = tag.end() if tag[1] == "li" else begins
    if not html:
        at, html = tag.end(1), "" if re.search(r"\sid=", tag[2]) else f' id="{GO_ON_AT}"'
    return f"{body[:at]}{html}{body[at:]}"


def _passage(body: str, block_id: str) -> tuple[int, str]:
    """Where a passage begins in a body, and what it is; empty where there is none."""
    begins = 0
    for end in _END.finditer(body):
        if end[1] == block_id:
            return begins, body[begins : end.start()]
        begins = end.end()
    return 0, ""


def _mark(html: str) -> str:
    # Without spaces: a term that becomes a link splits no word.
    words = "".join(_text(html).split())
    return blake2s(words.encode(), digest_size=4).hexdigest()


def _text(html: str) -> str:
    return unescape(_TAG.sub(" ", html)).replace("\u00ad", "")


def _name(html: str) -> str:
    """Its heading, or how it begins."""
    heading = _HEADING.search(html)
    words = " ".join(_text((heading[1] or heading[2]) if heading else html).split())
    words = words or " ".join(_text(html).split())
    if len(words) <= LONGEST_NAME:
        return words
    return f"{words[:LONGEST_NAME].rsplit(' ', 1)[0]} …"
