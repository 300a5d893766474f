"""A person's mark for an answer: written once, never over somebody else's unseen."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils import timezone

from accounts.models import User
from courses.enrolling.models import Enrolment
from home import outbox
from quizzes.assessing.points import judged
from quizzes.assessing.queue import answers_graded_by
from quizzes.attempts.history import GradeEvent
from quizzes.attempts.models import Attempt, Response
from quizzes.attempts.settling import settle

# The effect that tells the learner.
TELL_GRADED = "quizzes.graded"


class MarkedMeanwhileError(Exception):
    """Somebody gave a mark after the page was opened; `event` is theirs. Nothing was changed."""

    def __init__(self, event: GradeEvent | None) -> None:
        super().__init__(str(event))
        self.event = event


class ReasonMissingError(Exception):
    """A mark that stands is changed with a reason only. Nothing was changed."""


@dataclass(frozen=True)
class Given:
    """What a grader gives: a mark, how it came about, and words to the learner."""

    mark: Decimal
    # [{"id", "name", "points", "highest"}], in the question's order; None: one mark.
    criteria: list[dict[str, str]] | None = None
    comment: str = ""

    def says_the_same_as(self, event: GradeEvent) -> bool:
        """Whether an event has this already."""
        return (self.mark, self.criteria, self.comment) == (
            event.mark,
            event.criteria,
            event.comment,
        )


@transaction.atomic
def give_mark(
    *, grader: User, response_id: int, given: Given, based_on: int, reason: str = ""
) -> GradeEvent:
    """
    Give an answer its mark; an answer out of the grader's reach is a 404.

    `based_on` is the last event that the page showed (0: none). Where there is a newer one,
    raises MarkedMeanwhileError; the same mark sent twice is given once. Changing a mark that
    stands needs a reason, else ReasonMissingError. With the last mark the attempt has its
    result, and perhaps the course is completed, in the same transaction.
    """
    found = get_object_or_404(answers_graded_by(grader).select_related("attempt"), pk=response_id)
    # The enrolment before the attempt, as everywhere.
    Enrolment.objects.select_for_update().get(pk=found.attempt.enrolment_id)
    attempt = (
        Attempt.objects.select_for_update(of=("self",))
        .select_related("step")
        .get(pk=found.attempt_id)
    )
    response = Response.objects.get(pk=found.pk)
    last = last_event(response)
    if last and last.graded_by_id == grader.pk and given.says_the_same_as(last):
        return last
    if (last.pk if last else 0) != based_on:
        raise MarkedMeanwhileError(last)
    if last and not reason:
        raise ReasonMissingError
    event = _record(response, grader, given, reason)
    was_graded = attempt.state == Attempt.State.GRADED
    settled = settle(attempt)
    if settled.state == Attempt.State.GRADED:
        outbox.send(
            effect=TELL_GRADED,
            key=f"{TELL_GRADED}:{attempt.pk}:{event.pk if was_graded else 'first'}",
            payload={"attempt": attempt.pk, "changed": was_graded, "about": event.pk},
        )
    return event


def _record(response: Response, grader: User, given: Given, reason: str) -> GradeEvent:
    verdict = judged(given.mark, response.points)
    response.mark = given.mark
    response.fraction = verdict.fraction
    response.state = Response.State(verdict.state.value)
    response.save(update_fields=["mark", "fraction", "state"])
    return GradeEvent.objects.create(
        response=response,
        origin=GradeEvent.Origin.PERSON,
        fraction=verdict.fraction,
        mark=given.mark,
        state=response.state,
        graded_by=grader,
        criteria=given.criteria,
        comment=given.comment,
        reason=reason,
        graded_at=timezone.now(),
    )


def last_event(response: Response) -> Any:
    """Return the mark in force with who gave it; None where none was given."""
    return response.grade_events.select_related("graded_by").order_by("-pk").first()
