"""
Whether HTML is written as our editor writes rich text.

What passes has no tag, attribute or address beyond that, in a spelling that every browser
reads in the same way: so it may stay letter for letter. Everything else goes through
`home.html`. No Django is needed here.
"""

import re
from html import unescape

_TAGS = frozenset({
    "a", "b", "br", "em", "embed", "h2", "h3", "h4", "hr", "i", "li", "ol", "p", "strong", "sub",
    "sup", "ul",
})  # fmt: skip
_ATTRIBUTES = {
    "a": frozenset({"href", "linktype", "id"}),
    "embed": frozenset({"embedtype", "id", "format", "alt"}),
}
_EVERYWHERE = frozenset({"data-block-key"})
_TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)((?: [a-z-]+="[^"<>]*")*) ?/?>')
_ATTRIBUTE = re.compile(r' ([a-z-]+)="([^"<>]*)"')
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_ADDRESS = re.compile(r"(?:https?://|mailto:|tel:|/|#)", re.IGNORECASE)


def is_plain(html: str) -> bool:
    """
    Return whether nothing in the HTML is beyond what our rich text holds.

    >>> is_plain('<p data-block-key="a1">Polku <b>alkaa</b><br/></p>')
    True
    >>> is_plain('<a linktype="page" id="7">tästä</a> &amp; <a href="https://thl.fi">THL</a>')
    True
    >>> is_plain('<a href="java&#115;cript:x()">tästä</a>')
    False
    >>> any(map(is_plain, ["<p onclick=x>", "<script>", "<!-- x -->", "<p", 'a < b', "<P>"]))
    False
    """
    if _CONTROLS.search(html):
        return False
    rest = _TAG.sub(lambda tag: "" if _is_known(tag) else "<", html)
    return "<" not in rest


def _is_known(tag: re.Match[str]) -> bool:
    name = tag[2]
    if name not in _TAGS:
        return False
    known = _ATTRIBUTES.get(name, frozenset()) | _EVERYWHERE
    for attribute, value in _ATTRIBUTE.findall(tag[3]):
        if attribute not in known:
            return False
        if attribute == "href" and not _ADDRESS.match(unescape(value)):
            return False
    return True
