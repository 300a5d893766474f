"""When somebody may see the right answers of an attempt."""

import datetime

from quizzes.attempts.models import Attempt
from quizzes.attempts.starting import start_refusal


def answers_open(attempt: Attempt, now: datetime.datetime) -> bool:
    """
    Return whether right answers and feedback are shown.

    They are when knowing them decides nothing any more: attempts are not limited anyway, the
    quiz is passed, or no further attempt can start. Otherwise the first of three attempts
    would buy the key to the others. One query, and none where attempts are not limited.
    """
    if not attempt.quiz.attempts_allowed:
        return True
    counted = list(Attempt.objects.counted_for(attempt.enrolment, attempt.quiz))
    if any(other.passed for other in counted):
        return True
    return start_refusal(attempt.quiz, attempt.enrolment, len(counted), now) is not None
