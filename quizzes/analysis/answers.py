"""
How a question was answered: what was chosen or typed, by how many, and by whom of them who
did well on the whole.

One `Tally` holds one version of a question: an edited question has several, and their answers
are not added up. A choice keeps the editor's order; what was typed is listed by how often.
"""

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from typing import Any

from quizzes.content import answer_words, said
from quizzes.grading import gap_select, gaps
from quizzes.grading.raw import plain_words
from quizzes.grading.registry import CHOICES, question_type

Json = dict[str, Any]

# Different typed answers to list; the rest are counted together.
MOST_TYPED = 25
LONGEST_LABEL = 200


class Group(IntEnum):
    """Where somebody's whole result lies among all: the lowest third, the middle, the highest."""

    LOWER = 0
    MIDDLE = 1
    UPPER = 2


def groups(results: Sequence[float]) -> list[Group]:
    """
    Divide results into thirds; equal results always share a group.

    A result's place is the share of results below it, and half of those equal to it.

    >>> [group.name for group in groups([10, 20, 30])]
    ['LOWER', 'MIDDLE', 'UPPER']
    >>> [group.name for group in groups([50, 50, 50])]
    ['MIDDLE', 'MIDDLE', 'MIDDLE']
    """
    below, place = 0, {}
    for result, count in sorted(Counter(results).items()):
        # In sixths, so that the middle of a single result in three is no fraction.
        place[result] = 3 * (2 * below + count)
        below += count
    n = len(results)
    return [
        Group.LOWER
        if place[result] < 2 * n
        else Group.UPPER
        if place[result] > 4 * n
        else Group.MIDDLE
        for result in results
    ]


class Sort(StrEnum):
    """What a row counts: an answer, no answer at all, or the rarer answers together."""

    ANSWER = "answer"
    NOTHING = "nothing"
    OTHERS = "others"


@dataclass(frozen=True)
class Row:
    """
    One answer and how many gave it, by group. `worth` is its share of the points of its part,
    None where it has none of its own; `different` counts what "others" stand for.
    """

    sort: Sort
    label: str
    worth: float | None
    counts: tuple[int, int, int]
    different: int = 1

    @property
    def count(self) -> int:
        """How many gave it in all."""
        return sum(self.counts)


@dataclass(frozen=True)
class Part:
    """
    One thing to answer: the question itself, or one of its pairs, items or gaps.

    `number` is set where a gap has no other name; `several` where one answer may count on
    several rows.
    """

    label: str
    number: int | None
    several: bool
    rows: list[Row]
    sizes: tuple[int, int, int]

    @property
    def size(self) -> int:
        """How many attempts it is of."""
        return sum(self.sizes)


Worth = Callable[[str, Json], float | None]


@dataclass
class _Counted:
    """A part while it is counted: what may be chosen in it, and what was."""

    label: str = ""
    number: int | None = None
    several: bool = False
    # What may be chosen, by its key, and its worth; None where it is typed.
    choices: Mapping[str, tuple[str, float | None]] | None = None
    typed_worth: Worth | None = None
    match_case: bool = False
    counts: dict[str, list[int]] = field(default_factory=dict)
    typed: dict[str, tuple[str, float | None]] = field(default_factory=dict)
    nothing: list[int] = field(default_factory=lambda: [0, 0, 0])

    def add(self, given: Sequence[str], words: Json, group: Group) -> None:
        """Count what was given: keys of choices, or one text; nothing at all is counted too."""
        if not given:
            self.nothing[group] += 1
        for one in given:
            key = one if self.choices is not None else self._typed(one, words)
            self.counts.setdefault(key, [0, 0, 0])[group] += 1

    def _typed(self, text: str, words: Json) -> str:
        shown = " ".join(unicodedata.normalize("NFC", text).split())[:LONGEST_LABEL]
        key = shown if self.match_case else shown.casefold()
        if key not in self.typed:
            self.typed[key] = shown, self.typed_worth(text, words) if self.typed_worth else None
        return key

    def rows(self) -> list[Row]:
        """Return its answers: as the editor ordered them, or the most frequent first."""
        if self.choices is not None:
            # An id that the version has not is no answer of it, but was given: it is shown.
            known = dict(self.choices) | {
                key: (key, None) for key in self.counts if key not in self.choices
            }
            rows = [self._row(key, *said) for key, said in known.items()]
        else:
            rows = sorted(
                (self._row(key, *said) for key, said in self.typed.items()),
                key=lambda row: (-row.count, row.label),
            )
            rows = [*rows[:MOST_TYPED], *_others(rows[MOST_TYPED:])]
        return [*rows, Row(Sort.NOTHING, "", None, _three(self.nothing))]

    def _row(self, key: str, label: str, worth: float | None) -> Row:
        return Row(Sort.ANSWER, label, worth, _three(self.counts.get(key, [0, 0, 0])))


def _three(counts: Sequence[int]) -> tuple[int, int, int]:
    lower, middle, upper = counts
    return lower, middle, upper


def _others(rows: Sequence[Row]) -> Iterator[Row]:
    if rows:
        columns = zip(*(row.counts for row in rows), strict=True)
        yield Row(Sort.OTHERS, "", None, _three([sum(column) for column in columns]), len(rows))


