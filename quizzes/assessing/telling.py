"""What a learner reads beside an answer: what its grader said, and that a question was mended."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from quizzes import content
from quizzes.assessing.models import Regrade
from quizzes.assessing.treating import Treatment
from quizzes.attempts.history import GradeEvent
from quizzes.attempts.models import Attempt, Response
from quizzes.attempts.showing import answer_in_words


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
    # The key that it was asked with holds no more; on that day the mark changed, if it did.
    is_corrected: bool = False
    corrected_on: datetime.date | None = None
    flaw: str = ""
    # What would have been right by the corrected question, in words.
    now_right: str = ""


def is_noted() -> Exists:
    """Whether people said something of an answer or its question, to be asked along with it."""
    corrected = Regrade.objects.filter(question_key=OuterRef("question_version__question_key"))
    return Exists(_said().filter(response=OuterRef("pk"))) | Exists(corrected)


def _said() -> QuerySet[GradeEvent]:
    return GradeEvent.objects.filter(
        origin__in=[GradeEvent.Origin.PERSON, GradeEvent.Origin.REGRADE]
    )


def notes_of(attempt: Attempt) -> dict[int, Note]:
    """Return what was said of each answer, by its place in the attempt; three queries at most."""
    events = _said().filter(response__attempt=attempt).select_related("response").order_by("pk")
    notes: dict[int, Note] = {}
    for regrade, response in _corrections(attempt):
        right = _right_by(regrade, response)
        note = Note(is_corrected=True, flaw=regrade.reason, now_right=right)
        notes[response.position] = note
    for event in events:
        place = event.response.position
        notes[place] = _with(notes.get(place, Note()), event)
    return notes


def _corrections(attempt: Attempt) -> Iterator[tuple[Regrade, Response]]:
    """Yield what was decided of the questions of an attempt, the last decision last."""
    keys = attempt.responses.values("question_version__question_key")
    regrades = list(
        Regrade.objects.filter(question_key__in=keys).select_related("version").order_by("pk")
    )
    if not regrades:
        return
    asked = {str(response.question_version_id): response for response in attempt.responses.all()}
    for regrade in regrades:
        for version in Treatment.of(regrade.treatment).versions:
            if response := asked.get(version):
                yield regrade, response


def _with(note: Note, event: GradeEvent) -> Note:
    """Return a note with one event more: the last of each kind is told."""
    if event.origin == GradeEvent.Origin.REGRADE:
        day = timezone.localdate(event.graded_at)
        return replace(note, corrected_on=day, flaw=event.reason)
    criteria = tuple(
        JudgedBy(found["name"], Decimal(found["points"]), Decimal(found["highest"]))
        for found in event.criteria or ()
    )
    return replace(note, criteria=criteria, comment=event.comment, reason=event.reason)


def _right_by(regrade: Regrade, response: Response) -> str:
    """Say what is right by a corrected question, in the language of the answer."""
    if regrade.version is None:
        return ""
    frozen = regrade.version.content
    language = response.language or frozen["source"]
    return answer_in_words(frozen, content.right_answer(frozen, language), language)
