"""A question as somebody sees it: in their language, their order, with or without the answer."""

import random
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from quizzes import content
from quizzes.attempts.drawing_lots import pools_of
from quizzes.attempts.freezing import freeze_draft, freeze_live
from quizzes.attempts.models import QuestionVersion, Response
from quizzes.attempts.seen import EVERYTHING, Seen
from quizzes.banks.models import Question
from quizzes.content import Said
from quizzes.drawing import TooFewQuestionsError, draw
from quizzes.grading.registry import question_type
from quizzes.quiz.models import Quiz


@dataclass(frozen=True)
class ShownOption:
    """One option: `verdict` is right, partly or wrong; `chosen` as in the answer in force."""

    key: str
    text: Said
    feedback: Said
    chosen: bool
    verdict: str


@dataclass(frozen=True)
class ShownQuestion:
    """One response's question in a language; words that lack there are in their source language."""

    response: Response
    language: str
    # Several questions on one page: goes before each name and id of this one's form.
    prefix: str = ""
    # What a review shows of it.
    seen: Seen = EVERYTHING
    # Texts between questions are not counted; None: its place.
    counted_as: int | None = None

    @property
    def frozen(self) -> dict[str, Any]:
        """What was asked."""
        return self.response.question_version.content

    @property
    def number(self) -> int:
        """Its number in the attempt, from one."""
        return self.counted_as or self.response.position

    @property
    def kind(self) -> str:
        """Its type."""
        return self.frozen["kind"]

    @property
    def template(self) -> str:
        """The template of its type, for answering and for review."""
        return f"quizzes/kinds/{self.kind}.html"

    @cached_property
    def stem(self) -> Said:
        """What is asked."""
        return content.said(self.frozen, self.language, "stem")

    @cached_property
    def general_feedback(self) -> Said:
        """What everybody hears afterwards."""
        return content.said(self.frozen, self.language, "general_feedback")

    @cached_property
    def options(self) -> list[ShownOption]:
        """The options in this learner's order."""
        worth = question_type(self.kind).worth(self.frozen["structure"])
        chosen = set((self.response.answer or {}).get("options", ()))
        return [
            ShownOption(
                key=key,
                text=self._text(key),
                feedback=content.said(self.frozen, self.language, "answer", key, "feedback"),
                chosen=key in chosen,
                verdict=self._verdict(worth[key]),
            )
            for key in self.response.shown_order
        ]

    def _text(self, key: str) -> Said:
        if self.kind == "true_false":
            words = {"true": _("True"), "false": _("False")}
            return Said(words[key], get_language() or self.language)
        return content.said(self.frozen, self.language, "answer", key, "text")

    def _verdict(self, worth: Decimal) -> str:
        """An option of several right ones is right in itself, whatever its share."""
        if worth <= 0:
            return "wrong"
        return "right" if worth == 1 or self.kind == "multiple_choice" else "partly"


def show(response: Response, language: str | None = None, **how: Any) -> ShownQuestion:
    """
    Show a response's question in a language, else the reader's; it comes with its version.

    `how`: prefix, seen and counted_as.
    """
    return ShownQuestion(response, (language or get_language() or "fi")[:2], **how)


def sample(question: Question) -> ShownQuestion | None:
    """Show a draft to its editor; nothing is recorded. None while it has no answer block."""
    frozen = freeze_draft(question)
    return _unrecorded(frozen, 1) if frozen else None


def sample_draw(quiz: Quiz) -> dict[str, Any]:
    """Return one draw of a quiz for its editor: `questions`, or `too_few` where none succeeds."""
    slots = list(quiz.slots.select_related("question"))
    try:
        drawn = draw(pools_of(slots), {}, random.SystemRandom())
    except TooFewQuestionsError:
        return {"questions": [], "too_few": True}
    keys = [UUID(key) for part in drawn for key in part]
    frozen = freeze_live(keys)
    questions = [_unrecorded(frozen[key], number) for number, key in enumerate(keys, start=1)]
    return {"questions": questions, "too_few": False}


def _unrecorded(frozen: dict[str, Any], number: int) -> ShownQuestion:
    order = question_type(frozen["kind"]).shown_order(frozen["structure"], random.SystemRandom())
    version = QuestionVersion(content=frozen)
    return show(Response(position=number, question_version=version, points=1, shown_order=order))
