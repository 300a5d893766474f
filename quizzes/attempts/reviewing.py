"""
What a learner sees of an attempt, and when: fields by moments, as the quiz says.

`Quiz.review` holds {moment: [field, …]} and {"wait": bool}; empty means `DEFAULT`.
"""

import datetime
from dataclasses import fields, replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from quizzes.attempts.exceptions import rules_for
from quizzes.attempts.models import Attempt
from quizzes.attempts.rules import Rules
from quizzes.attempts.seen import NOTHING, Seen
from quizzes.attempts.starting import start_refusal

# How long "right after submitting" lasts.
AT_ONCE = datetime.timedelta(minutes=2)

MOMENTS = {
    "during": _("During the attempt"),
    "immediately": _("Right after submitting (2 minutes)"),
    "later": _("Later, while the quiz is open"),
    "closed": _("After the quiz has closed"),
}
FIELDS = {
    "attempt": _("The questions with the answers given"),
    "correctness": _("Whether an answer was right"),
    "marks": _("Points"),
    "answer_feedback": _("Feedback on the answer"),
    "general_feedback": _("General feedback"),
    "right_answer": _("The right answer"),
    "overall_feedback": _("Feedback on the whole result"),
}
WAIT = "wait"
DEFAULT: dict[str, Any] = {
    "during": [name for name in FIELDS if name not in ("attempt", "overall_feedback")],
    "immediately": list(FIELDS),
    "later": list(FIELDS),
    "closed": list(FIELDS),
    WAIT: True,
}


def moment_of(attempt: Attempt, closes_at: datetime.datetime | None, now: datetime.datetime) -> str:
    """Return which of the moments it is for an attempt; `closes_at` is the learner's own."""
    if attempt.is_open:
        return "during"
    if attempt.submitted_at and now <= attempt.submitted_at + AT_ONCE:
        return "immediately"
    return "closed" if closes_at and now >= closes_at else "later"


def allowed(review: dict[str, Any], moment: str) -> Seen:
    """Return what a quiz shows at a moment, whoever asks."""
    names = set((review or DEFAULT).get(moment, ()))
    return Seen(**{field.name: field.name in names for field in fields(Seen)})


def seen(attempt: Attempt, now: datetime.datetime) -> Seen:
    """
    Return what the learner of an attempt sees now; it came with its quiz and exceptions.

    Right answers and their reasons wait, where the quiz says so, until knowing them decides
    nothing any more: attempts are not limited, the quiz is passed, or no further attempt can
    start. Otherwise the first of three attempts would buy the key to the others. Who may check
    a question during the attempt hears at once what was said on their own answer. One query,
    and none where attempts are not limited.
    """
    if attempt.state == Attempt.State.ABANDONED:
        return NOTHING
    rules = rules_for(attempt, attempt.quiz)
    moment = moment_of(attempt, rules.closes_at, now)
    shown = allowed(attempt.quiz.review, moment)
    if not (attempt.quiz.review or DEFAULT).get(WAIT, True) or answers_open(attempt, rules, now):
        return shown
    if moment == "during":
        return replace(shown, right_answer=False)
    return replace(shown, right_answer=False, answer_feedback=False, general_feedback=False)


def answers_open(attempt: Attempt, rules: Rules, now: datetime.datetime) -> bool:
    """Whether knowing the right answers decides nothing any more."""
    if not rules.attempts_allowed:
        return True
    tries = Attempt.objects.counted_for(attempt.enrolment, attempt.quiz)
    counted = list(tries.select_related("enrolment__run"))
    if any(other.passed for other in counted):
        return True
    if any(other.is_open and other.enrolment.withdrawn_at is None for other in counted):
        return False
    refusal = start_refusal(rules, attempt.enrolment, counted, now)
    return refusal is not None and not refusal.passes
