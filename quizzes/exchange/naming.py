"""What a question is called: its name, its code and its tags, as long as we keep them."""

import re
from collections.abc import Iterable

from quizzes.exchange.parsed import LONGEST_CODE, LONGEST_NAME, Notes
from quizzes.exchange.texts import words_of

# A name made from the question itself is to be recognised, not read.
LONGEST_MADE_NAME = 80
REST = "..."
# Lists need something to click on.
NAMELESS = "?"
_PICTURE = re.compile(r'<img [^>]*\balt="([^"]*)"')
LONGEST_TAG = 100
MOST_TAGS = 100


def tidy_name(name: str, notes: Notes) -> str:
    """Return a name as long as we keep it."""
    if len(name) > LONGEST_NAME:
        notes.say("name_shortened", most=LONGEST_NAME)
        name = name[: LONGEST_NAME - 1].rstrip() + "…"
    return name


def name_of(html: str) -> str:
    """
    Make a name from the beginning of a question, as Moodle does, or from its pictures.

    >>> name_of("<p>Mitä <b>on</b> työkyky?</p>")
    'Mitä on työkyky?'
    >>> name_of(f"<p>Mikä näistä kuvaa parhaiten {'työkykyjohtamisen ' * 4}tavoitetta?</p>")
    'Mikä näistä kuvaa parhaiten työkykyjohtamisen työkykyjohtamisen ...'
    >>> name_of('<p><img src="a.png" alt="Portaat"></p>'), name_of("")
    ('Portaat', '?')
    """
    words = words_of(html) or " ".join(map(words_of, _PICTURE.findall(html))).strip() or NAMELESS
    if len(words) <= LONGEST_MADE_NAME:
        return words
    cut = words[: LONGEST_MADE_NAME - len(REST)]
    # After a word, or a sentence; three points stand for whole words that are left out.
    place = max(cut.rfind(" "), cut.rfind("."))
    return (cut[: place + 1] or cut) + REST


def tidy_code(code: str, notes: Notes) -> str:
    """Return a code that fits; none where it is too long to be kept whole."""
    if len(code) > LONGEST_CODE:
        notes.say("code_too_long", most=LONGEST_CODE)
        return ""
    return code


def tidy_tags(tags: Iterable[str], notes: Notes) -> tuple[str, ...]:
    """Return the tags once each, in order; too long ones are dropped and said."""
    kept = sorted({tag for tag in tags if 0 < len(tag) <= LONGEST_TAG})
    if long := [tag for tag in tags if len(tag) > LONGEST_TAG]:
        notes.say("tags_too_long", count=len(long), most=LONGEST_TAG)
    if len(kept) > MOST_TAGS:
        notes.say("tags_too_many", count=len(kept) - MOST_TAGS, most=MOST_TAGS)
    return tuple(kept[:MOST_TAGS])
