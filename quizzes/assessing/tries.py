"""
What was answered at each check of a question with several tries.

A corrected key may make an earlier try right: whoever was wrongly told to go on would have
been done with it.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from quizzes.attempts.behaviours import INTERACTIVE
from quizzes.attempts.history import GradeEvent, ResponseEvent
from quizzes.attempts.models import Response

# The answers that were checked, the first try first, by response.
Tries = Mapping[int, Sequence[Any]]


def checked_answers(responses: Iterable[Response]) -> Tries:
    """
    Return what was checked of each answer; it comes with its attempt.

    No query where nothing was tried several times, else two, whatever the number.
    """
    tried = [
        response.pk
        for response in responses
        if response.tries_used and response.attempt.copied.behaviour == INTERACTIVE
    ]
    if not tried:
        return {}
    checks = GradeEvent.objects.filter(response__in=tried, origin=GradeEvent.Origin.CHECK)
    saves = ResponseEvent.objects.filter(response__in=tried).order_by("version")
    times: dict[int, list[Any]] = defaultdict(list)
    answers: dict[int, list[Any]] = defaultdict(list)
    for key, saved_at, answer in saves.values_list("response", "saved_at", "answer"):
        times[key].append(saved_at)
        answers[key].append(answer)
    found: dict[int, list[Any]] = defaultdict(list)
    for key, checked_at in checks.order_by("pk").values_list("response", "graded_at"):
        # What was in force then: the last save before the check.
        place = bisect_right(times[key], checked_at)
        found[key].append(answers[key][place - 1] if place else None)
    return found
