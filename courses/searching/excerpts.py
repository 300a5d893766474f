"""A few words round what was found, with the found words marked."""

from collections.abc import Iterable, Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from home.meant import is_meant
from home.stems import words_of

WORDS_SHOWN = 36
# So many of them before the first word that was found.
WORDS_BEFORE = 8


def excerpt(text: str, typed: Iterable[str], language: str) -> SafeString:
    """
    Return a part of a text as HTML, the words that were searched for in <mark>.

    A word is marked when it shares a key with a typed one, or holds it. Where none does, the
    text's beginning is shown.
    """
    wanted = list(typed)
    pieces = text.split()
    marked = [holds_one(piece, wanted, language) for piece in pieces]
    first = max(marked.index(True) - WORDS_BEFORE, 0) if True in marked else 0
    shown = list(zip(pieces, marked, strict=True))[first : first + WORDS_SHOWN]
    words = format_html_join(
        " ", "{}", ((format_html("<mark>{}</mark>", word) if hit else word,) for word, hit in shown)
    )
    return format_html(
        "{}{}{}",
        "… " if first else "",
        words,
        " …" if first + WORDS_SHOWN < len(pieces) else "",
    )


def holds_one(piece: str, typed: Sequence[str], language: str) -> bool:
    """Whether a piece of text holds one of the typed words, bent or joined."""
    return any(is_meant(word, each, language) for each in words_of(piece) for word in typed)
