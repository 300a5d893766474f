"""
The one door for HTML that was not written in a rich-text field: what is imported or typed.

Two parsers that share no code look at it, bleach and then nh3; what one misreads, the other
still holds. Rich-text fields have Wagtail's own whitelist and need no door.
"""

import bleach
import nh3
from bs4 import BeautifulSoup

# What a rich-text field can hold.
TAGS = {
    "h2", "h3", "h4", "p", "br", "b", "strong", "i", "em", "sub", "sup", "ul", "ol", "li", "a",
}  # fmt: skip
ATTRIBUTES = {"a": {"href"}}
SCHEMES = {"http", "https", "mailto", "tel"}
# Their text is no words for readers: bleach would keep it when it strips the tags.
DROPPED_WHOLE = [
    "script", "style", "template", "noscript", "iframe", "object", "embed", "svg", "math",
    "title", "textarea", "select", "form", "xmp", "plaintext", "noembed", "noframes",
]  # fmt: skip


def clean(html: str) -> str:
    """
    Return the HTML without anything that a rich-text field could not hold.

    >>> clean('<p onclick="x()">Polku <b>alkaa</b></p><script>x()</script>')
    '<p>Polku <b>alkaa</b></p>'
    >>> clean('<a href="javascript:x()">tästä</a>')
    '<a>tästä</a>'
    """
    return second_look(first_look(html))


def first_look(html: str) -> str:
    """Drop some elements with their content, then let bleach strip what is not allowed."""
    soup = BeautifulSoup(html, "html.parser")
    for element in soup(DROPPED_WHOLE):
        element.decompose()
    return bleach.clean(
        str(soup),
        tags=TAGS,
        attributes={tag: list(names) for tag, names in ATTRIBUTES.items()},
        protocols=SCHEMES,
        strip=True,
        strip_comments=True,
    )


def second_look(html: str) -> str:
    """Parse again, with nh3."""
    return nh3.clean(
        html,
        tags=TAGS,
        clean_content_tags=set(DROPPED_WHOLE),
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel=None,
    )
