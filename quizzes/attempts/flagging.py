"""A learner's own sign on a question: come back to this."""

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from quizzes.attempts.models import Response
from quizzes.attempts.refusals import SaveRefusedError
from quizzes.attempts.writing import change_refusal, locked_response, place_refusal


@transaction.atomic
def flag_question(*, learner: User, attempt_id: int, position: int, flagged: bool) -> Response:
    """
    Put the sign on a question or take it off.

    Raises SaveRefusedError once time is up, and where questions come in order for one that is
    not on the page.
    """
    response = locked_response(learner, attempt_id, position)
    reason = change_refusal(response.attempt, timezone.now()) or place_refusal(response)
    if reason:
        raise SaveRefusedError(reason)
    response.flagged = flagged
    response.save(update_fields=["flagged"])
    return response
