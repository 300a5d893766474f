"""The types of question there are, by the name of their block."""

import random
from collections.abc import Mapping
from decimal import Decimal
from typing import Protocol

from quizzes.grading import (
    cloze,
    description,
    essay,
    gap_select,
    matching,
    multiple_choice,
    numerical,
    ordering,
    short_answer,
    single_choice,
    true_false,
)
from quizzes.grading.marks import Mark
from quizzes.grading.raw import Json
from quizzes.grading.typed import Sent


class QuestionType(Protocol):
    """
    What a module of this folder gives.

    `structure` and `words` read the raw data of the type's block: the key of the question,
    from the source language alone, and what a reader sees or types, once a language. The
    rest works on that frozen structure, and on the words of one language: those of the
    response where somebody must type them.

    `answer` raises UnfitAnswerError. `right` is an answer that gets everything, `in_words`
    an answer as plain text, `guess` what guessing gives on average (None: no figure).
    """

    def structure(self, raw: Json, stem: str = "") -> Json: ...

    def words(self, raw: Json) -> Json: ...

    def shown_order(self, structure: Json, dice: random.Random) -> list[str]: ...

    def answer(self, structure: Json, sent: Sent, words: Json | None = None) -> Json | None: ...

    def mark(self, structure: Json, answer: Json | None, words: Json | None = None) -> Mark: ...

    def right(self, structure: Json, words: Json) -> Json | None: ...

    def in_words(self, structure: Json, words: Json, answer: Json | None) -> str: ...

    def guess(self, structure: Json) -> Decimal | None: ...


class ChoiceType(QuestionType, Protocol):
    """A type of options; `worth` is what each of them gives."""

    def worth(self, structure: Json) -> dict[str, Decimal]: ...


class TypedType(QuestionType, Protocol):
    """A type whose answers are words; `is_typed_in` tells whether a language has them."""

    def is_typed_in(self, structure: Json, words: Json) -> bool: ...


CHOICES: Mapping[str, ChoiceType] = {
    "single_choice": single_choice,
    "multiple_choice": multiple_choice,
    "true_false": true_false,
}
TYPED: Mapping[str, TypedType] = {
    "short_answer": short_answer,
    "numerical": numerical,
    "cloze": cloze,
}
TYPES: Mapping[str, QuestionType] = {
    **CHOICES,
    "matching": matching,
    "ordering": ordering,
    **TYPED,
    "gap_select": gap_select,
    "essay": essay,
    "description": description,
}
# Asks nothing, takes no answer and gives no points.
DESCRIPTION = "description"


def question_type(kind: str) -> QuestionType:
    """Return the module of a type; raises KeyError for a type that there is not."""
    return TYPES[kind]


def choice_type(kind: str) -> ChoiceType:
    """Return the module of a type of options; raises KeyError for any other."""
    return CHOICES[kind]
