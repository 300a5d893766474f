"""
Writing and handing in: a draft is saved as often as one likes, handed in once a round.

Every write locks the enrolment first, so that two tabs come one after the other. A save says
which version it was written on; where a newer one is there, nothing is overwritten.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.activities import files
from courses.activities.parts import settle_webinar
from courses.activities.submissions import Submission, SubmissionFile
from courses.activities.terms import Wanted
from courses.activities.works import Work, lacking, work_of
from courses.catalogue.models import CourseStep
from courses.enrolling.models import Enrolment
from courses.progress.completing import step_closed_because
from home.handed_in import FileProblemError

State = Submission.State
LONGEST_TEXT = 200_000


class SavedMeanwhileError(Exception):
    """Another tab or device has saved since; `work` holds what is kept. Nothing was changed."""

    def __init__(self, work: Work) -> None:
        super().__init__(work.version)
        self.work = work


class NotOpenError(Exception):
    """Nothing is taken now: `work` says why, or what was handed in. Nothing was changed."""

    def __init__(self, work: Work) -> None:
        super().__init__(work.closed)
        self.work = work


class LackingError(Exception):
    """Something is missing, so it was not handed in; `words` says what."""

    def __init__(self, words: list[str]) -> None:
        super().__init__("; ".join(words))
        self.words = words


class TooLongError(Exception):
    """The text is longer than any text may be. Nothing was changed."""


@dataclass(frozen=True)
class Place:
    """Where a learner writes: the part of a step of their enrolment."""

    enrolment: Enrolment
    step: CourseStep
    part: str
    wanted: Wanted

    def work(self) -> Work:
        """Gather the rounds as they are now."""
        return work_of(self.enrolment, self.step, self.part, self.wanted)

    def locked(self) -> "Place":
        """The same place with the enrolment locked and read anew; call in a transaction."""
        enrolment = (
            Enrolment.objects.select_for_update(of=("self",))
            .select_related("run__course", "learner")
            .get(pk=self.enrolment.pk)
        )
        return Place(enrolment, self.step, self.part, self.wanted)


def as_typed(text: str) -> str:
    """
    Return a text as it was typed: browsers send a new line as two signs, no table takes NUL.

    >>> as_typed("a\\r\\nb\\x00 ")
    'a\\nb '
    """
    return text.replace("\r\n", "\n").replace("\x00", "")


def save_draft(
    *,
    place: Place,
    text: str,
    based_on: int,
    language: str,
    uploads: Sequence[Any] = (),
    leave_out: UUID | None = None,
) -> Work:
    """
    Save the text as it is, add files, take one out; return how things stand after it.

    A sent text that is kept already is no new version. Raises SavedMeanwhileError,
    NotOpenError, TooLongError, or FileProblemError; then nothing was changed.
    """
    if len(text) > LONGEST_TEXT:
        raise TooLongError
    incoming = files.looked_at(uploads, place.wanted)
    with files.bytes_of(incoming) as rows, transaction.atomic():
        place = place.locked()
        work = place.work()
        _check_open(work)
        if based_on != work.version and text != work.text:
            raise SavedMeanwhileError(work)
        same = _same(place, leave_out)
        draft = work.draft or _begin(work, language)
        changed = draft.text != text or draft.version == 0
        changed |= bool(files.put(draft, rows, place.wanted, place.enrolment.learner))
        changed |= bool(same and files.take_out(draft, same))
        if changed:
            draft.text, draft.language = text, language
            draft.version += 1
            draft.saved_at = timezone.now()
            draft.save(update_fields=["text", "language", "version", "saved_at"])
    return place.work()


def _check_open(work: Work) -> None:
    """Raise NotOpenError where it is not the learner's turn, or the step is closed to them."""
    if work.can_write and step_closed_because(work.enrolment, work.step):
        work = replace(work, closed=_("This step is not open yet. Nothing was changed."))
    if not work.can_write:
        raise NotOpenError(work)


def _begin(work: Work, language: str) -> Submission:
    """Begin a round: the first one empty, a later one with what was sent back."""
    now = timezone.now()
    draft = Submission.objects.create(
        enrolment=work.enrolment,
        step=work.step,
        part=work.part,
        number=work.next_number,
        text=work.text,
        language=language,
        created_at=now,
        saved_at=now,
    )
    if work.base:
        files.carry(work.base, draft)
    return draft


def _same(place: Place, file_id: UUID | None) -> tuple[str, str] | None:
    """What a file of this place is known by; one of an earlier round names its copy too."""
    if file_id is None:
        return None
    mine = SubmissionFile.objects.filter(
        submission__enrolment=place.enrolment,
        submission__step=place.step,
        submission__part=place.part,
    )
    return mine.filter(pk=file_id).values_list("sha256", "name").first()


@transaction.atomic
def hand_in(*, place: Place, based_on: int) -> Work:
    """
    Hand in what is saved; what nobody assesses counts at once.

    Sent twice it is handed in once. Raises SavedMeanwhileError where the draft has changed
    since it was shown, LackingError with what is missing, or NotOpenError.
    """
    place = place.locked()
    work = place.work()
    draft = work.draft
    last = work.last
    if draft is None and last and last.version == based_on and last.submitted_at:
        return work
    _check_open(work)
    if work.version != based_on:
        raise SavedMeanwhileError(work)
    if words := lacking(place.wanted, work.text, len(work.files)):
        raise LackingError(words)
    draft = draft or _begin(work, _language(work))
    draft.state = State.SUBMITTED if place.wanted.assessed else State.PASSED
    draft.submitted_at = timezone.now()
    draft.save(update_fields=["state", "submitted_at"])
    if draft.state == State.PASSED:
        settle_webinar(place.enrolment, place.step)
    return place.work()


def _language(work: Work) -> str:
    """The language that was written in before: a round handed in as it came back keeps it."""
    return work.base.language if work.base else "fi"


__all__ = [
    "FileProblemError",
    "LackingError",
    "NotOpenError",
    "Place",
    "SavedMeanwhileError",
    "TooLongError",
    "as_typed",
    "hand_in",
    "save_draft",
]
