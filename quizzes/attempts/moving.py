"""Going on in an attempt whose questions come in order."""

from enum import Enum, auto

from django.db import transaction

from accounts.models import User
from quizzes.attempts.history import ResponseProposal
from quizzes.attempts.writing import layout_of, locked_attempt


class Move(Enum):
    """What came of going on."""

    MOVED = auto()
    # It was not the next page, or questions come in any order.
    NOTHING = auto()
    TWO_ANSWERS = auto()


@transaction.atomic
def move_on(*, learner: User, attempt_id: int, to: int) -> Move:
    """
    Go to the page of a place where that is the next one; any other move changes nothing.

    Only where questions come in order: elsewhere one is wherever one looks. There is no way
    back, so nobody leaves two answers behind without having said which of them counts.
    """
    attempt = locked_attempt(learner, attempt_id)
    if not attempt.copied.is_sequential or not attempt.is_open:
        return Move.NOTHING
    layout = layout_of(attempt)
    here = layout.page_of(attempt.reached)
    if not 1 <= to <= layout.count or layout.page_of(to) != here + 1:
        return Move.NOTHING
    waiting = ResponseProposal.objects.filter(settled_at__isnull=True, response__attempt=attempt)
    if waiting.filter(response__position__in=layout.pages[here]).exists():
        return Move.TWO_ANSWERS
    attempt.reached = layout.first_of(here + 1)
    attempt.save(update_fields=["reached"])
    return Move.MOVED
