"""What a quiz page says before an attempt: rules, time, attempts so far, the one next step."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language

from courses.enrolling.models import Enrolment
from courses.pages.reading import read
from courses.pages.sampling import NO_ROW, sample_asked
from courses.pages.views import step_context
from home.routing import language_of
from home.words import SOURCE_LANGUAGE
from quizzes.attempts.exceptions import (
    attempts_with_exceptions,
    quiz_with_exceptions,
    rules_for,
)
from quizzes.attempts.models import Attempt
from quizzes.attempts.pages import first_unanswered
from quizzes.attempts.refusals import StartRefusal
from quizzes.attempts.results import grade_of
from quizzes.attempts.reviewing import allowed
from quizzes.attempts.rules import Rules
from quizzes.attempts.starting import refused_until, start_refusal
from quizzes.attempts.submitting import close_overdue
from quizzes.attempts.timing import deadline
from quizzes.attempts.words import refusal_in_words
from quizzes.banks.models import Question
from quizzes.grading.registry import DESCRIPTION
from quizzes.grading.totals import counted_percent
from quizzes.quiz.models import Quiz, QuizPage
from quizzes.quiz.sampling import sample_attempts


@dataclass(frozen=True)
class Tries:
    """A learner's attempts at a quiz, in order, and the rules that hold for them."""

    quiz: Quiz
    rules: Rules
    attempts: list[Attempt]
    enrolment_id: int | None

    @property
    def open(self) -> Attempt | None:
        """The attempt to continue; one of a withdrawn enrolment is none."""
        own = (attempt for attempt in self.attempts if attempt.enrolment_id == self.enrolment_id)
        return next((attempt for attempt in own if attempt.is_open), None)

    @property
    def submitted(self) -> list[Attempt]:
        """Those that have ended, with a result, or waiting for one, or without."""
        return [attempt for attempt in self.attempts if not attempt.is_open]

    @property
    def passed(self) -> bool:
        """Whether any of them passed."""
        return any(attempt.passed for attempt in self.attempts)

    @property
    def counted(self) -> Any:
        """The percent that counts; None before the first result."""
        percents = [
            attempt.score * 100 / attempt.max_score if attempt.max_score else attempt.percent
            for attempt in self.submitted
            if attempt.percent is not None
        ]
        return counted_percent(self.quiz.counting, percents)

    @property
    def left(self) -> int | None:
        """How many attempts are left; None where there is no limit."""
        allowed = self.rules.attempts_allowed
        return max(allowed - len(self.attempts), 0) if allowed else None


def starting_point(request: HttpRequest, page: QuizPage) -> dict[str, Any]:
    """Return what the start page shows; for a preview, what an invented learner sees."""
    is_preview = getattr(request, "is_preview", False)
    reading = read(request, page)
    enrolment = None if is_preview else reading.enrolment
    now = timezone.now()
    quiz = quiz_with_exceptions(page.quiz_id, enrolment)
    closed = _attempts(request, quiz, enrolment, now)
    rules = rules_for(quiz, quiz)
    tries = Tries(quiz, rules, closed, NO_ROW if enrolment is None else enrolment.pk)
    refusal: StartRefusal | None = None
    if not is_preview:
        refusal = start_refusal(rules, enrolment, closed, now)
    return step_context(reading) | {
        "is_preview": is_preview,
        "quiz": quiz,
        "rules": rules,
        "question_count": _question_count(quiz),
        "asks_in_finnish": _asks_in_finnish(quiz, page),
        "tries": tries,
        "ended": [(attempt, grade_of(attempt)) for attempt in tries.submitted],
        "continue_at": first_unanswered(tries.open) if tries.open and not is_preview else None,
        "refusal": refusal,
        "marks_shown": allowed(quiz.review, _moment(rules, now)).marks,
        "refusal_words": refusal_in_words(
            refusal, refused_until(refusal, rules, enrolment, closed)
        ),
        "ends_at": deadline(now, rules.minutes, rules.closes_at),
    }


def _attempts(
    request: HttpRequest, quiz: Quiz, enrolment: Enrolment | None, now: datetime.datetime
) -> list[Attempt]:
    """The learner's own, those overdue closed; in a preview those of an invented learner."""
    if enrolment is None:
        return sample_attempts(sample_asked(request), quiz, now)
    counted = Attempt.objects.counted_for(enrolment, quiz)
    return [close_overdue(found, now=now) for found in attempts_with_exceptions(counted)]


def _moment(rules: Rules, now: datetime.datetime) -> str:
    """When earlier results are read: two minutes after the last of them make no difference."""
    return "closed" if rules.closes_at and now >= rules.closes_at else "later"


def _question_count(quiz: Quiz) -> int:
    """How many questions an attempt asks; texts between them ask nothing."""
    slots = quiz.slots.select_related("question")
    return sum(
        slot.question_count
        for slot in slots
        if not (slot.question and slot.question.kind == DESCRIPTION)
    )


def _asks_in_finnish(quiz: Quiz, page: QuizPage) -> bool:
    """
    Whether a translated quiz may ask a question that is only there in Finnish; one query.

    A page that is Finnish itself says so already.
    """
    language = get_language() or SOURCE_LANGUAGE
    if language == SOURCE_LANGUAGE or language_of(page) != language:
        return False
    translations = Question.objects.filter(
        live=True, locale__language_code=language, translation_key=OuterRef("translation_key")
    )
    asked = Q(slots__quiz=quiz) | Q(bank__slots__quiz=quiz, bank__slots__question__isnull=True)
    return Question.objects.drawable().filter(asked).filter(~Exists(translations)).exists()
