"""Whether a quiz has questions enough to be asked."""

import random
from collections.abc import Iterable

from django.utils.translation import gettext as _

from quizzes.attempts.drawing_lots import pools_of
from quizzes.drawing import Pool, TooFewQuestionsError, draw
from quizzes.quiz.slots import QuizSlot


def readiness_problems(slots: Iterable[QuizSlot]) -> list[str]:
    """
    Return what keeps a quiz from being started, as sentences; empty when nothing does.

    Works on slots that are not saved yet, as the editor's form has them.
    """
    slots = list(slots)
    if not any(slot.question_count and slot.points for slot in slots):
        return [_("The quiz asks nothing: add a question, or a bank to draw from, with points.")]
    pools = pools_of(slots)
    problems = [
        _shortage(number, slot, len(pool.keys))
        for number, (slot, pool) in enumerate(zip(slots, pools, strict=True), start=1)
        if len(pool.keys) < pool.count
    ]
    return problems or _overlap_problems(pools)


def _shortage(number: int, slot: QuizSlot, there: int) -> str:
    if slot.question:
        return _("Slot %(number)s: the question “%(question)s” is not published.") % {
            "number": number,
            "question": slot.question,
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
