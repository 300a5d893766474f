"""Going on in an attempt whose questions come in order."""

from django.db import transaction

from accounts.models import User
from quizzes.attempts.models import Attempt
from quizzes.attempts.writing import layout_of, locked_attempt


@transaction.atomic
def move_on(*, learner: User, attempt_id: int, to: int) -> Attempt:
    """
    Go to the page of a place where that is the next one; any other move changes nothing.

    Only where questions come in order: elsewhere one is wherever one looks.
    """
    attempt = locked_attempt(learner, attempt_id)
    if not attempt.copied.is_sequential or not attempt.is_open:
        return attempt
    layout = layout_of(attempt)
    if not 1 <= to <= layout.count:
        return attempt
    page = layout.page_of(to)
    if page == layout.page_of(attempt.reached) + 1:
        attempt.reached = layout.first_of(page)
        attempt.save(update_fields=["reached"])
    return attempt
