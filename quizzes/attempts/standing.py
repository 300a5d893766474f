"""How an attempt stands, for a page that may have grown old."""

import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from quizzes.attempts.models import Attempt
from quizzes.attempts.pages import seconds_left
from quizzes.attempts.rows import answer_rows


def standing_of(attempt: Attempt, now: datetime.datetime) -> dict[str, Any]:
    """
    Return whether an attempt is open, how long, and the version of each answer.

    `notice` and `next` speak where it can be answered no more.
    """
    if not attempt.is_open:
        words = _("This attempt has been submitted on another page.")
        if attempt.state == Attempt.State.ABANDONED or attempt.ended_by_time:
            words = _("Time ran out on this attempt.")
        return {
            "open": False,
            "notice": words,
            "next": reverse("quizzes:result", args=[attempt.pk]),
        }
    if attempt.state == Attempt.State.OVERDUE:
        words = _("Time is up. You can still submit what is saved.")
        return {
            "open": False,
            "notice": words,
            "next": reverse("quizzes:summary", args=[attempt.pk]),
        }
    return {
        "open": True,
        "notice": "",
        "seconds_left": seconds_left(attempt, now),
        "versions": {row["position"]: row["version"] for row in answer_rows(attempt)},
    }


def _ended(words: str, page: str, attempt: Attempt) -> dict[str, Any]:
    return {"open": False, "notice": words, "next": reverse(page, args=[attempt.pk])}
