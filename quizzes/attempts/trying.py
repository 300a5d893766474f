"""
An editor tries a quiz: drawn, asked, graded, and nothing of it is recorded.

The dice are thrown from a number that the form carries, so the same questions come back with
the answers to them.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from quizzes import content
from quizzes.attempts.behaviours import judge
from quizzes.attempts.drawing_lots import pools_of
from quizzes.attempts.freezing import freeze_live
from quizzes.attempts.models import QuestionVersion, Response
from quizzes.attempts.refusals import SaveRefusal
from quizzes.attempts.showing import pictures_on_page, show
from quizzes.attempts.shown import Entered
from quizzes.drawing import TooFewQuestionsError, draw
from quizzes.grading.marks import UnfitAnswerError
from quizzes.grading.registry import DESCRIPTION, question_type
from quizzes.grading.totals import Total, scaled, total
from quizzes.quiz.models import Quiz

Sent = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Trial:
    """
    One draw of a quiz: the questions as they are shown, numbered, texts between them without.

    `result`: what the answers came to; None before they were sent, or where one cannot be read
    or waits for a person.
    """

    seed: int
    items: list[dict[str, Any]]
    result: Total | None = None
    grade: tuple[Decimal, Decimal] | None = None
    is_graded: bool = False


def ask(quiz: Quiz, seed: int) -> list[Response]:
    """Draw and freeze in memory; raises TooFewQuestionsError."""
    # Nothing hangs on these dice but what an editor looks at.
    dice = random.Random(seed)  # noqa: S311
    slots = list(quiz.slots.select_related("question"))
    drawn = draw(pools_of(slots), {}, dice)
    pairs = [(UUID(key), slot) for part, slot in zip(drawn, slots, strict=True) for key in part]
    frozen = freeze_live(key for key, _slot in pairs)
    if len(frozen) < len(pairs):
        raise TooFewQuestionsError(0)
    return [
        _response(position, frozen[key], slot.points, dice)
        for position, (key, slot) in enumerate(pairs, start=1)
    ]


def _response(
    position: int, asked: dict[str, Any], points: Decimal, dice: random.Random
) -> Response:
    return Response(
        position=position,
        question_version=QuestionVersion(content=asked),
        points=Decimal(0) if asked["kind"] == DESCRIPTION else points,
        shown_order=question_type(asked["kind"]).shown_order(asked["structure"], dice),
    )


def try_out(quiz: Quiz, seed: int, language: str, answers: Mapping[int, Sent] | None) -> Trial:
    """Ask, and grade `answers` where they were sent; raises TooFewQuestionsError."""
    responses = ask(quiz, seed)
    problems = {}
    for response in responses if answers is not None else []:
        problem = _grade(response, (answers or {}).get(response.position, {}), language)
        if problem:
            problems[response.position] = problem
    items = _items(responses, answers or {}, problems)
    marks = [response.mark for response in responses]
    if answers is None or problems:
        return Trial(seed, items)
    if None in marks:
        return Trial(seed, items, is_graded=True)
    points = [Decimal(response.points) for response in responses]
    result = total([mark for mark in marks if mark is not None], points, quiz.pass_percent)
    grade = scaled(result.score, result.max_score, quiz.grade_max)
    return Trial(seed, items, result, grade, is_graded=True)


def _grade(response: Response, sent: Sent, language: str) -> Entered | None:
    """Grade what was sent; what cannot be read comes back with why."""
    frozen = response.question_version.content
    response.language = language
    try:
        response.answer = content.read_answer(frozen, sent, language)
    except UnfitAnswerError as error:
        return Entered(sent, str(SaveRefusal.of(error.reason).label), error.field)
    judge(response, content.grade(frozen, response.answer, language))
    return None


def _items(
    responses: Sequence[Response], answers: Mapping[int, Sent], problems: Mapping[int, Entered]
) -> list[dict[str, Any]]:
    drawn = pictures_on_page(responses)
    items, number = [], 0
    for response in responses:
        asks = response.question_version.content["kind"] != DESCRIPTION
        number += asks
        entered = problems.get(response.position) or Entered(answers.get(response.position, {}))
        prefix = f"q{response.position}-"
        question = show(response, prefix=prefix, counted_as=number, drawn=drawn, entered=entered)
        items.append({"number": number if asks else None, "question": question})
    return items
