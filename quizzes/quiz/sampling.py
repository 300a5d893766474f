"""Invented attempts, for previews of a quiz: what a learner in each state would see of theirs."""

import datetime
from decimal import Decimal

from courses.pages.models import DONE, FAILED, HALF
from courses.pages.sampling import NO_ROW
from quizzes.attempts.models import Attempt
from quizzes.quiz.models import Quiz

HIGHEST = Decimal(100)


def sample_attempts(mode: str, quiz: Quiz, now: datetime.datetime) -> list[Attempt]:
    """Return one attempt: under way, just passed, or failed by a little; none before the first."""
    if mode == HALF:
        return [_attempt(quiz, now)]
    if mode not in (DONE, FAILED):
        return []
    percent = Decimal(quiz.pass_percent) if mode == DONE else Decimal(max(quiz.pass_percent - 1, 0))
    ended = _attempt(quiz, now)
    ended.state = Attempt.State.GRADED
    ended.submitted_at = ended.graded_at = now
    ended.score = ended.percent = percent
    ended.passed = mode == DONE
    return [ended]


def _attempt(quiz: Quiz, now: datetime.datetime) -> Attempt:
    grade_max = str(quiz.grade_max) if quiz.grade_max else None
    return Attempt(
        pk=NO_ROW,
        enrolment_id=NO_ROW,
        quiz=quiz,
        number=1,
        pass_percent=quiz.pass_percent,
        started_at=now,
        max_score=HIGHEST,
        rules={"grade_max": grade_max},
    )
