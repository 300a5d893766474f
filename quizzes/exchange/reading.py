"""Reading a file of questions, in whichever format it is."""

from quizzes.exchange.aiken import read_aiken
from quizzes.exchange.decoding import decode
from quizzes.exchange.detecting import FORMATS, detect
from quizzes.exchange.gift import read_gift
from quizzes.exchange.moodle_xml import read_moodle_xml
from quizzes.exchange.parsed import Changed, Reading, UnreadableError

AUTO = "auto"
FRACTIONS = ("error", "nearest")


def read(data: bytes, *, form: str = AUTO, nearest: bool = False) -> Reading:
    """
    Return what a file holds; raises UnreadableError where it cannot be read as a whole.

    `form` is one of FORMATS, or AUTO. With `nearest`, a share that is not allowed becomes the
    nearest that is, and is said; else its question is refused.

    >>> [question.kind for question in read(b"2 + 2 = 4? {T}").accepted]
    ['true_false']
    """
    text, remarks = decode(data)
    form = detect(text) if form == AUTO else form
    if form not in FORMATS:
        raise UnreadableError("unknown_format")
    if form == "aiken":
        reading = read_aiken(text)
    elif form == "gift":
        reading = read_gift(text, nearest=nearest)
    else:
        reading = read_moodle_xml(text, nearest=nearest)
    # What concerns the whole file stands first, on its first line.
    reading.changed[:0] = [Changed(1, "", remark) for remark in remarks]
    return reading
