"""What a learner reads beside an answer: what its grader said, and that a question was mended."""

import datetime
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from quizzes.attempts.history import GradeEvent
from quizzes.attempts.models import Attempt


@dataclass(frozen=True)
class JudgedBy:
    """One criterion and what it gave."""

    name: str
    points: Decimal
    highest: Decimal


@dataclass(frozen=True)
class Note:
    """What people said of one answer; anything may be empty."""

    criteria: tuple[JudgedBy, ...] = ()
    comment: str = ""
    # Why a mark that stood was changed.
    reason: str = ""
    corrected_on: datetime.date | None = None
    flaw: str = ""


def is_noted() -> Exists:
    """Whether people said something of an answer, to be asked along with it."""
    return Exists(_said().filter(response=OuterRef("pk")))


def _said() -> QuerySet[GradeEvent]:
    return GradeEvent.objects.filter(
        origin__in=[GradeEvent.Origin.PERSON, GradeEvent.Origin.REGRADE]
    )


def notes_of(attempt: Attempt) -> dict[int, Note]:
    """Return what was said of each answer, by its place in the attempt; one query."""
    events = _said().filter(response__attempt=attempt).select_related("response").order_by("pk")
    notes: dict[int, Note] = {}
    for event in events:
        place = event.response.position
        notes[place] = _with(notes.get(place, Note()), event)
    return notes


def _with(note: Note, event: GradeEvent) -> Note:
    """Return a note with one event more: the last of each kind is told."""
    if event.origin == GradeEvent.Origin.REGRADE:
        day = timezone.localdate(event.graded_at)
        return Note(note.criteria, note.comment, note.reason, day, event.reason)
    criteria = tuple(
        JudgedBy(found["name"], Decimal(found["points"]), Decimal(found["highest"]))
        for found in event.criteria or ()
    )
    return Note(criteria, event.comment, event.reason, note.corrected_on, note.flaw)
