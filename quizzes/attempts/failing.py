"""Who fails a quiz again and again, and who waits for a result: told to those who follow a run."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from courses.following.standstill import FAILED_TRIES
from courses.following.tries import Tries, Trying
from quizzes.attempts.exceptions import attempts_with_exceptions, rules_for
from quizzes.attempts.models import Attempt, AttemptQuerySet


def tries_on(run_ids: Collection[int]) -> Tries:
    """
    Return how quizzes go for those who study on these runs; one query.

    An answer that waits for grading goes before failures: nobody knows yet.
    """
    told = Attempt.objects.filter(
        enrolment__run__in=run_ids,
        enrolment__withdrawn_at__isnull=True,
        enrolment__completed_at__isnull=True,
    ).exclude(passed=True)
    waiting_or_failed = told.filter(state__in=[Attempt.State.GRADED, Attempt.State.NEEDS_GRADING])
    by_place: dict[tuple[int, int], list[Any]] = defaultdict(list)
    for attempt in attempts_with_exceptions(waiting_or_failed.select_related("quiz")):
        by_place[attempt.enrolment_id, attempt.step_id].append(attempt)
    found = {place: _trying(attempts) for place, attempts in by_place.items()}
    return {place: trying for place, trying in found.items() if trying}


def _trying(attempts: list[Any]) -> Trying | None:
    if any(attempt.state == Attempt.State.NEEDS_GRADING for attempt in attempts):
        return Trying.WAITS
    allowed = rules_for(attempts[0], attempts[0].quiz).attempts_allowed
    used_up = bool(allowed) and len(attempts) >= allowed
    return Trying.FAILS if used_up or len(attempts) >= FAILED_TRIES else None


def waiting_on(run_ids: Collection[int]) -> AttemptQuerySet:
    """Return the attempts on these runs that wait for a person to grade them."""
    return Attempt.objects.filter(
        enrolment__run__in=run_ids, state=Attempt.State.NEEDS_GRADING, submitted_at__isnull=False
    )
