"""What a learner's page shows of one part: the rounds, the text to go on with, what went wrong."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from courses.activities.submissions import Submission, SubmissionFile
from courses.activities.terms import Part, Wanted
from courses.activities.works import Work, count_words, remarks
from courses.enrolling.models import Enrolment

# Parts as they stand in addresses.
PART_NAMES = {"tyo": Part.WHOLE, "ennakko": Part.BEFORE, "paivakirja": Part.DIARY}
NAME_OF_PART = {part: name for name, part in PART_NAMES.items()}
# A text that was sent while nobody was signed in, kept in the session until its page shows it.
UNSENT = "unsent_text"
LONGEST_UNSENT = 60_000


@dataclass(frozen=True)
class Typed:
    """What came with a request that was not saved: the text, and why."""

    text: str
    # The version that the page now knows of, so that sending again replaces what it shows.
    based_on: int
    problem: str = ""
    # What is kept, where another tab saved it meanwhile.
    kept: str | None = None


@dataclass(frozen=True)
class Desk:
    """One part of a step on the learner's page; without a work it is only shown (a preview)."""

    part: str
    wanted: Wanted
    work: Work | None = None
    typed: Typed | None = None
    unsent: bool = False
    # A preview's: nothing is sent by itself.
    is_sample: bool = False

    @property
    def name(self) -> str:
        """The part in addresses and ids."""
        return NAME_OF_PART[Part(self.part)]

    @property
    def action(self) -> str:
        """Where the form goes."""
        return self._address("courses:write")

    @property
    def hand_in_href(self) -> str:
        """Where it is handed in."""
        return self._address("courses:hand_in")

    def _address(self, name: str) -> str:
        if self.work is None:
            return ""
        return reverse(name, args=[self.work.enrolment.pk, self.work.step.key, self.name])

    @property
    def text(self) -> str:
        """What stands in the field: what was typed and not saved, else what is saved."""
        if self.typed:
            return self.typed.text
        return self.work.text if self.work else ""

    @property
    def based_on(self) -> int:
        """The version that a save from this page is based on."""
        if self.typed:
            return self.typed.based_on
        return self.work.version if self.work else 0

    @property
    def files(self) -> list[SubmissionFile]:
        """The files of what is being written."""
        return self.work.files if self.work else []

    @property
    def words(self) -> int:
        """How many words stand in the field."""
        return count_words(self.text)

    @property
    def remarks(self) -> list[str]:
        """What the length of the saved text gives reason to say."""
        return remarks(self.wanted, self.text) if self.text.strip() else []

    @property
    def rounds(self) -> list[dict[str, Any]]:
        """What was handed in, the newest first, with the verdict that counts."""
        if self.work is None:
            return []
        return [
            {
                "submission": found,
                "assessment": newest(found),
                "is_late": self.work.is_late(found),
                "words": count_words(found.text),
                "files": list(found.files.all()),
                "tone": TONES[found.state],
                "state": state_words(found),
            }
            for found in self.work.handed_in
        ]

    @property
    def rounds_left(self) -> int | None:
        """How often it may still be handed in after this time; None: as often as needed."""
        if not self.wanted.rounds or self.work is None:
            return None
        return max(self.wanted.rounds - self.work.next_number, 0)


TONES = {
    Submission.State.SUBMITTED: "note",
    Submission.State.RETURNED: "warning",
    Submission.State.PASSED: "good",
    Submission.State.FAILED: "error",
}


def newest(found: Submission) -> Any:
    """The assessment that counts; None before the first. They come prefetched."""
    said = list(found.assessments.all())
    return said[-1] if said else None


def state_words(found: Submission) -> str:
    """Say how a submission stands, with its grade where one was given."""
    said = newest(found)
    if found.state == Submission.State.PASSED and said is None:
        return _("Handed in")
    words = {
        Submission.State.SUBMITTED: _("Handed in, waits to be assessed"),
        Submission.State.RETURNED: _("Sent back to be completed"),
        Submission.State.PASSED: _("Passed"),
        Submission.State.FAILED: _("Failed"),
    }[Submission.State(found.state)]
    if said and said.grade:
        return _("%(state)s, grade %(grade)s") % {"state": words, "grade": said.grade}
    return words


def keep_unsent(request: HttpRequest, where: list[str], text: str) -> None:
    """Keep a text in the session; one that is too long for it is left out."""
    if text.strip() and len(text) <= LONGEST_UNSENT:
        request.session[UNSENT] = {"where": where, "text": text}


def take_unsent(request: HttpRequest, enrolment: Enrolment, key: object, name: str) -> str | None:
    """Return a text that waits for this place; it is forgotten once it was sent again."""
    kept = request.session.get(UNSENT)
    if not kept or kept["where"] != [str(enrolment.pk), str(key), name]:
        return None
    text: str = kept["text"]
    return text


def forget_unsent(request: HttpRequest) -> None:
    """Forget it once the page was sent again."""
    if UNSENT in request.session:
        del request.session[UNSENT]
