"""
Reading Aiken: a line that asks, options `A. ` or `A) `, a line `ANSWER: B`.

A question that is not complete is refused, and the next line that asks begins another.
"""

import re
from dataclasses import dataclass, field
from decimal import Decimal

from quizzes.exchange import kinds
from quizzes.exchange.kinds import FULL, Weighed
from quizzes.exchange.naming import name_of
from quizzes.exchange.parsed import Notes, ParsedQuestion, Reading, RefusedError
from quizzes.exchange.texts import Texts

_OPTION = re.compile(r"([A-Z])[).](\s+)?(.*)")
_ANSWER = re.compile(r"ANSWER:\s*(.*)")
_LETTER = re.compile(r"([A-Z])(?![A-Za-z])(.*)")
_MORE_LETTERS = re.compile(r"\s*(,|;|&|/|\+|and\b|or\b)\s*[A-Z]\b")
_NEARLY = re.compile(r"(ans(wer)?|vastaus|correct|oikein)\s*[:=.]", re.IGNORECASE)


@dataclass
class _Draft:
    """What has been read of a question so far."""

    line: int
    stem: str = ""
    options: list[tuple[str, str]] = field(default_factory=list)

    def is_option(self, found: re.Match[str] | None) -> bool:
        """Whether a line is an option: without a space only with the letter that comes next."""
        if not found:
            return False
        if found[2] or not found[3]:
            return True
        return bool(self.stem) and found[1] == chr(ord("A") + len(self.options))


def read_aiken(text: str) -> Reading:
    """Read every question of a text."""
    reading = Reading("aiken")
    draft: _Draft | None = None
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for number, raw in enumerate(lines, start=1):
        line = raw.strip()
        if len(line) < 2:
            continue
        option = _OPTION.fullmatch(line)
        if answer := _ANSWER.fullmatch(line):
            _finish(reading, draft or _Draft(number), answer[1])
            draft = None
        elif option and (draft or _Draft(number)).is_option(option):
            draft = draft or _Draft(number)
            draft.options.append((option[1], option[3]))
        else:
            if draft:
                _finish(reading, draft, None)
            draft = _Draft(number, line)
    if draft:
        _finish(reading, draft, None)
    return reading


def _finish(reading: Reading, draft: _Draft, answer: str | None) -> None:
    with reading.question(draft.line, kind="single_choice") as notes:
        texts = Texts(notes)
        stem = texts.rich(draft.stem, "plain")
        notes.name = name_of(stem)
        if not draft.stem:
            raise RefusedError("aiken_no_question")
        if _NEARLY.match(draft.stem):
            raise RefusedError("aiken_nearly_answer")
        if answer is None:
            raise RefusedError("aiken_no_answer" if draft.options else "aiken_no_options")
        right = _right_place(draft, answer)
        options = [
            Weighed(texts.rich(option, "plain"), FULL if place == right else Decimal(0))
            for place, (_letter, option) in enumerate(draft.options)
        ]
        reading.accept(_question(draft, stem, options, notes))


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
