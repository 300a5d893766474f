"""When somebody may see the right answers of an attempt."""

import datetime

from quizzes.attempts.models import Attempt
from quizzes.attempts.starting import start_refusal


def answers_open(attempt: Attempt, counted: list[Attempt], now: datetime.datetime) -> bool:
    """
    Return whether right answers and feedback are shown.

    They are when knowing them decides nothing any more: attempts are not limited anyway, the
    quiz is passed, or no further attempt can start. Otherwise the first of three attempts
    would buy the key to the others. `counted`: the attempts that count against the limit.
    """
    if not attempt.quiz.attempts_allowed or any(other.passed for other in counted):
        return True
    return start_refusal(attempt.quiz, attempt.enrolment, len(counted), now) is not None