class Tally:
    """The answers to one version of a question, told in a reader's language."""

    def __init__(self, frozen: Json, language: str) -> None:
        self.frozen = frozen
        self.language = language
        # What each text was worth, by the rules of its question.
        self.worths: dict[str, float] = {}
        self._words: dict[str, Json] = {}
        self._parts = dict(_PARTS.get(frozen["kind"], _no_parts)(self))
        self._read = _READERS.get(frozen["kind"])
        self._sizes = [0, 0, 0]

    def add(self, answer: Json | None, language: str, group: Group) -> None:
        """Count the answer of one attempt, given in a language."""
        self._sizes[group] += 1
        words = self.words(language)
        given = self._read(self, answer, words) if answer and self._read else {}
        for key, part in self._parts.items():
            part.add(given.get(key, ()), words, group)

    def parts(self) -> list[Part]:
        """Return what was answered, part by part; nothing for an essay."""
        return [
            Part(part.label, part.number, part.several, part.rows(), _three(self._sizes))
            for part in self._parts.values()
        ]

    @property
    def structure(self) -> Json:
        """The key of the question."""
        found: Json = self.frozen["structure"]
        return found

    def words(self, language: str) -> Json:
        """Return the words that an answer in a language is graded by."""
        if language not in self._words:
            self._words[language] = answer_words(self.frozen, language)
        return self._words[language]

    def label(self, key: str, name: str = "text") -> str:
        """Return what something is called in the reader's language."""
        text = plain_words(said(self.frozen, self.language, "answer", key, name).text)
        return text[:LONGEST_LABEL] or key


Parts = Iterator[tuple[str, _Counted]]
Given = dict[str, Sequence[str]]


def _no_parts(tally: Tally) -> Parts:
    return iter(())


def _options(tally: Tally) -> Parts:
    kind = tally.frozen["kind"]
    worth = CHOICES[kind].worth(tally.structure)
    choices = {key: (tally.label(key), float(share)) for key, share in worth.items()}
    yield "", _Counted(choices=choices, several=kind == "multiple_choice")


def _options_of(tally: Tally, answer: Json, words: Json) -> Given:
    return {"": answer["options"]}


def _pairs(tally: Tally) -> Parts:
    for pair in tally.structure["pairs"]:
        choices = {
            key: (tally.label(key, "answer"), float(key == pair["answer"]))
            for key in tally.structure["answers"]
        }
        yield pair["id"], _Counted(tally.label(pair["id"], "question"), choices=choices)


def _pairs_of(tally: Tally, answer: Json, words: Json) -> Given:
    return {pair: [chosen] for pair, chosen in answer["pairs"].items()}


def _items(tally: Tally) -> Parts:
    items = tally.structure["items"]
    for right, item in enumerate(items):
        choices = {
            str(place): (f"{place + 1}.", float(place == right)) for place in range(len(items))
        }
        yield item, _Counted(tally.label(item), choices=choices)


def _items_of(tally: Tally, answer: Json, words: Json) -> Given:
    return {item: [str(place)] for place, item in enumerate(answer["order"])}


def _selects(tally: Tally) -> Parts:
    for gap in tally.structure["gaps"]:
        choices = {
            key: (tally.label(key), float(key == gap["right"]))
            for key in gap_select.offered(tally.structure, gap)
        }
        yield gap["place"], _Counted(number=int(gap["place"]), choices=choices)


def _selects_of(tally: Tally, answer: Json, words: Json) -> Given:
    return {place: [chosen] for place, chosen in answer["gaps"].items()}


def _cloze(tally: Tally) -> Parts:
    for number, gap in enumerate(tally.structure["gaps"], start=1):
        part = _Counted(number=number, several=gap["kind"] in gaps.SEVERAL_OF)
        if gap["kind"] in gaps.TYPED:
            part.typed_worth = _gap_worth(gap)
            part.match_case = gap["kind"] == gaps.SHORT_CASE
        else:
            part.choices = {
                found["id"]: (tally.label(found["id"]), float(found["fraction"]))
                for found in gap["answers"]
            }
        yield gap["id"], part


def _gap_worth(gap: Json) -> Worth:
    return lambda text, words: float(gaps.grade(gap, text, words)[0])


def _cloze_of(tally: Tally, answer: Json, words: Json) -> Given:
    return {
        key: ([given] if given else []) if isinstance(given, str) else given
        for key, given in answer["gaps"].items()
    }


def _typed(tally: Tally) -> Parts:
    match_case = bool(tally.structure.get("match_case"))
    yield (
        "",
        _Counted(typed_worth=lambda text, words: tally.worths.get(text), match_case=match_case),
    )


def _typed_of(tally: Tally, answer: Json, words: Json) -> Given:
    kind = question_type(tally.frozen["kind"])
    text = kind.in_words(tally.structure, words, answer)
    if text not in tally.worths:
        # Of the whole answer: its unit may have been chosen beside it.
        tally.worths[text] = float(kind.mark(tally.structure, answer, words).fraction)
    return {"": [text] if text else []}


_PARTS: Mapping[str, Callable[[Tally], Parts]] = {
    **dict.fromkeys(CHOICES, _options),
    "matching": _pairs,
    "ordering": _items,
    "gap_select": _selects,
    "cloze": _cloze,
    "short_answer": _typed,
    "numerical": _typed,
}
_READERS: Mapping[str, Callable[[Tally, Json, Json], Given]] = {
    **dict.fromkeys(CHOICES, _options_of),
    "matching": _pairs_of,
    "ordering": _items_of,
    "gap_select": _selects_of,
    "cloze": _cloze_of,
    "short_answer": _typed_of,
    "numerical": _typed_of,
}
