"""What a grader has before them: one question, one answer, and how it is judged."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from quizzes import content
from quizzes.assessing.files import files_of, name_for
from quizzes.attempts.models import Response
from quizzes.attempts.showing import answer_in_words
from quizzes.content import Said
from quizzes.grading import essay
from quizzes.grading.raw import plain_words


@dataclass(frozen=True)
class Criterion:
    """One thing that an answer is judged by."""

    key: str
    name: str
    description: str
    points: Decimal


@dataclass(frozen=True)
class HandedIn:
    """A file of the answer, as this person may call it."""

    name: str
    size: int
    href: str


@dataclass(frozen=True)
class Sheet:
    """An answer with all that a grader needs; it comes with its version, attempt and learner."""

    response: Response
    reader: User

    @property
    def frozen(self) -> dict[str, Any]:
        """What was asked."""
        frozen: dict[str, Any] = self.response.question_version.content
        return frozen

    @property
    def language(self) -> str:
        """The language that the answer was given in."""
        return self.response.language or self.response.attempt.language

    @property
    def is_essay(self) -> bool:
        """Whether it is of the type that people grade."""
        return bool(self.frozen["kind"] == "essay")

    @property
    def whose(self) -> str:
        """The learner, or what the answer is called where names are not shown."""
        return whose(self.response)

    @cached_property
    def stem(self) -> Said:
        """What was asked."""
        return content.said(self.frozen, self.language, "stem")

    @cached_property
    def grader_info(self) -> Said:
        """What the editor tells graders."""
        return content.said(self.frozen, self.language, "answer", essay.WHOLE, "grader_info")

    @cached_property
    def model_answer(self) -> Said:
        """What a good answer says."""
        if self.is_essay:
            return content.said(self.frozen, self.language, "answer", essay.WHOLE, "model_answer")
        right = content.right_answer(self.frozen, self.language)
        return Said(answer_in_words(self.frozen, right, self.language), self.language)

    @cached_property
    def text(self) -> str:
        """What was answered, as plain text."""
        return answer_in_words(self.frozen, self.response.answer, self.language)

    @cached_property
    def words_in_words(self) -> str:
        """How long the answer is, and whether that is within its limits."""
        if not self.is_essay:
            return ""
        count = essay.word_count(plain_words(self.text))
        least, most = self.frozen["structure"]["min_words"], self.frozen["structure"]["max_words"]
        if least is not None and count < least:
            return _("%(count)s words; at least %(least)s were asked for") % {
                "count": count,
                "least": least,
            }
        if most is not None and count > most:
            return _("%(count)s words; at most %(most)s were asked for") % {
                "count": count,
                "most": most,
            }
        return _("%(count)s words") % {"count": count}

    @cached_property
    def files(self) -> list[HandedIn]:
        """The files of the answer."""
        found = files_of(self.response)
        for file in found:
            file.response = self.response
        return [
            HandedIn(
                name_for(file, self.reader),
                file.size,
                reverse("quizzes:answer_file", args=[file.pk]),
            )
            for file in found
        ]

    @property
    def files_lacking(self) -> int:
        """How many files fewer there are than the question asks for."""
        if not self.is_essay:
            return 0
        return essay.files_lacking(self.frozen["structure"], self.response.answer)

    @cached_property
    def criteria(self) -> list[Criterion]:
        """What the answer is judged by; empty for one mark."""
        return [
            Criterion(
                key=found["id"],
                name=self._said(found["id"], "name") or _("Criterion %(number)s") % {"number": n},
                description=self._said(found["id"], "description"),
                points=Decimal(found["points"]),
            )
            for n, found in enumerate(self.frozen["structure"].get("criteria", ()), start=1)
        ]

    def _said(self, key: str, name: str) -> str:
        return content.said(self.frozen, self.language, "answer", key, name).text

    @property
    def criteria_points(self) -> Decimal:
        """The most that the criteria add up to."""
        return sum((criterion.points for criterion in self.criteria), Decimal(0))

    @cached_property
    def history(self) -> list[Any]:
        """Every mark that was given, the one in force first; one query."""
        events = self.response.grade_events.select_related("graded_by")
        return list(events.order_by("-pk"))

    @property
    def in_force(self) -> Any:
        """The mark in force; None where none was given."""
        return self.history[0] if self.history else None


def whose(response: Response) -> str:
    """Return whose answer it is, or its number where graders see no names."""
    if response.attempt.quiz.anonymous_grading:
        return _("Answer %(number)s") % {"number": response.pk}
    return response.attempt.enrolment.seen.called
