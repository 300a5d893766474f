"""
From the HTML of other systems to our blocks.

Running text stays running text; pictures, tables, videos and files become blocks of their own
where they stood. What nobody can keep here is left out, and said.
"""

import re
from collections.abc import Callable, Iterator
from html import escape
from typing import Any, Protocol

from bs4 import BeautifulSoup, NavigableString, Tag
from bs4.element import PageElement, PreformattedString
from django.utils.translation import gettext as _

from courses.packages.contents import Medium
from courses.packages.foreign_html import APART, ASKING, HEADINGS, NEVER, prepare, soup_of
from home.blocks.hosts import thing_at
from home.html import clean, untangled

LARGEST = 4 * 1024 * 1024
VIDEOS, SOUNDS = (".mp4", ".webm"), (".mp3",)
# Each stands by itself; other elements only hold them.
TEXT = {"p", "ul", "ol", "blockquote", "pre", "dl", *HEADINGS}
HOLDING = {
    "div", "section", "article", "main", "header", "footer", "aside", "center", "body", "html",
    "figure", "figcaption", "details", "summary", "nav", "address", "fieldset", "tbody", "thead",
    "tr", "td", "th", "font",
}  # fmt: skip
# A pointer on its way through the cleaner, which knows only addresses.
HERE = "https://pointer.invalid/"
POINTER = re.compile(rf'<a href="{re.escape(HERE)}(document|page)/([^"]+)">')
BLANK = re.compile(r"<(p|h2|h3|li|ul|ol)>(?:\s|&nbsp;|\xa0|<br ?/?>)*</\1>")
MARK = re.compile(r"(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]|[•·*–—-]", re.IGNORECASE)
WORD = re.compile(r"\w+")
WORDS_A_MINUTE = 130

Block = dict[str, Any]


class Finder(Protocol):
    """Knows what stands at the addresses of a text."""

    def medium(self, address: str) -> Medium | None:
        """Return the file of the package at an address; None where it is outside or missing."""
        ...

    def page(self, address: str) -> str | None:
        """Return the name of the page that an address of the other system leads to."""
        ...


def passages(
    html: str, finder: Finder, say: Callable[[str], None], *, title: str = ""
) -> list[Block]:
    """
    Return the blocks of a text, as raw data; `say` hears what was changed.

    A first heading that only repeats the `title` of its page is left out.
    """
    if len(html) > LARGEST:
        say(_("The text is too long; it was left out."))
        return []
    soup = soup_of(html, say)
    writer = _Writer(finder, say)
    prepare(soup, say, title)
    writer.inside(soup)
    writer.end()
    return writer.blocks


def block_of(medium: Medium, title: str) -> Block:
    """Return a file that stands by itself as a block: shown, tried, or for taking along."""
    if medium.name.startswith("image:"):
        shown = {"image": medium.name, "alt": "", "decorative": False, "caption": ""}
        return {"type": "picture", "value": shown}
    if medium.name.startswith("h5p:"):
        tried = {"title": title[:150], "exercise": medium.name, "alternative": ""}
        return {"type": "exercise", "value": tried}
    taken = {"document": medium.name, "title": title[:150], "description": ""}
    return {"type": "download", "value": taken}


def minutes_of(blocks: list[Block]) -> int:
    """
    Return how long blocks take to read, in whole minutes.

    >>> minutes_of([{"type": "text", "value": "sana " * 260}])
    2
    >>> minutes_of([])
    1
    """
    words = len(WORD.findall(re.sub(r"<[^>]*>", " ", str([one["value"] for one in blocks]))))
    others = sum(one["type"] != "text" for one in blocks)
    return max(1, min(1000, round(words / WORDS_A_MINUTE + others / 2)))


def plain_words(html: str, longest: int = 250) -> str:
    """
    Return the words of a text on one line.

    >>> plain_words("<p>Työkyky &amp; <b>tuki</b></p>")
    'Työkyky & tuki'
    """
    soup = BeautifulSoup(untangled(html[:LARGEST]), "html.parser")
    for element in soup(list(NEVER)):
        element.decompose()
    words = " ".join(soup.get_text(" ").split())
    return words if len(words) <= longest else f"{words[: longest - 1].rsplit(' ', 1)[0]}…"


