"""
Find the terms of the glossary in a text, and let each open its definition.

Pure: HTML and terms in, HTML out. The HTML is our own templates', so it is well formed and
no attribute holds an unescaped `>`.
"""

import html
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

# Inside these, a word is not running text: it leads somewhere, names something, or is drawn.
LEFT_ALONE = {
    "a", "button", "h1", "h2", "h3", "h4", "h5", "h6", "summary", "legend", "label", "figcaption",
    "caption", "th", "dt", "code", "pre", "svg", "script", "style", "textarea", "select", "option",
    "cite", "noscript", "template",
}  # fmt: skip
VOID = {
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
    "wbr",
}  # fmt: skip
_TAG = re.compile(r"(<!--.*?-->|<[^>]*>)", re.DOTALL)
_NAME = re.compile(r"</?\s*([a-zA-Z0-9-]+)")
# Left alone on wish, with all that is in it.
_UNLINKED = re.compile(r"\bdata-no-terms\b")
# Between two such comments stands what is put there for each reader anew.
_FILLED_LATER = re.compile(r"<!--(/?)(\w+:[^>]*?)-->")


@dataclass(frozen=True)
class Term:
    """A term and the forms by which texts name it."""

    key: str
    forms: tuple[str, ...]


def link_terms(
    text: str, terms: Iterable[Term], link: Callable[[str, str], str]
) -> tuple[str, list[str]]:
    """
    Return the HTML with the first use of each term linked, and the keys found, in order.

    A form is found as whole words, whatever its capitals; the longest form wins. `link` gets a
    term's key and the words as they stand (escaped), and returns what stands instead.

    >>> terms = [Term("a", ("etuus", "etuuden")), Term("b", ("etuus kelasta",))]
    >>> link_terms("<p>Etuuden ehto, etuus.</p>", terms, lambda key, words: f"[{words}]")
    ('<p>[Etuuden] ehto, etuus.</p>', ['a'])
    >>> link_terms("<h2>Etuus</h2> <a href='/x'>etuus</a> etuudet", terms, str)
    ("<h2>Etuus</h2> <a href='/x'>etuus</a> etuudet", [])
    >>> link_terms("<!--doing:1--><p>etuus</p><!--/doing:1-->", terms, str)[1]
    []
    """
    by_form = {
        html.escape(form, quote=False).casefold(): term.key
        for term in terms
        for form in term.forms
        if form.strip()
    }
    if not by_form:
        return text, []
    longest_first = sorted(by_form, key=lambda form: (-len(form), form))
    pattern = re.compile(
        rf"(?<![\w\-&])(?:{'|'.join(map(re.escape, longest_first))})(?![\w-])", re.IGNORECASE
    )
    found: list[str] = []

    def once(match: re.Match[str]) -> str:
        key = by_form.get(match[0].casefold())
        if key is None or key in found:
            return match[0]
        found.append(key)
        return link(key, match[0])

    parts: list[str] = []
    # The element that is left alone, and those open inside it.
    closing: list[str] = []
    for piece in _TAG.split(text):
        if piece.startswith("<"):
            parts.append(piece)
            _step(piece, closing)
        elif closing:
            parts.append(piece)
        else:
            parts.append(pattern.sub(once, piece))
    return "".join(parts), found


def _step(tag: str, closing: list[str]) -> None:
    """
    Keep which elements are open from the one that is left alone on; empty outside of it.

    >>> closing = []
    >>> for tag in ("<p>", "<a href=''>", "<b>", "</b>"): _step(tag, closing)
    >>> closing
    ['a']
    """
    if filled := _FILLED_LATER.match(tag):
        if not filled[1]:
            closing.append(filled[2])
        elif closing and closing[-1] == filled[2]:
            closing.pop()
        return
    match = _NAME.match(tag)
    if match is None:
        return
    name = match[1].lower()
    if tag.startswith("</"):
        if closing and closing[-1] == name:
            closing.pop()
        return
    if name in VOID or tag.endswith("/>"):
        return
    if closing or name in LEFT_ALONE or _UNLINKED.search(tag):
        closing.append(name)
