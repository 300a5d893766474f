"""
How a question behaves in an attempt: graded at the end, checked once, or tried several times.

Immediate: one check, then the answer is locked. Interactive: as many tries as there are hints,
and one more; each try after the first costs the question's penalty. Submitting is a try too.
"""

from dataclasses import replace
from decimal import Decimal

from quizzes import content
from quizzes.attempts.models import Attempt, Response
from quizzes.grading.marks import NONE, Mark, State, after_tries
from quizzes.grading.totals import mark_of

DEFERRED, IMMEDIATE, INTERACTIVE = "deferred", "immediate", "interactive"


def can_be_checked(response: Response, behaviour: str) -> bool:
    """Whether a question asks for checks and may still be checked."""
    kind = response.question_version.content["kind"]
    # What a person grades cannot be checked, and a text asks nothing.
    by_itself = kind not in ("essay", "description")
    return behaviour != DEFERRED and by_itself and response.locked_at is None


def tries_allowed(response: Response, behaviour: str) -> int:
    """Return how often a question may be checked."""
    if behaviour != INTERACTIVE:
        return 1
    frozen = response.question_version.content
    return len(content.hints(frozen, frozen["source"])) + 1


def plain_mark(response: Response, attempt: Attempt) -> Mark:
    """Grade the answer in force as it is, whatever the tries before."""
    frozen = response.question_version.content
    return content.grade(frozen, response.answer, response.language or attempt.language)


def after_penalty(mark: Mark, response: Response, tries: int) -> Mark:
    """Return a mark as it counts after so many tries, this one included."""
    penalty = content.penalty(response.question_version.content)
    # Several tries give no minus points: whoever guesses pays with the tries.
    fraction = max(after_tries(mark.fraction, tries, penalty), NONE)
    return replace(mark, fraction=fraction)


def judge(response: Response, mark: Mark) -> None:
    """Put a mark on a response; not saved. The state is that of the answer, not of the tries."""
    if mark.state == State.NEEDS_GRADING:
        response.fraction = response.mark = None
    else:
        response.fraction = mark.fraction
        response.mark = mark_of(mark.fraction, Decimal(response.points))
    response.state = Response.State(mark.state.value)


def judged_at_the_end(response: Response, attempt: Attempt) -> None:
    """Grade a response as its attempt is submitted; what was checked for good stays."""
    if response.locked_at is not None:
        return
    mark = plain_mark(response, attempt)
    if attempt.copied.behaviour == INTERACTIVE and mark.state != State.NEEDS_GRADING:
        mark = after_penalty(mark, response, response.tries_used + 1)
    judge(response, mark)
