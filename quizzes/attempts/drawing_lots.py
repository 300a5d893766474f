"""Which questions the slots of a quiz can ask a learner, read from the database."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from random import Random
from uuid import UUID

from django.db.models import Count

from accounts.models import User
from home.words import SOURCE_LANGUAGE
from quizzes.attempts.freezing import freeze_live
from quizzes.attempts.models import Response
from quizzes.banks.models import Question
from quizzes.content import answerable_in
from quizzes.drawing import Pool, draw
from quizzes.grading.registry import TYPED
from quizzes.quiz.slots import QuizSlot


def draw_questions(
    slots: Sequence[QuizSlot], learner: User, language: str, dice: Random
) -> list[list[str]]:
    """
    Draw each slot's questions (by translation key); raises TooFewQuestionsError.

    Two queries, none where every question is fixed. Slots come with their question.
    """
    choice = any(slot.bank_id for slot in slots)
    return draw(pools_of(slots, language), times_seen(learner) if choice else {}, dice)


def pools_of(slots: Iterable[QuizSlot], language: str = SOURCE_LANGUAGE) -> list[Pool]:
    """
    Return what each slot can ask today in a language; none where every question is fixed.

    One query, and one more for questions to be typed in that a translation may lack.
    """
    slots = list(slots)
    banks = {slot.bank_id for slot in slots if slot.bank_id}
    tagged = _tags_by_question(banks, language) if banks else {}
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


def _tags_by_question(banks: set[int], language: str) -> dict[tuple[int, str], set[str]]:
    """Return the tags of each question that may be drawn, by bank and key."""
    rows = (
        Question.objects.drawable()
        .filter(bank__in=banks)
        .order_by("pk")
        .values_list("bank_id", "translation_key", "kind", "tagged_items__tag__name")
    )
    found: dict[tuple[int, str], set[str]] = defaultdict(set)
    typed = set()
    for bank, key, kind, tag in rows:
        found[bank, str(key)].update([tag] if tag else [])
        if kind in TYPED:
            typed.add(key)
    if typed and language != SOURCE_LANGUAGE:
        mute = _not_answerable(typed, language)
        return {place: tags for place, tags in found.items() if place[1] not in mute}
    return found


def _not_answerable(keys: Iterable[UUID], language: str) -> set[str]:
    """Return those questions that nobody could type an answer to in a language."""
    frozen = freeze_live(keys)
    return {str(key) for key, asked in frozen.items() if not answerable_in(asked, language)}


def times_seen(learner: User) -> dict[str, int]:
    """Return how often this learner has been asked each question, in any quiz; one query."""
    asked = Response.objects.filter(attempt__enrolment__learner=learner)
    rows = asked.order_by().values_list("question_version__question_key").annotate(Count("pk"))
    return {str(key): count for key, count in rows}
