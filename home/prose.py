"""What is checked in the text of a page: its headings, its length, how heavy it is to read."""

from collections.abc import Iterable, Iterator

from bs4 import BeautifulSoup
from django.utils.translation import gettext as _

from home.findings import Finding, advice, stop
from home.passages import Passage
from home.reading_level import Measured, is_heavy, measure, reading_minutes

HEADINGS = ("h2", "h3", "h4", "h5", "h6")
# Longer than this nobody reads at one sitting beside their work.
LONGEST_MINUTES = 25
# How far what is promised may be from what reading takes.
SHORTEST_SHARE = 0.6


def heading_problems(found: Iterable[Passage]) -> Iterator[Finding]:
    """
    Yield headings without words, and those that skip a level.

    Screen readers read a page by its headings: a subheading without its heading is a chapter
    that is missing.
    """
    above = 1
    for passage in found:
        for heading in BeautifulSoup(passage.html, "html.parser")(HEADINGS):
            place = {"field": passage.field, "block": passage.path}
            words, level = heading.get_text(" ", strip=True), int(heading.name[1])
            if not words:
                yield stop("empty_heading", _("A heading has no words. Remove it."), **place)
                continue
            if level > above + 1:
                said = _(
                    "The heading “%(heading)s” skips a level: make it a main heading, or write "
                    "the main heading above it."
                )
                yield stop("heading_jump", said % {"heading": words}, **place)
            above = level


def measured(found: Iterable[Passage]) -> Measured:
    """Return the running text of a page in numbers."""
    return measure(passage.text for passage in found if passage.is_prose)


def prose_advice(text: Measured, language: str, minutes: int | None) -> Iterator[Finding]:
    """Yield what makes a text hard to read, or longer than it promises; `minutes` if it does."""
    if is_heavy(text.lix, language):
        said = _(
            "The text is heavy to read (LIX %(lix)s). Shorten sentences and change long words "
            "to ordinary ones."
        )
        yield advice("heavy", said % {"lix": text.lix}, field="body")
    if not minutes:
        return
    takes = round(reading_minutes(text.words, language))
    if max(takes, minutes) > LONGEST_MINUTES:
        said = _("It takes %(minutes)s minutes. Make two of it: people read beside their work.")
        yield advice("too_long", said % {"minutes": max(takes, minutes)}, field="body")
    elif minutes < takes * SHORTEST_SHARE:
        said = _("Reading it takes about %(takes)s minutes, but it promises %(minutes)s.")
        yield advice("short_minutes", said % {"takes": takes, "minutes": minutes}, field="minutes")
