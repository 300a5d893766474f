"""The parts of a question as somebody sees them: fields with what is in them, and verdicts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from quizzes.content import Said
from quizzes.grading.marks import FULL, TOLERANCE
from quizzes.grading.raw import plain_words

RIGHT, PARTLY, WRONG, OPEN = "right", "partly", "wrong", "open"


def verdict_of(fraction: Decimal | None) -> str:
    """
    Return in one word what a part earned: right, partly or wrong; open without an answer.

    >>> [verdict_of(share) for share in (FULL, Decimal("0.5"), Decimal(0), None)]
    ['right', 'partly', 'wrong', 'open']
    """
    if fraction is None:
        return OPEN
    if fraction > FULL - TOLERANCE:
        return RIGHT
    return PARTLY if fraction >= TOLERANCE else WRONG


@dataclass(frozen=True)
class ShownOption:
    """
    One option: `verdict` is right, partly or wrong; `chosen` as in the answer in force.

    `letter` stands before it where the editor wants one.
    """

    key: str
    text: Said
    chosen: bool
    verdict: str = ""
    feedback: Said | None = None
    letter: str = ""


@dataclass(frozen=True)
class ShownPart:
    """
    One thing to fill in, and after answering what became of it.

    `control` is text, number, select, radio or checkbox; `field` its name in the form.
    `given` and `right` are what was answered and what would have been right, as plain text.
    """

    key: str
    field: str
    number: int
    control: str
    label: Said | None = None
    value: str = ""
    options: Sequence[ShownOption] = ()
    is_row: bool = False
    verdict: str = OPEN
    given: str = ""
    right: str = ""
    feedback: Sequence[Said] = ()
    # What else a reader should know of the verdict.
    note: str = ""
    # Why what was typed is not saved; empty where nothing is wrong.
    problem: str = ""

    @property
    def is_choice(self) -> bool:
        """Whether there are buttons to choose from."""
        return self.control in ("radio", "checkbox")


@dataclass(frozen=True)
class ShownItem:
    """One item of an order, its place from 1, and whether it is where it belongs."""

    key: str
    text: Said
    place: int
    verdict: str = OPEN

    @property
    def words(self) -> str:
        """What it says, as plain text."""
        return plain_words(self.text.text)


@dataclass(frozen=True)
class Piece:
    """A piece of a sentence with gaps: HTML, or a gap."""

    html: str = ""
    gap: ShownPart | None = None


@dataclass(frozen=True)
class ShownEssay:
    """A text to be written: what is in it, its limits, how many words it has."""

    text: str
    lines: int
    takes_text: bool
    word_count: int
    min_words: int | None = None
    max_words: int | None = None
    files: Sequence[str] = ()
    most_files: int = 0
    # How many fewer there are than asked for, once there is an answer.
    files_lacking: int = 0
    model_answer: Said | None = None
    template: str = ""

    @property
    def is_too_short(self) -> bool:
        """Whether there is a text, and it has fewer words than asked for."""
        return bool(self.text and self.min_words and self.word_count < self.min_words)

    @property
    def is_too_long(self) -> bool:
        """Whether it has more words than asked for."""
        return bool(self.max_words and self.word_count > self.max_words)


@dataclass(frozen=True)
class Entered:
    """
    What is in the fields of a form: what was just sent and could not be saved, else the answer.

    `problem` says why, and `problem_field` where.
    """

    sent: Mapping[str, Sequence[str]] = field(default_factory=dict)
    problem: str = ""
    problem_field: str = ""

    def text(self, name: str, stored: str) -> str:
        """Return the text of a field."""
        return self.sent[name][-1] if self.sent.get(name) else stored

    def chosen(self, name: str, stored: Iterable[str]) -> set[str]:
        """Return the keys chosen in a field."""
        return set(self.sent[name] if self.sent.get(name) else stored)

    def problem_of(self, name: str) -> str:
        """Return what is wrong with a field."""
        return self.problem if name == self.problem_field else ""


NOTHING_ENTERED = Entered()


def letters(numbering: str, count: int) -> list[str]:
    """
    Return what stands before so many options.

    >>> letters("abc", 3), letters("IIII", 4)[3], letters("none", 2), letters("abc", 28)[27]
    (['a.', 'b.', 'c.'], 'IV.', ['', ''], 'ab.')
    """
    if numbering == "none":
        return [""] * count
    written = [_numbered(numbering, number) for number in range(1, count + 1)]
    return [f"{text}." for text in written]


def _numbered(numbering: str, number: int) -> str:
    if numbering == "123":
        return str(number)
    text = _roman(number) if numbering in ("iii", "IIII") else _alphabetic(number)
    return text.upper() if numbering in ("ABCD", "IIII") else text


def _alphabetic(number: int) -> str:
    text = ""
    while number:
        number, letter = divmod(number - 1, 26)
        text = chr(ord("a") + letter) + text
    return text


def _roman(number: int) -> str:
    signs = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"))
    text = ""
    for value, sign in (*signs, (4, "iv"), (1, "i")):
        count, number = divmod(number, value)
        text += sign * count
    return text
