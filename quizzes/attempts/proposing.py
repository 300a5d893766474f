"""Answers that waited offline while a newer one was stored: the learner says which counts."""

from uuid import uuid5

from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils import timezone

from accounts.models import User
from quizzes.attempts.history import ResponseProposal
from quizzes.attempts.refusals import SaveRefusedError
from quizzes.attempts.saving import store
from quizzes.attempts.writing import locked_response, save_refusal


@transaction.atomic
def settle_proposal(
    *, learner: User, attempt_id: int, position: int, proposal_id: int, take: bool
) -> ResponseProposal:
    """
    Put a proposed answer in force, or leave the one that is; settling twice changes nothing.

    Taking one is a save like any other, with its row of history. Raises SaveRefusedError where
    nothing may be changed any more; a stranger's proposal is a 404.
    """
    response = locked_response(learner, attempt_id, position)
    proposal = get_object_or_404(ResponseProposal, pk=proposal_id, response=response)
    if proposal.settled_at is not None:
        return proposal
    now = timezone.now()
    if reason := save_refusal(response, now):
        raise SaveRefusedError(reason)
    if take and proposal.answer != response.answer:
        key = uuid5(proposal.key, "taken")
        store(response, proposal.answer, key=key, language=proposal.language, now=now)
    proposal.settled_at = now
    proposal.taken = take
    proposal.save(update_fields=["settled_at", "taken"])
    return proposal
