"""Whether a quiz has questions enough to be asked."""

import random
from collections.abc import Iterable

from django.utils.translation import get_language_info, ngettext
from django.utils.translation import gettext as _

from home.words import SOURCE_LANGUAGE
from quizzes.attempts.drawing_lots import pools_of
from quizzes.attempts.freezing import freeze_live
from quizzes.banks.models import Question
from quizzes.content import answerable_in
from quizzes.drawing import Pool, TooFewQuestionsError, draw
from quizzes.quiz.slots import QuizSlot


def readiness_problems(slots: Iterable[QuizSlot], language: str = SOURCE_LANGUAGE) -> list[str]:
    """
    Return what keeps a quiz from being started in a language, as sentences; empty when nothing
    does.

    Works on slots that are not saved yet, as the editor's form has them. In a translation the
    questions drawn by lot are those whose typed answers are there in its language.
    """
    slots = list(slots)
    if not any(slot.question_count and slot.points for slot in slots):
        return [_("The quiz asks nothing: add a question, or a bank to draw from, with points.")]
    pools = pools_of(slots, language)
    problems = [
        _shortage(number, slot, len(pool.keys), language)
        for number, (slot, pool) in enumerate(zip(slots, pools, strict=True), start=1)
        if len(pool.keys) < pool.count
    ]
    return problems or _overlap_problems(pools)


def language_advice(slots: Iterable[QuizSlot], language: str) -> list[str]:
    """
    Return which fixed questions lack the answers that learners of a language would type.

    They are asked and judged in the source language then.
    """
    fixed = {
        slot.question.translation_key: slot.question
        for slot in slots
        if slot.question and slot.question.live
    }
    if language == SOURCE_LANGUAGE or not fixed:
        return []
    return [
        _(
            "The question “%(question)s” lacks answers to be typed in %(language)s: "
            "there it is asked in Finnish."
        )
        % {"question": fixed[key], "language": _named(language)}
        for key, frozen in freeze_live(fixed).items()
        if not answerable_in(frozen, language)
    ]


def untranslated_advice(slots: Iterable[QuizSlot]) -> list[str]:
    """Return how many questions of a quiz have no live Swedish words; two queries at most."""
    keys = {key for pool in pools_of(slots) for key in pool.keys}
    swedish = Question.objects.filter(live=True, locale__language_code="sv")
    there = swedish.filter(translation_key__in=keys).count() if keys else 0
    missing = len(keys) - there
    if not missing:
        return []
    words = ngettext(
        "%(count)s question of the quiz has no published Swedish translation.",
        "%(count)s questions of the quiz have no published Swedish translation.",
        missing,
    )
    return [words % {"count": missing}]


def _named(language: str) -> str:
    return str(get_language_info(language)["name_translated"]).lower()


def _shortage(number: int, slot: QuizSlot, there: int, language: str) -> str:
    if slot.question:
        return _("Slot %(number)s: the question “%(question)s” is not published.") % {
            "number": number,
            "question": slot.question,
        }
    if language != SOURCE_LANGUAGE:
        return _(
            "Slot %(number)s draws %(wanted)s questions, but only %(there)s of them have their "
            "typed answers in %(language)s."
        ) % {
            "number": number,
            "wanted": slot.draw_count,
            "there": there,
            "language": _named(language),
        }
    return _(
        "Slot %(number)s draws %(wanted)s questions, but only %(there)s published ones fit it."
    ) % {"number": number, "wanted": slot.draw_count, "there": there}


def _overlap_problems(pools: list[Pool]) -> list[str]:
    try:
        # Whether a draw can succeed does not depend on the dice.
        draw(pools, {}, random.Random(0))  # noqa: S311
    except TooFewQuestionsError as error:
        return [
            _(
                "Slot %(number)s shares its questions with other slots, and together "
                "they need more than there are: no question is asked twice."
            )
            % {"number": error.slot + 1}
        ]
    return []
