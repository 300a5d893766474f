"""What a new attempt asks: drawn, frozen and put in order, ready to be stored."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from accounts.models import User
from quizzes.attempts.drawing_lots import draw_questions
from quizzes.attempts.freezing import freeze_questions
from quizzes.attempts.models import QuestionVersion, Response
from quizzes.attempts.refusals import StartRefusal, StartRefusedError
from quizzes.drawing import TooFewQuestionsError
from quizzes.grading.registry import DESCRIPTION, question_type
from quizzes.quiz.models import Quiz
from quizzes.quiz.slots import QuizSlot


@dataclass(frozen=True)
class Asked:
    """
    The questions of an attempt, not stored yet.

    `sections`: the first position of each section; empty where the quiz has none.
    `texts`: the positions of texts between questions.
    """

    responses: list[Response]
    sections: tuple[int, ...]
    texts: tuple[int, ...]


@dataclass(frozen=True)
class _Place:
    """One question in its slot; `starts` where the slot's first question starts a section."""

    slot: QuizSlot
    version: QuestionVersion
    starts: bool

    @property
    def is_text(self) -> bool:
        return bool(self.version.content["kind"] == DESCRIPTION)


def ask(quiz: Quiz, learner: User, language: str, dice: random.Random) -> Asked:
    """Draw and freeze; raises StartRefusedError where a slot cannot be filled."""
    slots = list(
        QuizSlot.objects.filter(quiz=quiz).select_related("question").order_by("sort_order")
    )
    try:
        drawn = draw_questions(slots, learner, language, dice)
    except TooFewQuestionsError as error:
        raise StartRefusedError(StartRefusal.NOT_READY) from error
    keys = [[UUID(key) for key in part] for part in drawn]
    versions = freeze_questions(key for part in keys for key in part)
    if len(versions) < sum(map(len, keys)):
        raise StartRefusedError(StartRefusal.NOT_READY)
    places = [
        _Place(slot, versions[key], slot.starts_section and number == 0)
        for part, slot in zip(keys, slots, strict=True)
        for number, key in enumerate(part)
    ]
    sections = _sections(places)
    if quiz.shuffle:
        places = _shuffled(places, sections, dice)
    responses = [_response(place, number, dice) for number, place in enumerate(places, start=1)]
    if not any(response.points for response in responses):
        raise StartRefusedError(StartRefusal.NOT_READY)
    texts = tuple(number for number, place in enumerate(places, start=1) if place.is_text)
    return Asked(responses, sections, texts)


def _sections(places: Sequence[_Place]) -> tuple[int, ...]:
    starts = [number for number, place in enumerate(places, start=1) if place.starts]
    # What comes before the first section that somebody marked is a section too.
    return tuple(sorted({1, *starts})) if starts else ()


def _shuffled(
    places: Sequence[_Place], sections: Sequence[int], dice: random.Random
) -> list[_Place]:
    """Shuffle the questions within each section; a text between them keeps its place."""
    starts = [number - 1 for number in sections] or [0]
    ends = [*starts[1:], len(places)]
    mixed = list(places)
    for start, end in zip(starts, ends, strict=True):
        questions = [number for number in range(start, end) if not places[number].is_text]
        into = list(questions)
        dice.shuffle(into)
        for place, source in zip(questions, into, strict=True):
            mixed[place] = places[source]
    return mixed


def _response(place: _Place, position: int, dice: random.Random) -> Response:
    content = place.version.content
    return Response(
        position=position,
        question_version=place.version,
        points=0 if place.is_text else place.slot.points,
        shown_order=question_type(content["kind"]).shown_order(content["structure"], dice),
    )
