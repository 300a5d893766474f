"""Description: a text between questions. It asks nothing and gives nothing."""

import random
from decimal import Decimal

from quizzes.grading.marks import Mark
from quizzes.grading.raw import Json
from quizzes.grading.typed import Sent


def structure(raw: Json, stem: str = "") -> Json:
    """Keep nothing: the stem says it all."""
    return {}


def words(raw: Json) -> Json:
    """Keep nothing."""
    return {}


def shown_order(structure: Json, dice: random.Random) -> list[str]:
    """Return nothing: there is nothing to choose from."""
    return []


def answer(structure: Json, sent: Sent, words: Json | None = None) -> Json | None:
    """Take no answer."""
    return None


def mark(structure: Json, answer: Json | None, words: Json | None = None) -> Mark:
    """Give nothing."""
    return Mark.unanswered()


def right(structure: Json, words: Json) -> Json | None:
    """Return nothing: there is no answer."""
    return None


def in_words(structure: Json, words: Json, answer: Json | None) -> str:
    """Return nothing."""
    return ""


def guess(structure: Json) -> Decimal | None:
    """Return nothing."""
    return None
