"""Which questions the slots of a quiz can ask a learner, read from the database."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from random import Random

from django.db.models import Count

from accounts.models import User
from quizzes.attempts.models import Response
from quizzes.banks.models import Question
from quizzes.drawing import Pool, draw
from quizzes.quiz.slots import QuizSlot


def draw_questions(slots: Sequence[QuizSlot], learner: User, dice: Random) -> list[list[str]]:
    """
    Draw each slot's questions (by translation key); raises TooFewQuestionsError.

    Two queries, none where every question is fixed. Slots come with their question.
    """
    choice = any(slot.bank_id for slot in slots)
    return draw(pools_of(slots), times_seen(learner) if choice else {}, dice)


def pools_of(slots: Iterable[QuizSlot]) -> list[Pool]:
    """Return what each slot can ask today; one query, none where every question is fixed."""
    slots = list(slots)
    banks = {slot.bank_id for slot in slots if slot.bank_id}
    tagged = _tags_by_question(banks) if banks else {}
    return [
        Pool(slot.question_count, _fixed(slot) if slot.question_id else _in_bank(slot, tagged))
        for slot in slots
    ]


def _fixed(slot: QuizSlot) -> list[str]:
    question = slot.question
    return [str(question.translation_key)] if question and question.live else []


def _in_bank(slot: QuizSlot, tagged: dict[tuple[int, str], set[str]]) -> list[str]:
    return [
        key
        for (bank, key), tags in tagged.items()
        if bank == slot.bank_id and slot.tags.issubset(tags)
    ]


def _tags_by_question(banks: set[int]) -> dict[tuple[int, str], set[str]]:
    """Return the tags of each question that may be drawn, by bank and key, in one query."""
    rows = (
        Question.objects.drawable()
        .filter(bank__in=banks)
        .order_by("pk")
        .values_list("bank_id", "translation_key", "tagged_items__tag__name")
    )
    found: dict[tuple[int, str], set[str]] = defaultdict(set)
    for bank, key, tag in rows:
        found[bank, str(key)].update([tag] if tag else [])
    return found


def times_seen(learner: User) -> dict[str, int]:
    """Return how often this learner has been asked each question, in any quiz; one query."""
    asked = Response.objects.filter(attempt__enrolment__learner=learner)
    rows = asked.order_by().values_list("question_version__question_key").annotate(Count("pk"))
    return {str(key): count for key, count in rows}
