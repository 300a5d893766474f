"""
What learners do in the blocks of lessons: kept for them, in the words that they met.

Every write locks the learner's enrolments first, so that two tabs come one after the other. What
is kept never leads to progress, and no member of staff sees it.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.identity_code import without_codes
from courses.enrolling.models import Enrolment
from courses.lessons.intervals import Interval, percent, union
from courses.lessons.models import BlockDeed
from courses.lessons.places import Place, version_of
from courses.progress.recording import locked
from home.blocks.cases import walked
from home.blocks.checklists import scored
from home.blocks.reflections import LONGEST_TEXT

Data = dict[str, Any]
LONGEST_HEADING = BlockDeed._meta.get_field("heading").max_length or 0


class NotOpenError(Exception):
    """Nothing is taken now; the message says why. Nothing was changed."""


class TooLongError(Exception):
    """The text is longer than any note may be. Nothing was changed."""


class SavedMeanwhileError(Exception):
    """Another tab or device has saved since; `deed` is what is kept. Nothing was changed."""

    def __init__(self, deed: BlockDeed | None) -> None:
        super().__init__(version_of(deed))
        self.deed = deed


def keep_marks(*, place: Place, marks: Mapping[str, int]) -> BlockDeed | None:
    """Keep the marks of a checklist, given by criterion, in place of the earlier ones."""
    score = scored(place.block.value, marks)
    rows = [
        {
            "key": row.key,
            "group": group.heading,
            "criterion": row.text,
            "points": row.points,
            "words": next(level.words for level in row.levels if level.is_chosen),
        }
        for group in score.groups
        for row in group.rows
        if row.points is not None
    ]
    most = score.whole.most
    data = {"marks": rows, "points": score.whole.points, "most": most, "meaning": score.meaning}
    return _keep(place, lambda _kept: data if rows else None, place.block.value["heading"])


def keep_path(*, place: Place, chosen: Sequence[str]) -> BlockDeed | None:
    """Keep the way through a client's case, given by its choices; no choice, nothing kept."""
    walk = walked(place.block.value, chosen)
    path = [
        {
            "situation": step.situation["heading"],
            "choice": step.choice_id,
            "words": step.choice["text"],
        }
        for step in walk.steps
    ]
    end = walk.situation["heading"] if walk.situation and walk.is_ended else ""
    points = [
        {"criterion": row.criterion, "points": row.points, "most": row.most} for row in walk.points
    ]
    data = {"path": path, "end": end, "points": points if end else []}
    return _keep(place, lambda _kept: data if path else None, place.block.value["heading"])


def keep_reflection(*, place: Place, text: str, based_on: int) -> BlockDeed | None:
    """
    Keep a reader's own words, without any identity code; no words, nothing kept.

    Raises TooLongError, SavedMeanwhileError where a newer text is there, or NotOpenError.
    """
    is_too_long = len(text) > LONGEST_TEXT
    text = text if is_too_long else without_codes(text)

    def change(kept: BlockDeed | None) -> Data | None:
        # Here, where the step is known to be open: the page that says so shows the lesson.
        if is_too_long:
            raise TooLongError
        if kept is not None and kept.data["text"] != text and version_of(kept) != based_on:
            raise SavedMeanwhileError(kept)
        return {"text": text} if text.strip() else None

    return _keep(place, change, place.block.value["question"])


def keep_watched(*, place: Place, intervals: Sequence[Interval], length: int) -> BlockDeed | None:
    """Add what was watched of a video to what was watched before; nothing is lost by it."""

    def change(kept: BlockDeed | None) -> Data | None:
        before: Data = kept.data if kept else {"intervals": [], "read": False}
        earlier = [(start, end) for start, end in before["intervals"]]
        found = union([*earlier, *intervals], length=length)
        if not found and kept is None:
            return None
        return {
            "intervals": [list(one) for one in found],
            "length": length,
            "percent": percent(found, length),
            "read": before["read"],
        }

    return _keep(place, change, place.block.value["title"])


def mark_watched(*, place: Place, whole: bool) -> BlockDeed | None:
    """Keep the learner's own word that they know all of a video, or take all of it away."""

    def change(kept: BlockDeed | None) -> Data | None:
        before = kept.data if kept else {"intervals": [], "length": 0, "percent": 0}
        return before | {"read": True} if whole else None

    return _keep(place, change, place.block.value["title"])


@transaction.atomic
def _keep(
    place: Place, change: Callable[[BlockDeed | None], Data | None], heading: str
) -> BlockDeed | None:
    """
    Put what `change` makes of the deed that is there; None takes it away.

    What is kept already is not written again. Raises NotOpenError.
    """
    enrolment = _locked(place)
    if words := place.closed:
        raise NotOpenError(words)
    deed = place.deed
    data = change(deed)
    if data is None:
        if deed is not None:
            deed.delete()
        return None
    if deed is not None and deed.data == data:
        return deed
    now = timezone.now()
    deed = deed or BlockDeed(
        learner_id=enrolment.learner_id,
        step=place.step,
        block_id=place.block.id,
        kind=place.block.block.deed,
        created_at=now,
    )
    deed.data, deed.heading, deed.updated_at = data, heading[:LONGEST_HEADING], now
    deed.save()
    return deed


def _locked(place: Place) -> Enrolment:
    """
    Lock every enrolment of the learner on the course, and return the place's.

    A deed is the learner's, not the enrolment's: two runs of a course have it in common.
    """
    enrolments = Enrolment.objects.select_for_update(of=("self",)).order_by("pk")
    list(enrolments.filter(learner=place.enrolment.learner_id, run__course=place.step.course_id))
    return locked(place.enrolment)
