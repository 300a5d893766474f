"""What every change to an answer begins with: the lock, and whether anything may be changed."""

import datetime

from django.db.models import Max
from django.shortcuts import get_object_or_404

from accounts.models import User
from quizzes.attempts.exceptions import attempts_with_exceptions
from quizzes.attempts.extending import follow
from quizzes.attempts.layout import Layout
from quizzes.attempts.models import Attempt, Response
from quizzes.attempts.refusals import SaveRefusal
from quizzes.attempts.timing import Ending


def locked_attempt(learner: User, attempt_id: int) -> Attempt:
    """
    Lock a learner's own attempt; a stranger's is a 404. Call in a transaction.

    Every writer of an attempt locks it first; what is read after that is the latest, and its
    deadline is the one that its exceptions give now.
    """
    mine = attempts_with_exceptions(Attempt.objects.of_learner(learner))
    attempt = get_object_or_404(
        mine.select_for_update(of=("self",)).select_related("enrolment"), pk=attempt_id
    )
    follow(attempt)
    return attempt


def locked_response(learner: User, attempt_id: int, position: int) -> Response:
    """Lock a learner's own attempt and return one of its answers; a 404 where there is none."""
    attempt = locked_attempt(learner, attempt_id)
    response = get_object_or_404(
        Response.objects.select_related("question_version"), attempt=attempt, position=position
    )
    response.attempt = attempt
    return response


def layout_of(attempt: Attempt) -> Layout:
    """Return the pages of an attempt; one query."""
    count = attempt.responses.aggregate(count=Max("position"))["count"] or 0
    return Layout(attempt.copied, count)


def save_refusal(response: Response, now: datetime.datetime) -> SaveRefusal | None:
    """Return why an answer may not be changed now; None when it may."""
    attempt = response.attempt
    if reason := change_refusal(attempt, now):
        return reason
    if reason := place_refusal(response):
        return reason
    return SaveRefusal.LOCKED if response.locked_at is not None else None


def place_refusal(response: Response) -> SaveRefusal | None:
    """Say where questions come in order and this one is not where the learner is."""
    attempt = response.attempt
    if not attempt.copied.is_sequential:
        return None
    layout = layout_of(attempt)
    is_here = layout.page_of(response.position) == layout.page_of(attempt.reached)
    return None if is_here else SaveRefusal.NOT_HERE


def change_refusal(attempt: Attempt, now: datetime.datetime) -> SaveRefusal | None:
    """Return why nothing of an attempt may be changed now; None when it may."""
    if not attempt.is_open:
        if attempt.state == Attempt.State.ABANDONED:
            return SaveRefusal.ABANDONED
        return SaveRefusal.TIME_IS_UP if attempt.ended_by_time else SaveRefusal.SUBMITTED
    match attempt.what_time_does(now):
        case Ending.SUBMIT:
            return SaveRefusal.TIME_IS_UP
        case Ending.OVERDUE:
            return SaveRefusal.SUBMIT_ONLY
        case Ending.ABANDON:
            return SaveRefusal.ABANDONED
    if attempt.enrolment.withdrawn_at is not None:
        return SaveRefusal.WITHDRAWN
    return None
