"""Which format a text is in, where nobody said."""

import re

from quizzes.exchange.parsed import UnreadableError

FORMATS = ("gift", "aiken", "moodle-xml")

# XML begins with an element, or with what may stand before one.
_XML = re.compile(r"\s*<(?:\?|!DOCTYPE|!--|quiz\b|question\b)", re.IGNORECASE)
# A web page, and data for programs: both have braces, as GIFT has.
_OTHER = re.compile(
    r"""\s*(?:<!DOCTYPE\s+html\b|<html\b|(?P<json>[{\[]\s*[{\[]?\s*"[^"\n]{0,100}"\s*[:,]))""",
    re.IGNORECASE,
)
_ANSWER_LINE = re.compile(r"^[ \t]*ANSWER:", re.MULTILINE)
_OPTION_LINE = re.compile(r"^[ \t]*[A-Z][).]", re.MULTILINE)
_GIFT = re.compile(r"[{}]|^[ \t]*(::|\$CATEGORY:|//)", re.MULTILINE)


def detect(text: str) -> str:
    """
    Return the format of a text; raises UnreadableError where it looks like none.

    >>> detect("<?xml version='1.0'?><quiz/>"), detect("2 + 2? {=4}")
    ('moodle-xml', 'gift')
    >>> detect("Kumpi?\\nA. Tämä\\nB. Tuo\\nANSWER: A")
    'aiken'
    """
    if page := _OTHER.match(text):
        raise UnreadableError("not_questions", kind="JSON" if page["json"] else "HTML")
    if _XML.match(text):
        return "moodle-xml"
    options = len(_OPTION_LINE.findall(text))
    if options >= 2 and _ANSWER_LINE.search(text):
        return "aiken"
    if _GIFT.search(text):
        return "gift"
    if options >= 2 or _ANSWER_LINE.search(text):
        return "aiken"
    raise UnreadableError("unknown_format")
