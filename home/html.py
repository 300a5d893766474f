"""
The one door for HTML that was not written in a rich-text field: what is imported or typed.

Two parsers that share no code look at it, bleach and then nh3; what one misreads, the other
still holds. Rich-text fields have Wagtail's own whitelist and need no door.
"""

import re

import nh3
from bleach.sanitizer import Cleaner
from bs4 import BeautifulSoup, Tag

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


# No text needs them, and each parser makes something else of them.
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")

# Elements without words that a reader meets all the same are not among these.
_WORDLESS = re.compile(r"(?:<(?!(?:embed|img|hr)\b)[^<>]*>|&nbsp;|&#160;|[\s\u00a0\u200b\ufeff])*")

# A picture of Wagtail's library, as rich text keeps it.
PICTURE = {"embed": {"embedtype", "id", "format", "alt"}}
# Width is what a reader's page decides; these say only where the picture stands.
PICTURE_FORMATS = {"fullwidth", "left", "right"}


def is_wordless(html: str) -> bool:
    """
    Return whether rich text holds neither words nor pictures.

    >>> is_wordless('<p data-block-key="a1"></p><p> &nbsp;</p>')
    True
    >>> is_wordless('<p>.</p>') or is_wordless('<embed embedtype="image" id="5"/>')
    False
    """
    return _WORDLESS.fullmatch(html) is not None


# A "<" that no ">" ends before the next one: words to people, a long search to the parser.
_UNENDED = re.compile(r"<(?=[^<>]*(?:<|$))")
MOST_UNENDED = 200


def untangled(html: str) -> str:
    """
    Return HTML whose reading takes a time that grows with its length, and not with its square.

    Where many a "<" has no end, those that have none become words. Some are left: within an
    attribute one may stand for itself.

    >>> untangled('<img alt="a<b">')
    '<img alt="a<b">'
    >>> untangled("<p>x</p>" + "<a " * 300) == "<p>x</p>" + "&lt;a " * 300
    True
    """
    if html.count("<") - html.count(">") <= MOST_UNENDED:
        return html
    return _UNENDED.sub("&lt;", html)


def clean(html: str, *, pictures: bool = False) -> str:
    """
    Return the HTML without anything that a rich-text field could not hold.

    `pictures`: whether it may hold pictures of the library.

    >>> clean('<p onclick="x()">Polku <b>alkaa</b></p><script>x()</script>')
    '<p>Polku <b>alkaa</b></p>'
    >>> clean('<a href="javascript:x()">tästä</a>')
    '<a>tästä</a>'
    >>> clean('<embed embedtype="image" id="5" alt="Kuvio" src="//x"/>', pictures=True)
    '<embed alt="Kuvio" embedtype="image" id="5">'
    """
    html = untangled(_CONTROLS.sub("", html))
    cleaned = second_look(first_look(html, pictures=pictures), pictures=pictures)
    # Of blank lines alone, which say nothing, the parser would drop one each time.
    return cleaned if cleaned.strip() else ""


def first_look(html: str, *, pictures: bool = False) -> str:
    """Drop some elements with their content, then let bleach strip what is not allowed."""
    soup = BeautifulSoup(html, "html.parser")
    for element in soup(DROPPED_WHOLE):
        if not (pictures and is_picture(element)):
            element.decompose()
    attributes = ATTRIBUTES | (PICTURE if pictures else {})
    cleaner = Cleaner(
        tags=TAGS | ({"embed"} if pictures else set()),
        attributes={tag: list(names) for tag, names in attributes.items()},
        protocols=SCHEMES,
        strip=True,
        strip_comments=True,
    )
    # In single quotes bleach escapes what is escaped, so texts would grow each time.
    cleaner.serializer.use_best_quote_char = False
    return cleaner.clean(str(soup))


def is_picture(element: Tag) -> bool:
    """Whether an element is a picture of the library, with a number and a known place."""
    number = str(element.get("id", ""))
    return (
        element.name == "embed"
        and element.get("embedtype") == "image"
        and number.isascii()
        and number.isdecimal()
        and element.get("format", "fullwidth") in PICTURE_FORMATS
    )


def second_look(html: str, *, pictures: bool = False) -> str:
    """Parse again, with nh3."""
    return nh3.clean(
        html,
        tags=TAGS | ({"embed"} if pictures else set()),
        clean_content_tags=set(DROPPED_WHOLE) - ({"embed"} if pictures else set()),
        attributes=ATTRIBUTES | (PICTURE if pictures else {}),
        url_schemes=SCHEMES,
        link_rel=None,
    )
