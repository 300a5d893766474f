"""
The part of Markdown that questions use, as HTML.

Paragraphs, line breaks, headings, lists, emphasis, code, links and pictures. What it does not
know stays as it was typed.
"""

import re
from html import escape
from itertools import groupby

_ITEM = re.compile(r"\s{0,3}(?:[-*+]|\d{1,9}[.)])\s+")
_NUMBERED = re.compile(r"\s{0,3}\d")
_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*$")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|&(?:#\d+|\w+);")
_INLINE = (
    (re.compile(r"!\[([^\[\]]*)\]\(([^\s()]+)\)"), r'<img alt="\1" src="\2">'),
    (re.compile(r"\[([^\[\]]+)\]\(([^\s()]+)\)"), r'<a href="\2">\1</a>'),
    (re.compile(r"\*\*(?=\S)([^*]+?)(?<=\S)\*\*"), r"<strong>\1</strong>"),
    (re.compile(r"\b__(?=\S)([^_]+?)(?<=\S)__\b"), r"<strong>\1</strong>"),
    (re.compile(r"\*(?=\S)([^*]+?)(?<=\S)\*"), r"<em>\1</em>"),
    (re.compile(r"\b_(?=\S)([^_]+?)(?<=\S)_\b"), r"<em>\1</em>"),
)


def html_of(text: str) -> str:
    """
    Return Markdown as HTML, which its reader cleans.

    >>> html_of("Kuka lepää **Grantin** haudassa?")
    '<p>Kuka lepää <strong>Grantin</strong> haudassa?</p>'
    >>> html_of("Valitse:\\n\\n- yksi\\n- kaksi")
    '<p>Valitse:</p><ul><li>yksi</li><li>kaksi</li></ul>'
    """
    return "".join(_block(block) for block in re.split(r"\n[ \t]*\n", text) if block.strip())


def _block(block: str) -> str:
    lines = block.strip("\n").split("\n")
    return "".join(
        _list(list(group)) if is_list else _paragraph(list(group))
        for is_list, group in groupby(lines, key=lambda line: bool(_ITEM.match(line)))
    )


def _list(lines: list[str]) -> str:
    tag = "ol" if _NUMBERED.match(lines[0]) else "ul"
    items = "".join(f"<li>{_inline(_ITEM.sub('', line, count=1))}</li>" for line in lines)
    return f"<{tag}>{items}</{tag}>"


def _paragraph(lines: list[str]) -> str:
    if len(lines) == 1 and (heading := _HEADING.match(lines[0].strip())):
        level = min(max(len(heading[1]), 2), 4)
        return f"<h{level}>{_inline(heading[2])}</h{level}>"
    # Two spaces at the end of a line break it; otherwise lines flow together.
    text = " ".join(line.strip() + ("<br>" if line.endswith("  ") else "") for line in lines)
    return f"<p>{_inline(text.removesuffix('<br>'))}</p>"


def _inline(text: str) -> str:
    """Code first: nothing means anything inside it. HTML may stand between, as in Markdown."""
    parts = re.split(r"(`+)(.+?)\1", text)
    out = []
    for index in range(0, len(parts), 3):
        words = _TAG.split(parts[index])
        tags = [*_TAG.findall(parts[index]), ""]
        plain = "".join(
            escape(word, quote=False) + tag for word, tag in zip(words, tags, strict=True)
        )
        for pattern, replacement in _INLINE:
            plain = pattern.sub(replacement, plain)
        out.append(plain)
        if index + 2 < len(parts):
            out.append(escape(parts[index + 2], quote=False))
    return "".join(out)
