"""
The texts of questions: from the formats of files to the HTML that a rich-text field holds.

Everything goes through `home.html`; what that would drop without a trace is turned into what
it keeps where that is possible (a `div` into a paragraph), and said.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape, unescape
from urllib.parse import quote

import nh3

from home import html as house
from quizzes.exchange import markdown
from quizzes.exchange.parsed import Notes, RefusedError
from quizzes.exchange.pictures import PLACE, Pictures

# Characters that no text needs: they hide, reorder, or stop a database.
HARMFUL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff"
    "\ud800-\udfff\ue000-\ue001]"
)
# Stands where a picture is while the HTML is cleaned.
_OPEN, _SHUT = "\ue000", "\ue001"
_MARK = re.compile(f"{_OPEN}(\\d+){_SHUT}")

# Far more than a question says, and little enough for every parser.
LONGEST_TEXT = 100_000
MOST_TAGS = 2_000
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_LONE_AMPERSAND = re.compile(r"&(?!(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});)")
_STRAY = re.compile(r"<(?!/?[a-zA-Z][^<>]*>)")

_ATTRIBUTES = r"""(?:[^<>"']|"[^"]*"|'[^']*')*"""
_IMAGE = re.compile(rf"<img\b({_ATTRIBUTES})>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([a-zA-Z:-]+)\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+)""")
_TAG_NAME = re.compile(r"</?([a-zA-Z][a-zA-Z0-9:-]*)")
_STYLED = re.compile(r"<(?!a\b|img\b)[a-zA-Z][a-zA-Z0-9]*\s+[a-zA-Z]", re.IGNORECASE)
_UNSAFE = re.compile(
    r"<\s*(script|iframe|object|embed|form|svg|math|style|link|meta|base|template)\b"
    r"|\son[a-z]+\s*=|(javascript|vbscript)\s*:",
    re.IGNORECASE,
)
_BLOCK_NAMES = "p|h[1-6]|ul|ol|li|table|tr|div|pre|blockquote"
_BREAK_BESIDE_BLOCK = re.compile(
    rf"(</?(?:{_BLOCK_NAMES})\b[^<>]*>)\s+|\s+(?=</?(?:{_BLOCK_NAMES})\b)", re.IGNORECASE
)
_PARAGRAPHS = "div|section|article|blockquote|pre|center|address|figure|figcaption|dl|dt|dd"
# Elements of which only the words are kept.
_ONLY_WORDS = (
    "span|font|o:p|table|thead|tbody|tfoot|tr|td|th|caption|colgroup|col|tt|code|kbd|samp|var|u|s"
    "|strike|del|ins|small|big|cite|abbr|acronym|mark|label|q|dfn|time|nobr"
)
# What says the same in elements that are kept.
_SAID_OTHERWISE = (
    (re.compile(rf"<(?:{_PARAGRAPHS})\b{_ATTRIBUTES}>", re.IGNORECASE), "<p>"),
    (re.compile(rf"</(?:{_PARAGRAPHS})\s*>", re.IGNORECASE), "</p>"),
    (re.compile(rf"<h1\b{_ATTRIBUTES}>", re.IGNORECASE), "<h2>"),
    (re.compile(r"</h1\s*>", re.IGNORECASE), "</h2>"),
    (re.compile(rf"<h[56]\b{_ATTRIBUTES}>", re.IGNORECASE), "<h4>"),
    (re.compile(r"</h[56]\s*>", re.IGNORECASE), "</h4>"),
    (re.compile(r"</tr\s*>|<hr\b[^<>]*>", re.IGNORECASE), "<br>"),
    (re.compile(r"</t[dh]\s*>", re.IGNORECASE), " "),
    (re.compile(rf"</?(?:{_ONLY_WORDS})\b{_ATTRIBUTES}>", re.IGNORECASE), ""),
    (
        re.compile(rf"<(p|br|b|strong|i|em|ul|ol|li|sub|sup|h[234])\s{_ATTRIBUTES}>", re.I),
        r"<\1>",
    ),
    (
        re.compile(
            rf'<a\s(?:{_ATTRIBUTES}\s)?href="(https?://[^"<>\s]*)"(?:\s{_ATTRIBUTES})?>', re.I
        ),
        r'<a href="\1">',
    ),
)
# HTML that has one reading only: one parser is enough for it.
_SIMPLE = re.compile(
    r"(?:[^<>&]|&(?:#\d{1,6}|#[xX][0-9a-fA-F]{1,5}|[a-zA-Z]{2,10});"
    r"|</?(?:p|b|strong|i|em|ul|ol|li|sub|sup|h[234]|a)>|<br ?/?>"
    r'|<a href="(?:https?://|mailto:)[^"<>\s]*">)*'
)
# Words in one paragraph, with single spaces: nothing is to be cleaned, and most texts are this.
_ONE_PARAGRAPH = re.compile(r"<p>[^<>&\s]+(?: [^<>&\s]+)*</p>")
_PRE = re.compile(r"<pre\b[^<>]*>(.*?)</pre\s*>", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r'(<(?:[^<>"]|"[^"]*")*>)')
_NO_WORDS = re.compile(r"(?:\s|&nbsp;|<br>)*")
_EDGE_BREAKS = re.compile(r"^(?:\s|<br>)+|(?:\s|<br>)+$")
_EDGES = re.compile(r"(<p>)(?:\s|<br>)+|(?:\s|<br>)+(</p>)")
_EMPTY_PARAGRAPH = re.compile(r"<p>(?:\s|&nbsp;|<br>)*</p>|<(li|ul|ol|h[234])>\s*</\1>")
_EMPTY_INLINE = re.compile(r'<(a|b|strong|i|em|sub|sup)(?: href="[^"]*")?>(\s*)</\1>')
# Each turn takes away one layer of what is empty.
MOST_TURNS = 40
_BLOCKS = {"p", "h2", "h3", "h4", "ul", "ol", "li"}
_LOOKS_LIKE_HTML = re.compile(r"</?(?:p|span|div|br|b|i|u|strong|em|sup|sub|font)\b[^<>]*>", re.I)


@dataclass
class Texts:
    """Reads the texts of one question; what it changes is noted, its pictures are collected."""

    notes: Notes
    pictures: Pictures = field(init=False)

    def __post_init__(self) -> None:
        self.pictures = Pictures(self.notes)

    def rich(self, text: str, form: str = "html", sent: Mapping[str, str] | None = None) -> str:
        """
        Return a text as clean HTML in paragraphs; `form` is html, moodle, plain or markdown.

        >>> Texts(Notes(1)).rich("2 < 3 & 4", "plain")
        '<p>2 &lt; 3 &amp; 4</p>'
        >>> Texts(Notes(1)).rich('<p onclick="x()">Polku<script>x()</script></p>')
        '<p>Polku</p>'
        """
        text = self.without_harm(text).strip()
        if not text:
            return ""
        html = self._as_html(text, form)
        if "<" not in html and "&" not in html:
            return f"<p>{_escaped(_one_line(html))}</p>"
        if _ONE_PARAGRAPH.fullmatch(html):
            return html
        marks: list[tuple[str, str]] = []
        if "<img" in html or "<IMG" in html:
            html = _IMAGE.sub(lambda found: self._mark(found, sent or {}, marks), html)
        cleaned = self._clean(html)
        if marks:
            cleaned = _with_pictures(cleaned, marks)
        return _settled(cleaned, {name for name, _description in marks})

    def line(self, text: str) -> str:
        """Return a plain text on one line, its signs as they are."""
        return _one_line(self.without_harm(text)).strip()

    def label(self, text: str) -> str:
        """
        Return what learners choose from, on one line.

        Files have markup in it, which Moodle passes over when it shows it.
        """
        text = self.line(text)
        if not looks_like_html(text):
            return text
        self.notes.say("markup_removed")
        kept = _one_line(_TAG.sub("", text)).strip()
        said = unescape(kept).strip()
        # Signs that were escaped once more than needed are words, not markup.
        return kept if looks_like_html(said) else said

    def words(self, html: str) -> str:
        """Return the words of a piece of HTML on one line: its tags go, its entities are signs."""
        html = self.without_harm(html)
        if looks_like_html(html):
            self.notes.say("markup_removed")
            html = _TAG.sub("", html)
        return _one_line(self.without_harm(unescape(html))).strip()

    def without_harm(self, text: str) -> str:
        """Drop characters that hide or reorder what is read."""
        kept = HARMFUL.sub("", text)
        if kept != text:
            self.notes.say("characters_removed")
        return kept

    def _as_html(self, text: str, form: str) -> str:
        if form == "plain":
            return _breaks(_escaped(text))
        if form == "markdown":
            self.notes.say("markdown")
            return markdown.html_of(text)
        if form == "moodle":
            # HTML is allowed in it; a line of text stays a line.
            return _breaks(_BREAK_BESIDE_BLOCK.sub(r"\1", text))
        return text

    def _mark(
        self, found: re.Match[str], sent: Mapping[str, str], marks: list[tuple[str, str]]
    ) -> str:
        attributes = {
            name.lower(): unescape(value.strip("\"'"))
            for name, value in _ATTRIBUTE.findall(found[1])
        }
        description = attributes.get("alt", "").strip()
        name = self.pictures.name_for(attributes.get("src", "").strip(), sent)
        if name is None:
            return _escaped(description)
        marks.append((name, description))
        return f"{_OPEN}{len(marks) - 1}{_SHUT}"

    def _clean(self, html: str) -> str:
        if len(html) > LONGEST_TEXT or html.count("<") > MOST_TAGS:
            raise RefusedError("text_too_long", most=LONGEST_TEXT, tags=MOST_TAGS)
        # What only looks like markup would cost the parsers much and change nothing.
        html = _STRAY.sub("&lt;", _LONE_AMPERSAND.sub("&amp;", _COMMENT.sub("", html)))
        lower = html.lower()
        if "<" in lower:
            self._say_what_goes(html)
        if "<pre" in lower:
            html = _PRE.sub(lambda found: f"<pre>{_as_typed(found[1])}</pre>", html)
        for pattern, replacement in _SAID_OTHERWISE:
            html = pattern.sub(replacement, html)
        html = _one_line(html)
        look = house.second_look if _SIMPLE.fullmatch(html) else house.clean
        try:
            cleaned = _one_line(look(html)).strip()
        except RecursionError:
            raise RefusedError("text_too_long", most=LONGEST_TEXT, tags=MOST_TAGS) from None
        if PLACE in cleaned:
            self.notes.say("file_link")
            cleaned = re.sub(rf'<a href="[^"]*{PLACE}[^"]*">', "<a>", cleaned)
        return cleaned

    def _say_what_goes(self, html: str) -> None:
        names = {name.lower() for name in _TAG_NAME.findall(html)}
        gone = names - house.TAGS - {"img", "tbody", "o:p"}
        if whole := gone & set(house.DROPPED_WHOLE):
            self.notes.say("elements_dropped", names=", ".join(sorted(whole)))
        if gone := gone - whole:
            self.notes.say("elements_removed", names=", ".join(sorted(gone)[:20]))
        if _STYLED.search(html):
            self.notes.say("styles_removed")
        if _UNSAFE.search(html):
            self.notes.say("unsafe_removed")


def looks_like_html(text: str) -> bool:
    """Whether a text has tags of HTML."""
    return bool(_LOOKS_LIKE_HTML.search(text))


def _escaped(text: str) -> str:
    return escape(text, quote=False).replace("\xa0", "&nbsp;")


def _breaks(text: str) -> str:
    return text.strip().replace("\r\n", "\n").replace("\r", "\n").replace("\n", "<br>")


def _as_typed(text: str) -> str:
    """Keep the lines of a program and how far each is moved in."""
    moved = re.sub(r"(?m)^[ \t]+", lambda gap: "&nbsp;" * len(gap[0].expandtabs(4)), text)
    return _breaks(moved.strip("\r\n"))


def _one_line(text: str) -> str:
    return re.sub(r"[ \t\r\n\f\x85\u2028\u2029]+", " ", text)


def _settled(html: str, pictures: set[str]) -> str:
    """
    Put a text in paragraphs until nothing moves any more, so that reading it again is idle.

    Moving misnested elements apart may leave others empty, which then go.
    """
    for _turn in range(MOST_TURNS):
        again = _only_known(in_paragraphs(html), pictures)
        if again == html:
            break
        html = again
    return html


def _with_pictures(html: str, marks: list[tuple[str, str]]) -> str:
    """Put the pictures back, and look again: a mark may have stood inside an attribute."""

    def image(found: re.Match[str]) -> str:
        name, description = marks[int(found[1])]
        return f'<img src="{PLACE}{quote(name)}" alt="{escape(description)}">'

    return _only_known(_MARK.sub(image, html), {name for name, _description in marks})


def _only_known(html: str, pictures: set[str]) -> str:
    """Look again with nh3, which lets the question's own pictures pass."""
    if not pictures:
        return house.second_look(html)
    known = {PLACE + quote(name) for name in pictures}

    def only_known(tag: str, attribute: str, value: str) -> str | None:
        return None if (tag, attribute) == ("img", "src") and value not in known else value

    return nh3.clean(
        html,
        tags=house.TAGS | {"img"},
        attributes={**house.ATTRIBUTES, "img": {"src", "alt"}},
        attribute_filter=only_known,
        url_schemes=house.SCHEMES,
        link_rel=None,
    )


def in_paragraphs(html: str) -> str:
    """
    Put what stands outside blocks into paragraphs; drop empty ones.

    >>> in_paragraphs("Ensin<ul><li>a</li></ul>sitten <b>b</b><br>")
    '<p>Ensin</p><ul><li>a</li></ul><p>sitten <b>b</b></p>'
    """
    html = _EMPTY_INLINE.sub(r"\2", html)
    out: list[str] = []
    run: list[str] = []
    depth = 0
    in_block = False
    for token in _TAG.split(html):
        opening = token.startswith("<") and not token.startswith(("</", "<br", "<img"))
        name = _TAG_NAME.match(token)
        if opening and depth == 0 and name and name[1] in _BLOCKS:
            out.append(_paragraph("".join(run)))
            run, in_block = [], True
        run.append(token)
        depth += opening - token.startswith("</")
        if depth == 0 and in_block:
            out.append("".join(run))
            run, in_block = [], False
    out.append("".join(run) if in_block else _paragraph("".join(run)))
    return _EMPTY_PARAGRAPH.sub("", _EDGES.sub(r"\1\2", "".join(out)))


def _paragraph(html: str) -> str:
    if _NO_WORDS.fullmatch(html):
        return ""
    if any(name in _BLOCKS for name in _TAG_NAME.findall(html)):
        return html
    return f"<p>{_EDGE_BREAKS.sub('', html)}</p>"


def without_paragraph(html: str) -> str:
    """
    Return the inside of a text that is one paragraph; anything else as it is.

    >>> without_paragraph("<p>Yksi</p>"), without_paragraph("<p>a</p><p>b</p>")
    ('Yksi', '<p>a</p><p>b</p>')
    """
    inside = html.removeprefix("<p>").removesuffix("</p>")
    one = len(inside) == len(html) - 7 and "<p>" not in inside and "</p>" not in inside
    return inside if one else html


def words_of(html: str) -> str:
    """
    Return the words of clean HTML as plain text on one line.

    >>> words_of("<p>R &amp; D</p><p>ja <b>muuta</b></p>")
    'R & D ja muuta'
    """
    return " ".join(unescape(_TAG.sub(lambda tag: _gap(tag[1]), html)).split())


def _gap(tag: str) -> str:
    found = _TAG_NAME.match(tag)
    return " " if found and found[1] in _BLOCKS | {"br"} else ""
