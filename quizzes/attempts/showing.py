"""A question as somebody sees it: in their language, their order, with or without the answer."""

import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from quizzes import content
from quizzes.attempts import arranging, gap_showing
from quizzes.attempts.drawing_lots import pools_of
from quizzes.attempts.freezing import freeze_draft, freeze_live
from quizzes.attempts.models import QuestionVersion, Response
from quizzes.attempts.pictures import Drawn, draw_pictures, pictures_of
from quizzes.attempts.seen import EVERYTHING, Seen
from quizzes.attempts.shown import (
    NOTHING_ENTERED,
    Entered,
    Piece,
    ShownEssay,
    ShownItem,
    ShownOption,
    ShownPart,
    letters,
)
from quizzes.banks.models import Question
from quizzes.content import Said
from quizzes.drawing import TooFewQuestionsError, draw
from quizzes.grading import essay
from quizzes.grading.feedback import COMBINED
from quizzes.grading.marks import Mark
from quizzes.grading.raw import plain_words
from quizzes.grading.registry import DESCRIPTION, choice_type, question_type
from quizzes.quiz.models import Quiz

WITH_GAPS = frozenset({"cloze", "gap_select"})


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
    # What stands in its form, where that is not the answer in force.
    entered: Entered = NOTHING_ENTERED
    # The pictures of a whole page, looked up at once.
    drawn: Drawn | None = field(default=None, compare=False)

    @property
    def frozen(self) -> dict[str, Any]:
        """What was asked."""
        return self.response.question_version.content

    @property
    def structure(self) -> dict[str, Any]:
        """Its key."""
        return self.frozen["structure"]

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

    @property
    def asks(self) -> bool:
        """Whether something is asked, and not only said."""
        return self.kind != DESCRIPTION

    @property
    def has_gaps(self) -> bool:
        """Whether its fields stand in its sentence."""
        return self.kind in WITH_GAPS

    def says(self, *path: str) -> Said:
        """Return some of its words, with pictures in their places."""
        found = content.said(self.frozen, self.language, *path)
        if "<embed" not in found.text:
            return found
        return Said(draw_pictures(found.text, self.pictures), found.language)

    @cached_property
    def pictures(self) -> Drawn:
        """The pictures that it shows."""
        return pictures_of([self.frozen]) if self.drawn is None else self.drawn

    @cached_property
    def stem(self) -> Said:
        """What is asked."""
        return self.says("stem")

    @cached_property
    def general_feedback(self) -> Said:
        """What everybody hears afterwards."""
        return self.says("general_feedback")

    @cached_property
    def combined_feedback(self) -> Said | None:
        """What those hear who were as right as this answer; None where nothing is said."""
        found = self.says("answer", COMBINED, str(self.response.state))
        return found if found.text else None

    @cached_property
    def answer(self) -> dict[str, Any]:
        """The answer in force; empty where there is none."""
        return self.response.answer or {}

    @cached_property
    def spoken(self) -> str:
        """The language in which it was answered, else is read."""
        return self.response.language or self.language

    @cached_property
    def words(self) -> dict[str, Any]:
        """The words by which the answer is graded."""
        return content.answer_words(self.frozen, self.spoken)

    @cached_property
    def mark(self) -> Mark:
        """What the answer and its parts earn by the key, whatever a person has given."""
        return content.grade(self.frozen, self.response.answer, self.spoken)

    @cached_property
    def right(self) -> dict[str, Any]:
        """An answer that gets everything; empty where there is none."""
        return content.right_answer(self.frozen, self.spoken) or {}

    @cached_property
    def problem(self) -> str:
        """Why what was sent was not saved, where it is about no field of its own."""
        return "" if self.entered.problem_field else self.entered.problem

    @cached_property
    def options(self) -> list[ShownOption]:
        """The options in this learner's order."""
        worth = choice_type(self.kind).worth(self.structure)
        chosen = self.entered.chosen("choice", self.answer.get("options", ()))
        order = self.response.shown_order
        return [
            ShownOption(
                key=key,
                text=self._option_text(key),
                feedback=self.says("answer", key, "feedback"),
                chosen=key in chosen,
                verdict=self._verdict(worth.get(key, Decimal(0))),
                letter=letter,
            )
            for key, letter in zip(
                order, letters(self.structure.get("numbering", "none"), len(order)), strict=True
            )
        ]

    def _option_text(self, key: str) -> Said:
        if self.kind == "true_false":
            words = answer_in_words(self.frozen, {"options": [key]}, self.language)
            return Said(words, get_language() or self.language)
        return self.says("answer", key, "text")

    def _verdict(self, worth: Decimal) -> str:
        """An option of several right ones is right in itself, whatever its share."""
        if worth <= 0:
            return "wrong"
        return "right" if worth == 1 or self.kind == "multiple_choice" else "partly"

    @cached_property
    def pairs(self) -> list[ShownPart]:
        """The pairs of a matching question, in this learner's order."""
        return arranging.pairs(self)

    @cached_property
    def items(self) -> list[ShownItem]:
        """The items of an ordering question, as they stand now."""
        return arranging.items(self)

    @cached_property
    def right_items(self) -> list[ShownItem]:
        """The items in the right order."""
        return arranging.right_items(self)

    @cached_property
    def line(self) -> ShownPart:
        """The one line of a short answer or a number."""
        return gap_showing.line(self)

    @cached_property
    def unit(self) -> ShownPart | None:
        """The choice of a unit beside a number; None where it is typed or there is none."""
        return gap_showing.unit(self)

    @cached_property
    def pieces(self) -> list[Piece]:
        """The sentence with its gaps."""
        return gap_showing.pieces(self)

    @cached_property
    def gaps(self) -> list[ShownPart]:
        """The gaps in the order of the sentence."""
        return [piece.gap for piece in self.pieces if piece.gap]

    @cached_property
    def files(self) -> list[Any]:
        """The files of the answer in force, in the order of handing in."""
        keys = [key for key in self.answer.get("files", ()) if is_uuid(key)]
        if not keys:
            return []
        return list(self.response.files.filter(pk__in=keys).order_by("uploaded_at", "name"))

    @cached_property
    def essay(self) -> ShownEssay:
        """A text to be written, begun with the template where there is nothing yet."""
        limits = self.structure
        template = plain_words(content.said(self.frozen, self.language, *TEMPLATE).text)
        text = self.entered.text(essay.FIELD, self.answer.get("text", ""))
        return ShownEssay(
            text=text,
            template=template,
            lines=min(max(limits["lines"], 2), 40),
            takes_text=limits["editor"] != essay.NO_TEXT,
            word_count=essay.word_count(text),
            min_words=limits["min_words"],
            max_words=limits["max_words"],
            files=self.answer.get("files", ()),
            most_files=essay.most_files(limits),
            files_lacking=essay.files_lacking(limits, self.answer) if self.answer else 0,
            model_answer=self.says("answer", essay.WHOLE, "model_answer"),
        )


def is_uuid(text: str) -> bool:
    """Whether a text names a row by its UUID."""
    try:
        UUID(text)
    except ValueError:
        return False
    return True


TEMPLATE = ("answer", essay.WHOLE, "template")


def answer_in_words(frozen: dict[str, Any], answer: Any, language: str) -> str:
    """Return an answer as plain text; true and false are words of the interface."""
    if answer and frozen["kind"] == "true_false":
        return str({"true": _("True"), "false": _("False")}[answer["options"][0]])
    return content.answer_in_words(frozen, answer, language)


def show(response: Response, language: str | None = None, **how: Any) -> ShownQuestion:
    """
    Show a response's question in a language, else the reader's; it comes with its version.

    `how`: prefix, seen, counted_as, entered and drawn.
    """
    return ShownQuestion(response, (language or get_language() or "fi")[:2], **how)


def pictures_on_page(responses: Iterable[Response]) -> Drawn:
    """Return the pictures of several questions, for `show(…, drawn=…)`; two queries at most."""
    return pictures_of(response.question_version.content for response in responses)


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
