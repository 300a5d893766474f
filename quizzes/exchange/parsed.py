"""
What a reader of files finds: questions, what was changed in them, and what was refused.

Every question of a file is either accepted or refused, and whatever of it is not kept as it
stood is among the changes. A remark is a code and its values; `messages` says it in words.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

Json = dict[str, Any]

LARGEST_FILE = 20 * 1024 * 1024
MOST_QUESTIONS = 10_000
# Parts of one question: more than these no page can show, and no learner can look through.
MOST_PARTS = 500
# Each pair to be matched, and each gap, offers all the answers.
MOST_CHOICES = 200
LONGEST_NAME = 255
LONGEST_CODE = 100
LONGEST_CATEGORY = 500
# The kind of a question that was refused before anybody could tell.
UNKNOWN = "unknown"
USUAL_PENALTY = Decimal("0.3333333")


@dataclass(frozen=True)
class Remark:
    """Something to be said to whoever imports: a code of `messages` and its values."""

    code: str
    values: Mapping[str, Any] = field(default_factory=dict)


class UnreadableError(Exception):
    """The file as a whole cannot be read; nothing of it is imported."""

    def __init__(self, code: str, **values: Any) -> None:
        super().__init__(code, values)
        self.remark = Remark(code, values)


class RefusedError(Exception):
    """One question cannot be read; the others are."""

    def __init__(self, code: str, **values: Any) -> None:
        super().__init__(code, values)
        self.remark = Remark(code, values)


@dataclass(frozen=True)
class Picture:
    """A picture of a question, recognised by what is in it and not by its name."""

    name: str
    content: bytes
    kind: str


@dataclass(frozen=True)
class Hint:
    """Shown after a wrong try."""

    text: str
    clear_wrong: bool = False
    show_count: bool = False


@dataclass
class ParsedQuestion:
    """
    One question as our types hold it.

    `value` is the raw data of the answer block without the ids of list items: a list stands
    where the block has a list. Texts are clean HTML in which a picture is
    `<img src="@@PLUGINFILE@@/name" alt="…">`, with the pictures beside.
    """

    line: int
    name: str
    kind: str
    stem: str
    value: Json
    general_feedback: str = ""
    category: str = ""
    code: str = ""
    tags: tuple[str, ...] = ()
    hints: tuple[Hint, ...] = ()
    penalty: Decimal = USUAL_PENALTY
    points: Decimal = Decimal(1)
    pictures: dict[str, Picture] = field(default_factory=dict)
    # Something that the question may need is lost: nobody should meet it unseen.
    incomplete: bool = False


@dataclass(frozen=True)
class Changed:
    """Something that does not stand in our question as it stood in the file."""

    line: int
    name: str
    what: Remark


@dataclass(frozen=True)
class Refused:
    """A question that was not read, and why."""

    line: int
    name: str
    kind: str
    reason: Remark


@dataclass
class Reading:
    """All that a file gave."""

    format: str
    accepted: list[ParsedQuestion] = field(default_factory=list)
    changed: list[Changed] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many questions the file has."""
        return len(self.accepted) + len(self.refused)

    def accept(self, question: ParsedQuestion) -> None:
        """Take a question in; raises RefusedError where it has too many parts."""
        parts = {**question.value, "hints": question.hints}
        for gap in question.value.get("gaps", ()):
            parts[f"gap {len(parts)}"] = gap["answers"]
        for name, found in parts.items():
            most = MOST_CHOICES if name in {"pairs", "extra_answers", "choices"} else MOST_PARTS
            if isinstance(found, list | tuple) and len(found) > most:
                raise RefusedError("too_many_parts", count=len(found), most=most)
        self.accepted.append(question)

    @contextmanager
    def question(self, line: int, name: str = "", kind: str = UNKNOWN) -> Iterator["Notes"]:
        """Collect what is said on one question; a RefusedError inside is noted, not raised."""
        if self.count >= MOST_QUESTIONS:
            raise UnreadableError("too_many_questions", most=MOST_QUESTIONS)
        notes = Notes(line, name, kind)
        try:
            yield notes
        except RefusedError as refusal:
            self.refused.append(Refused(line, notes.name, notes.kind, refusal.remark))
            return
        self.changed.extend(Changed(line, notes.name, remark) for remark in notes.remarks)


@dataclass
class Notes:
    """What is known of a question while it is read; each remark is kept once."""

    line: int
    name: str = ""
    kind: str = UNKNOWN
    remarks: list[Remark] = field(default_factory=list)
    _said: set[str] = field(default_factory=set)

    def say(self, code: str, **values: Any) -> None:
        """Note that something is not kept as it stood."""
        said = f"{code} {values}"
        if said not in self._said:
            self._said.add(said)
            self.remarks.append(Remark(code, values))
