"""The types of question there are, by the name of their block."""

import random
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Protocol

from quizzes.grading import multiple_choice, single_choice, true_false
from quizzes.grading.marks import Mark
from quizzes.grading.options import Json


class QuestionType(Protocol):
    """
    What a module of this folder gives.

    `structure` and `words` read the raw data of the type's block: the key of the question,
    from the source language alone, and what a reader sees, once a language. The rest works
    on that frozen structure. `answer` raises UnfitAnswerError.
    """

    def structure(self, raw: Json) -> Json: ...

    def words(self, raw: Json) -> Json: ...

    def shown_order(self, structure: Json, dice: random.Random) -> list[str]: ...

    def answer(self, structure: Json, sent: Mapping[str, Sequence[str]]) -> Json | None: ...

    def mark(self, structure: Json, answer: Json | None) -> Mark: ...

    def worth(self, structure: Json) -> dict[str, Decimal]: ...


TYPES: Mapping[str, QuestionType] = {
    "single_choice": single_choice,
    "multiple_choice": multiple_choice,
    "true_false": true_false,
}


def question_type(kind: str) -> QuestionType:
    """Return the module of a type; raises KeyError for a type that there is not."""
    return TYPES[kind]
