"""Saving one answer: one small request, acknowledged once and kept for ever."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from quizzes import content
from quizzes.attempts.history import ResponseEvent, ResponseProposal
from quizzes.attempts.models import Response
from quizzes.attempts.refusals import SaveRefusal, SaveRefusedError
from quizzes.attempts.writing import locked_response, save_refusal
from quizzes.grading.marks import UnfitAnswerError


@dataclass(frozen=True)
class Receipt:
    """
    What a save came to.

    `replaced_newer`: another page had saved meanwhile; this answer took its place.
    `superseded`: this request had been stored before, and a newer answer is in force since.
    `is_new`: something was stored now; false where the same answer was in force already.
    `proposal`: it waited offline and a newer answer is in force; kept for the learner to settle.
    """

    response: Response
    saved_at: datetime.datetime
    is_new: bool = True
    replaced_newer: bool = False
    superseded: bool = False
    proposal: ResponseProposal | None = None


@transaction.atomic
def save_answer(
    *,
    learner: User,
    attempt_id: int,
    position: int,
    sent: Mapping[str, Sequence[str]],
    key: UUID,
    based_on: int,
    language: str,
    queued: bool = False,
    now: datetime.datetime | None = None,
) -> Receipt:
    """
    Store an answer; raises SaveRefusedError with the reason, and then nothing was changed.

    `key` names the request: when it comes again it is acknowledged and not stored again, and
    so is the answer that is in force already.
    `based_on` is the version that the page showed; where a newer one was stored meanwhile,
    the last arrival wins and the receipt says so. What comes from the offline queue (`queued`)
    is no last arrival: it is kept as a proposal. A checked question that comes along as it is
    changes nothing and is acknowledged. A stranger's attempt is a 404.
    """
    now = now or timezone.now()
    response = locked_response(learner, attempt_id, position)
    refusal = save_refusal(response, now)
    try:
        answer = _read(response, sent, language)
    except SaveRefusedError:
        if refusal:
            # Where nothing may be changed, what is wrong with it is no news.
            raise SaveRefusedError(refusal) from None
        raise
    # The same page sent again with another answer, as the back button can do, is another save.
    key = uuid5(key, content.canonical({"answer": answer}))
    if earlier := ResponseEvent.objects.filter(response=response, key=key).first():
        superseded = earlier.version != response.version
        return Receipt(response, earlier.saved_at, is_new=False, superseded=superseded)
    if refusal == SaveRefusal.LOCKED and answer == response.answer:
        return Receipt(response, response.answered_at or now, is_new=False)
    if refusal:
        raise SaveRefusedError(refusal)
    if not 0 <= based_on <= response.version:
        raise SaveRefusedError(SaveRefusal.BAD_REQUEST)
    if answer == response.answer:
        return Receipt(response, response.answered_at or now, is_new=False)
    if queued and based_on < response.version:
        proposal = _propose(response, key, based_on, answer, language, now)
        return Receipt(response, proposal.arrived_at, is_new=False, proposal=proposal)
    replaced_newer = based_on < response.version
    store(response, answer, key=key, language=language, now=now)
    return Receipt(response, now, replaced_newer=replaced_newer)


def _read(response: Response, sent: Mapping[str, Sequence[str]], language: str) -> Any:
    try:
        return content.read_answer(response.question_version.content, sent, language)
    except UnfitAnswerError as error:
        raise SaveRefusedError(SaveRefusal.of(error.reason), field=error.field) from error


def _propose(
    response: Response,
    key: UUID,
    based_on: int,
    answer: Any,
    language: str,
    now: datetime.datetime,
) -> ResponseProposal:
    proposal, _made = ResponseProposal.objects.get_or_create(
        response=response,
        key=key,
        defaults={
            "based_on": based_on,
            "answer": answer,
            "language": language,
            "arrived_at": now,
        },
    )
    return proposal


def store(
    response: Response, answer: Any, *, key: UUID, language: str, now: datetime.datetime
) -> None:
    """Put an answer in force, with its row of history; call with the attempt locked."""
    response.answer = answer
    response.version += 1
    response.language = language
    response.answered_at = now if answer else None
    response.state = Response.State.ANSWERED if answer else Response.State.UNANSWERED
    response.save(update_fields=["answer", "version", "language", "answered_at", "state"])
    ResponseEvent.objects.create(
        response=response,
        key=key,
        version=response.version,
        answer=answer,
        language=language,
        saved_at=now,
    )