class _Writer:
    def __init__(self, finder: Finder, say: Callable[[str], None]) -> None:
        self.finder, self.say = finder, say
        self.blocks: list[Block] = []
        self.text: list[str] = []
        self.line: list[str] = []

    def inside(self, element: Tag) -> None:
        """Write what stands in an element, in its order."""
        for child in list(element.children):
            self.one(child)

    def one(self, child: PageElement) -> None:
        """Write one node."""
        if isinstance(child, NavigableString):
            if not isinstance(child, PreformattedString):
                self.line.append(escape(str(child), quote=False))
            return
        if not isinstance(child, Tag):
            return
        name = child.name.lower()
        if name in NEVER:
            return
        if name in ASKING:
            self.inside(child)
        elif name == "table":
            self._table(child)
        elif name in APART:
            self._apart(child)
        elif name in TEXT:
            self._passage(child)
        elif name in HOLDING or child.find([*TEXT, *APART, *HOLDING]):
            self._line_ends()
            self.inside(child)
            self._line_ends()
        elif name == "hr":
            self._line_ends()
        else:
            self.line.append(self._markup(child))

    def _passage(self, element: Tag) -> None:
        """One paragraph, list or heading; what stands apart comes after it."""
        self._line_ends()
        apart = [found.extract() for found in element(list(APART)) if not _is_nested(found)]
        if element.name == "dl":
            for child in element(["dt", "dd"]):
                words = child.decode_contents()
                named = child.name == "dt"
                self._say_text(f"<p><b>{words}</b></p>" if named else f"<p>{words}</p>")
        elif element.name in {"blockquote", "pre"}:
            if element.find(list(TEXT)):
                self.inside(element)
                self._line_ends()
            else:
                self._say_text(f"<p>{self._linked(element).decode_contents()}</p>")
        else:
            for inner in element(["p", "div"]):
                inner.unwrap()
            self._say_text(self._markup(element))
        for found in apart:
            self.one(found)

    def _say_text(self, html: str) -> None:
        self.text.append(html)

    def _line_ends(self) -> None:
        line = "".join(self.line).strip()
        self.line = []
        if line:
            self.text.append(f"<p>{line}</p>")

    def _markup(self, element: Tag) -> str:
        return str(self._linked(element))

    def _linked(self, element: Tag) -> Tag:
        """Turn links to files and pages of the package into pointers."""
        links = [element] if element.name == "a" else []
        for link in [*links, *element("a")]:
            address = str(link.get("href") or "").strip()
            link.attrs = {}
            if found := self._where_to(address):
                link["href"] = found
        return element

    def _where_to(self, address: str) -> str:
        if not address or address.startswith("#"):
            return ""
        if name := self.finder.page(address):
            return f"{HERE}page/{name}"
        medium = self.finder.medium(address)
        if medium is not None and medium.name.startswith("document:"):
            return f"{HERE}document/{medium.name}"
        if medium is not None and medium.name.startswith("image:"):
            # A link to a larger picture: the picture itself is shown.
            self.end()
            self._picture(medium, "")
            return ""
        if re.match(r"(?:https?|mailto|tel):", address, re.IGNORECASE):
            return address
        self.say(
            _("A link led to something that is not in the file: %(address)s.")
            % {"address": address[:150]}
        )
        return ""

    def end(self) -> None:
        """Close the running text, as what stands apart does."""
        self._line_ends()
        html = clean("".join(self.text))
        self.text = []
        before = None
        while before != html:
            before, html = html, BLANK.sub("", html)
        html = POINTER.sub(r'<a linktype="\1" id="\2">', html)
        html = html.replace("<br>", "<br/>").strip()
        if plain_words(html):
            self._add("text", html)

    def _add(self, kind: str, value: Any) -> None:
        self.blocks.append({"type": kind, "value": value})

    def _apart(self, element: Tag) -> None:
        self.end()
        address = _address(element)
        title = " ".join(str(element.get("title") or "").split())[:150]
        medium = self.finder.medium(address) if address else None
        if medium is not None:
            self._medium(medium, element, title)
        elif element.name != "img" and address.startswith("//"):
            self._outside(f"https:{address}", title)
        elif element.name != "img" and re.match(r"https?://", address):
            self._outside(address, title)
        elif element.name == "img" or address:
            self.say(
                _("A picture or file is not in the package: %(address)s.")
                % {"address": address[:100] or "?"}
            )

    def _outside(self, address: str, title: str) -> None:
        if thing_at(address) is not None:
            value = {"title": title or address[:150], "url": address, "alternative": ""}
            self._add("embed", value)
            self.say(_("What stands on another service needs the same in words."))
        else:
            self.text.append(f'<p><a href="{escape(address)}">{escape(title or address)}</a></p>')
            self.say(
                _("What another site was framed with became a link: %(address)s.")
                % {"address": address[:150]}
            )

    def _medium(self, medium: Medium, element: Tag, title: str) -> None:
        name = medium.filename.lower()
        if medium.name.startswith("image:"):
            alt = " ".join(str(element.get("alt") or "").split())
            # Two ways in which systems say that a picture says nothing.
            silent = element.get("role") in {"presentation", "none"}
            decorative = silent or element.get("data-decorative") == "true"
            self._picture(medium, alt, decorative=decorative)
        elif name.endswith(VIDEOS):
            self._add(
                "video",
                {
                    "title": title or medium.title,
                    "file": medium.name,
                    "poster": None,
                    "captions": [],
                    "transcript": "",
                },
            )
            self.say(_("A video needs captions and a transcript before it is published."))
        elif name.endswith(SOUNDS):
            value = {"title": title or medium.title, "file": medium.name, "transcript": ""}
            self._add("audio", value)
            self.say(_("A recording needs a transcript before it is published."))
        else:
            self.blocks.append(block_of(medium, title or medium.title))

    def _picture(self, medium: Medium, alt: str, *, decorative: bool = False) -> None:
        if not alt and not decorative:
            self.say(_("A picture has no text alternative: %(name)s.") % {"name": medium.filename})
        alt = "" if decorative else alt
        value = {"image": medium.name, "alt": alt, "decorative": decorative, "caption": ""}
        self._add("picture", value)

    def _table(self, table: Tag) -> None:
        rows = [list(_cells(row)) for row in table("tr") if row.find_parent("table") is table]
        rows = [row for row in rows if row]
        wide = max((len(row) for row in rows), default=0)
        holds = table.find(["table", "ul", "ol", "iframe", "video", "audio", *HEADINGS])
        numbered = not table.find("th") and all(_is_numbered(row) for row in rows)
        if wide < 2 or len(rows) < 2 or wide > 8 or len(rows) > 60 or holds or numbered:
            # Such a table only sets things side by side, or numbers before them.
            self.say(
                _("A table that is too small, too large or holds more than words became text.")
            )
            self._rows_as_text(rows or [[table]])
            return
        self.end()
        if any(cell.get("colspan") or cell.get("rowspan") for row in rows for cell in row):
            self.say(_("Merged cells of a table were divided."))
        apart = [found.extract() for found in table(["img", "object", "embed"])]
        texts = [[plain_words(cell.decode_contents(), 500) for cell in row] for row in rows]
        texts = [row + [""] * (wide - len(row)) for row in texts]
        caption = table.find("caption")
        headed = all(cell.name == "th" for cell in rows[0]) or table.find("thead") is not None
        if not headed:
            self.say(_("A table had no row of headings; its first row was taken as one."))
        grid = {
            "columns": [{"type": "cell", "heading": heading} for heading in texts[0]],
            "rows": [{"values": row} for row in texts[1:] if any(row)],
            "caption": plain_words(caption.decode_contents(), 250) if caption else "",
        }
        named = all(row[0].name == "th" for row in rows[1:])
        self._add("table", {"grid": grid, "row_headings": named, "note": ""})
        for found in apart:
            self.one(found)

    def _rows_as_text(self, rows: list[list[Tag]]) -> None:
        self._line_ends()
        for row in rows:
            if _is_numbered(row):
                self.line.append(f"{escape(plain_words(str(row[0])))} ")
                if first := row[1].find("p"):
                    first.unwrap()
                row = row[1:]
            for cell in row:
                self.inside(cell)
                self._line_ends()


def _is_numbered(row: list[Tag]) -> bool:
    """Whether a row is an item of a list that somebody set as a table."""
    return len(row) == 2 and MARK.fullmatch(plain_words(str(row[0]))) is not None


def _cells(row: Tag) -> Iterator[Tag]:
    for cell in row.find_all(["td", "th"], recursive=False):
        if isinstance(cell, Tag):
            yield cell


def _is_nested(found: Tag) -> bool:
    return found.find_parent(list(APART)) is not None


def _address(element: Tag) -> str:
    for name in ("src", "data", "href"):
        if element.get(name):
            return str(element[name]).strip()
    source = element.find(["source", "embed"])
    if isinstance(source, Tag):
        return str(source.get("src") or "").strip()
    link = element.find("a")
    return str(link.get("href") or "").strip() if isinstance(link, Tag) else ""
