"""The editors' guide as the administration shows it: `docs/editing.md`, chapter by chapter."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from home.words import SOURCE_LANGUAGE

DOCS = Path(settings.BASE_DIR) / "docs"
GUIDE = DOCS / "editing.md"
# It is written in the language that editors share.
LANGUAGE = SOURCE_LANGUAGE
WIDE_TABLE = '<div class="wide-table" role="region" tabindex="0" aria-label="{}"><table>'
PICTURE = re.compile(r"img/([a-z0-9-]+)\.png")


@dataclass(frozen=True)
class Chapter:
    """One chapter: its name in the address, its title, and its text as tokens."""

    slug: str
    title: str
    tokens: tuple[Token, ...]

    def html(self, picture_address: Callable[[str], str]) -> SafeString:
        """Return the text; `picture_address` says where the picture of a name is."""
        reader = _reader()

        def picture(
            renderer: RendererHTML,
            tokens: Sequence[Token],
            index: int,
            options: OptionsDict,
            env: EnvType,
        ) -> str:
            token = tokens[index]
            if found := PICTURE.fullmatch(str(token.attrs["src"])):
                token = token.copy(attrs=token.attrs | {"src": picture_address(found[1])})
            return renderer.image([token], 0, options, env)

        reader.add_render_rule("image", picture)
        # Wide tables are scrolled by themselves, with the keyboard too.
        reader.add_render_rule("table_open", lambda *_args: format_html(WIDE_TABLE, self.title))
        reader.add_render_rule("table_close", lambda *_args: "</table></div>")
        return mark_safe(reader.renderer.render(list(self.tokens), reader.options, {}))


def _reader() -> MarkdownIt:
    """Markdown without HTML of its own: what is written is text."""
    return MarkdownIt("commonmark", {"html": False}).enable("table")


@cache
def chapters() -> dict[str, Chapter]:
    """Return the chapters by their names in the address, in order; read once a process."""
    return {chapter.slug: chapter for chapter in chapters_of(GUIDE.read_text("utf-8"))}


def chapters_of(text: str) -> Iterator[Chapter]:
    """Part a text at its headings of the first two levels."""
    tokens = _reader().parse(text)
    # A heading is three tokens: it opens, says its words, closes.
    starts = [
        place
        for place, token in enumerate(tokens)
        if token.type == "heading_open" and token.tag in ("h1", "h2")
    ]
    for start, end in pairwise([*starts, len(tokens)]):
        title = tokens[start + 1].content
        yield Chapter(slugify(title), title, tuple(tokens[start + 3 : end]))


def pictures() -> frozenset[str]:
    """Return the names of the pictures that the guide shows."""
    return frozenset(PICTURE.findall(GUIDE.read_text("utf-8")))
