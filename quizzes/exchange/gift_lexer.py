"""
GIFT as blocks and pieces: where a question begins, what is escaped, what a comment says.

An escaped sign is kept as a character of its own while the question is taken apart, so that
looking for `=` or `}` never finds one that means itself.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

# Where escaped signs live meanwhile: a plane of Unicode that is nobody's.
_BASE = 0x10F800
_ESCAPED = re.compile(r"\\([~=#{}:n\\])")
_NOBODYS = re.compile("[\U0010f800-\U0010f8ff]")
_MEANWHILE = _NOBODYS
_CODE = re.compile(r"\[id:((?:\\\]|[^\]\x00-\x1f\x7f])+)\]")
_TAG = re.compile(r"\[tag:((?:\\\]|[^\]<>`\x00-\x1f\x7f])+)\]")
_CATEGORY = "$CATEGORY:"
# What Moodle takes away around a line; a line with a hard space is not blank.
SPACE = " \t\0\x0b"


@dataclass(frozen=True)
class Block:
    """Lines between blank ones; `line` is that of its first words. Signs are still escaped."""

    line: int
    text: str
    comments: tuple[str, ...]


def blocks(text: str) -> Iterator[Block]:
    """
    Yield the blocks that hold more than comments.

    >>> [(block.line, block.text) for block in blocks("// a\\nQ{T}\\n\\n\\nText")]
    [(2, 'Q{T}'), (5, 'Text')]
    """
    lines: list[str] = []
    comments: list[str] = []
    first = 0
    for number, raw in enumerate([*text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), ""]):
        line = raw.strip(SPACE)
        if not line:
            if first:
                yield Block(first, hide("\n".join(lines).strip()), tuple(comments))
            lines, comments, first = [], [], 0
        elif line.startswith("//"):
            comments.append(line[2:])
            # A comment inside a question parts its words as a blank would.
            lines.append(" ")
        else:
            first = first or number + 1
            lines.append(line)


def hide(text: str) -> str:
    """
    Put escaped signs out of reach.

    >>> shown(hide(r"a \\= b \\{ \\\\ \\n c")) == "a = b { \\\\ \\n c"
    True
    """
    return _ESCAPED.sub(lambda found: chr(_BASE + ord(found[1])), _NOBODYS.sub("", text))


def shown(text: str) -> str:
    """Return a piece with its escaped signs as the signs that they are."""
    return _MEANWHILE.sub(lambda found: _sign(ord(found[0]) - _BASE), text).strip()


def _sign(number: int) -> str:
    return "\n" if chr(number) == "n" else chr(number)


def escape(text: str) -> str:
    r"""
    Escape what means something to GIFT, on one line.

    >>> escape("a=b {c}")
    'a\\=b \\{c\\}'
    """
    text = re.sub(r"([\\~=#{}:])", r"\\\1", text)
    return text.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\n")


def category_of(block: Block) -> tuple[str, Block | None] | None:
    """Return the category that a block names and what else it holds; None where it names none."""
    if not block.text.startswith(_CATEGORY):
        return None
    path, _break, rest = block.text.partition("\n")
    path = shown(path.removeprefix(_CATEGORY))
    return path, Block(block.line + 1, rest.strip(), block.comments) if rest.strip() else None


def code_of(block: Block) -> str:
    """Return the code that a question's comments give it."""
    found = [_CODE.search(comment) for comment in block.comments]
    codes = [match[1].replace("\\]", "]").strip() for match in found if match]
    return codes[0] if codes else ""


def tags_of(block: Block) -> list[str]:
    """Return the tags that a question's comments give it."""
    return [
        tag.replace("\\]", "]").strip()
        for comment in block.comments
        for tag in _TAG.findall(comment)
    ]
