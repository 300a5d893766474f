"""
Reading Aiken: a line that asks, options `A. ` or `A) `, a line `ANSWER: B`.

A question that is not complete is refused, as one, and the next line that asks begins another.
"""

import re
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum, auto

from quizzes.exchange import kinds
from quizzes.exchange.kinds import FULL, Weighed
from quizzes.exchange.naming import name_of
from quizzes.exchange.parsed import Changed, Notes, ParsedQuestion, Reading, RefusedError, Remark
from quizzes.exchange.texts import Texts

_OPTION = re.compile(r"([A-Z])[).](\s+)?(.*)")
_ANSWER = re.compile(r"ANSWER:\s*(.*)")
_LETTER = re.compile(r"([A-Z])(?![A-Za-z])(.*)")
_MORE_LETTERS = re.compile(r"\s*(,|;|&|/|\+|and\b|or\b)\s*[A-Z]\b")
_NEARLY = re.compile(
    r"\W*((correct|right|oikea|rätt)\s+)?(ans(wer)?|vastaus|svar|key|correct|oikein|rätt)"
    r"\W*\s*[:=.]",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r"(explanation|feedback|rationale|reference|difficulty|points|selitys|palaute|förklaring)"
    r"\s*:",
    re.IGNORECASE,
)


class _Is(Enum):
    BLANK = auto()
    OPTION = auto()
    ANSWER = auto()
    TEXT = auto()


@dataclass
class _Draft:
    """What has been read of a question so far."""

    line: int
    stem: list[str] = field(default_factory=list)
    options: list[tuple[str, str]] = field(default_factory=list)
    broken: str = ""

    @property
    def next_letter(self) -> str:
        """The letter that the next option has."""
        return chr(ord("A") + len(self.options))

    def is_option(self, found: re.Match[str] | None) -> bool:
        """Whether a line is an option: without a space only with the letter that comes next."""
        if not found:
            return False
        if found[2] or not found[3]:
            return True
        return bool(self.stem) and found[1] == self.next_letter


def read_aiken(text: str) -> Reading:
    """Read every question of a text."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    # One sign alone on a line says nothing, as in Moodle.
    return _Reader([line if len(line) > 1 else "" for line in map(str.strip, lines)]).read()


class _Reader:
    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.reading = Reading("aiken")
        self.draft: _Draft | None = None
        # What the line before was; a question that was read just now.
        self.before = _Is.BLANK
        self.done: Notes | None = None

    def read(self) -> Reading:
        """Read all lines."""
        for place, line in enumerate(self.lines):
            self.before = self._one(place, line)
        if self.draft:
            self._finish(None)
        return self.reading

    def _one(self, place: int, line: str) -> _Is:
        if not line:
            return _Is.BLANK
        draft = self.draft or _Draft(place + 1)
        option = _OPTION.fullmatch(line)
        if answer := _ANSWER.fullmatch(line):
            self.draft = draft
            self._finish(answer[1])
            return _Is.ANSWER
        if option and draft.is_option(option):
            draft.options.append((option[1], option[3]))
            self.draft = draft
            return _Is.OPTION
        if draft.options and _NEARLY.match(line):
            draft.broken = "aiken_nearly_answer"
            self._finish(None)
            return _Is.ANSWER
        if self.before is _Is.ANSWER and _ASIDE.match(line):
            self._aside(line)
            return _Is.ANSWER
        self._text(place, line, draft)
        return _Is.TEXT

    def _text(self, place: int, line: str, draft: _Draft) -> None:
        goes_on = self.before in {_Is.TEXT, _Is.OPTION}
        if draft.options and goes_on and self._option_goes_on(place, draft):
            draft.broken = "aiken_option_lines"
            return
        if draft.stem and not (draft.options or self.before is _Is.BLANK):
            draft.stem.append(line)
            return
        if self.draft:
            self._finish(None)
        self.draft = _Draft(place + 1, [line])

    def _option_goes_on(self, place: int, draft: _Draft) -> bool:
        """Whether a line belongs to the option above: what follows does not begin anew."""
        for line in self.lines[place + 1 :]:
            if _ANSWER.fullmatch(line):
                return True
            if option := _OPTION.fullmatch(line):
                return option[1] == draft.next_letter
            if not line:
                return False
        return False

    def _aside(self, line: str) -> None:
        # What is said of a refused question goes with it.
        if self.done is not None:
            what = Remark("aiken_aside", {"given": line[:60]})
            self.reading.changed.append(Changed(self.done.line, self.done.name, what))

    def _finish(self, answer: str | None) -> None:
        draft, self.draft = self.draft or _Draft(1), None
        self.done = None
        with self.reading.question(draft.line, kind="single_choice") as notes:
            texts = Texts(notes)
            stem = texts.rich("\n".join(draft.stem), "plain")
            notes.name = name_of(stem)
            _check(draft, answer)
            if len(draft.stem) > 1:
                notes.say("aiken_stem_lines", count=len(draft.stem))
            right = _right_place(draft, answer or "")
            options = [
                Weighed(texts.rich(option, "plain"), FULL if place == right else Decimal(0))
                for place, (_letter, option) in enumerate(draft.options)
            ]
            self.reading.accept(_question(draft, stem, options, notes))
            self.done = notes


def _check(draft: _Draft, answer: str | None) -> None:
    """Refuse what is not complete."""
    if draft.broken:
        raise RefusedError(draft.broken)
    if not draft.stem:
        raise RefusedError("aiken_no_question")
    if not draft.options:
        raise RefusedError("aiken_no_options")
    if answer is None:
        raise RefusedError("aiken_no_answer")


def _right_place(draft: _Draft, answer: str) -> int:
    found = _LETTER.fullmatch(answer.strip())
    if not found:
        raise RefusedError("aiken_answer_letter", given=answer[:60])
    if _MORE_LETTERS.match(found[2]):
        raise RefusedError("aiken_several_answers", given=answer[:60])
    letters = [letter for letter, _option in draft.options]
    if letters.count(found[1]) != 1:
        raise RefusedError("aiken_answer_option", given=found[1])
    return letters.index(found[1])


def _question(draft: _Draft, stem: str, options: list[Weighed], notes: Notes) -> ParsedQuestion:
    return ParsedQuestion(
        line=draft.line,
        name=notes.name,
        kind="single_choice",
        stem=stem,
        value=kinds.choice(options, notes, single=True),
    )
