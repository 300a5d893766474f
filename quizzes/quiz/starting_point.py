"""What a quiz page says before an attempt: rules, time, attempts so far, the one next step."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from courses.pages.reading import read
from courses.pages.views import step_context
from quizzes.attempts.models import Attempt
from quizzes.attempts.pages import first_unanswered
from quizzes.attempts.refusals import StartRefusal
from quizzes.attempts.starting import start_refusal
from quizzes.attempts.submitting import close_overdue
from quizzes.attempts.timing import deadline
from quizzes.grading.totals import counted_percent
from quizzes.quiz.models import Quiz, QuizPage


@dataclass(frozen=True)
class Tries:
    """A learner's attempts at a quiz, in order."""

    quiz: Quiz
    attempts: list[Attempt]
    enrolment_id: int | None

    @property
    def open(self) -> Attempt | None:
        """The attempt to continue; one of a withdrawn enrolment is none."""
        own = (attempt for attempt in self.attempts if attempt.enrolment_id == self.enrolment_id)
        return next((attempt for attempt in own if attempt.is_open), None)

    @property
    def submitted(self) -> list[Attempt]:
        """Those with a result."""
        return [attempt for attempt in self.attempts if not attempt.is_open]

    @property
    def passed(self) -> bool:
        """Whether any of them passed."""
        return any(attempt.passed for attempt in self.attempts)

    @property
    def counted(self) -> Any:
        """The percent that counts; None before the first result."""
        percents = [attempt.percent for attempt in self.submitted if attempt.percent is not None]
        return counted_percent(self.quiz.counting, percents)

    @property
    def left(self) -> int | None:
        """How many attempts are left; None where there is no limit."""
        allowed = self.quiz.attempts_allowed
        return max(allowed - len(self.attempts), 0) if allowed else None


def starting_point(request: HttpRequest, page: QuizPage) -> dict[str, Any]:
    """Return what the start page shows; for a preview, what a learner sees at the first visit."""
    is_preview = getattr(request, "is_preview", False)
    reading = read(request, page)
    enrolment = None if is_preview else reading.enrolment
    now = timezone.now()
    quiz = page.quiz
    attempts = list(Attempt.objects.counted_for(enrolment, quiz) if enrolment else [])
    closed = [close_overdue(attempt, now=now) for attempt in attempts]
    tries = Tries(quiz, closed, enrolment.pk if enrolment else None)
    refusal: StartRefusal | None = None
    if not is_preview:
        refusal = start_refusal(quiz, enrolment, len(attempts), now)
    return step_context(reading) | {
        "is_preview": is_preview,
        "quiz": quiz,
        "question_count": sum(slot.question_count for slot in quiz.slots.all()),
        "tries": tries,
        "continue_at": first_unanswered(tries.open) if tries.open else None,
        "refusal": refusal,
        "ends_at": deadline(now, quiz.time_limit_minutes, quiz.closes_at),
    }
