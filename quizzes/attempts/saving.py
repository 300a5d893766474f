"""Saving one answer: one small request, acknowledged once and kept for ever."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid5

from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils import timezone

from accounts.models import User
from quizzes import content
from quizzes.attempts import timing
from quizzes.attempts.history import ResponseEvent
from quizzes.attempts.models import Attempt, Response
from quizzes.attempts.refusals import SaveRefusal, SaveRefusedError
from quizzes.grading.marks import UnfitAnswerError


@dataclass(frozen=True)
class Receipt:
    """
    What a save came to.

    `replaced_newer`: another page had saved meanwhile; this answer took its place.
    `superseded`: this request had been stored before, and a newer answer is in force since.
    `is_new`: something was stored now; false where the same answer was in force already.
    """

    response: Response
    saved_at: datetime.datetime
    is_new: bool = True
    replaced_newer: bool = False
    superseded: bool = False


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
    now: datetime.datetime | None = None,
) -> Receipt:
    """
    Store an answer; raises SaveRefusedError with the reason, and then nothing was changed.

    `key` names the request: when it comes again it is acknowledged and not stored again, and
    so is the answer that is in force already.
    `based_on` is the version that the page showed; where a newer one was stored meanwhile,
    the last arrival wins and the receipt says so. A stranger's attempt is a 404.
    """
    now = now or timezone.now()
    # Every writer of an attempt locks it first; what is read after that is the latest.
    attempt = get_object_or_404(
        Attempt.objects.of_learner(learner)
        .select_for_update(of=("self",))
        .select_related("enrolment"),
        pk=attempt_id,
    )
    response = get_object_or_404(
        Response.objects.select_related("question_version"), attempt=attempt, position=position
    )
    response.attempt = attempt
    frozen = response.question_version.content
    try:
        answer = content.read_answer(frozen, sent, language)
    except UnfitAnswerError as error:
        raise SaveRefusedError(SaveRefusal.of(error.reason), error.field) from error
    # The same page sent again with another answer, as the back button can do, is another save.
    key = uuid5(key, content.canonical({"answer": answer}))
    if earlier := ResponseEvent.objects.filter(response=response, key=key).first():
        superseded = earlier.version != response.version
        return Receipt(response, earlier.saved_at, is_new=False, superseded=superseded)
    if reason := _refusal(attempt, response, based_on, now):
        raise SaveRefusedError(reason)
    if answer == response.answer:
        return Receipt(response, response.answered_at or now, is_new=False)
    replaced_newer = based_on < response.version
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
    return Receipt(response, now, replaced_newer=replaced_newer)


def _refusal(
    attempt: Attempt, response: Response, based_on: int, now: datetime.datetime
) -> SaveRefusal | None:
    if not attempt.is_open:
        late = attempt.ended_by_time
        return SaveRefusal.TIME_IS_UP if late else SaveRefusal.SUBMITTED
    if timing.is_overdue(now, attempt.deadline_at):
        return SaveRefusal.TIME_IS_UP
    if attempt.enrolment.withdrawn_at is not None:
        return SaveRefusal.WITHDRAWN
    if not 0 <= based_on <= response.version:
        return SaveRefusal.BAD_REQUEST
    return None
