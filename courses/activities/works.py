"""
How one learner stands with one part of a step: every round, what may be done, what is missing.

An assignment has one part; a webinar may have a task before it and a diary after it.
"""

import datetime
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.activities.submissions import Assessment, Submission, SubmissionFile
from courses.activities.terms import Wanted
from courses.catalogue.models import CourseStep
from courses.catalogue.requirements import StepDate
from courses.enrolling.models import Enrolment
from courses.pages.reading import study_time_words
from home.words import day_in_words

State = Submission.State


def count_words(text: str) -> int:
    """
    Count words as people do: what stands between spaces.

    >>> count_words("Työ  kuntoon\\n\\nyhdessä – nyt"), count_words(" ")
    (5, 0)
    """
    return len(text.split())


@dataclass(frozen=True)
class Work:
    """One learner's rounds of one part of a step, in order, and what the step asks for."""

    enrolment: Enrolment
    step: CourseStep
    part: str
    wanted: Wanted
    rounds: tuple[Submission, ...]
    due_on: datetime.date | None = None
    # Why nothing can be written now; empty when it can.
    closed: str = ""

    @cached_property
    def last(self) -> Submission | None:
        """The newest round."""
        return self.rounds[-1] if self.rounds else None

    @cached_property
    def draft(self) -> Submission | None:
        """What is being written."""
        return self.last if self.last and self.last.state == State.DRAFT else None

    @cached_property
    def handed_in(self) -> tuple[Submission, ...]:
        """The rounds that were handed in, the newest first."""
        return tuple(found for found in reversed(self.rounds) if found.state != State.DRAFT)

    @cached_property
    def waits_for_learner(self) -> bool:
        """Whether it is the learner's turn: nothing handed in yet, or sent back."""
        if self.last is None or self.last.state == State.DRAFT:
            return True
        return self.last.state == State.RETURNED and self.wanted.allows_round(self.next_number)

    @property
    def can_write(self) -> bool:
        """Whether the learner may write and hand in today."""
        return self.waits_for_learner and not self.closed

    @property
    def next_number(self) -> int:
        """Which round is being written, or would be."""
        if self.last is None:
            return 1
        return self.last.number if self.last.state == State.DRAFT else self.last.number + 1

    @property
    def base(self) -> Submission | None:
        """Where writing begins: the draft, else what was sent back."""
        return self.last if self.waits_for_learner else None

    @property
    def text(self) -> str:
        """The text to go on with."""
        return self.base.text if self.base else ""

    @property
    def files(self) -> list[SubmissionFile]:
        """The files to go on with."""
        return list(self.base.files.all()) if self.base else []

    @property
    def version(self) -> int:
        """The version of the draft; 0 where none is saved."""
        return self.draft.version if self.draft else 0

    @property
    def is_done(self) -> bool:
        """Whether this part counts as done."""
        return bool(self.last and self.last.state == State.PASSED)

    @property
    def is_overdue(self) -> bool:
        """Whether the day by which it should be handed in has passed."""
        return self.due_on is not None and self.due_on < timezone.localdate()

    def is_late(self, found: Submission) -> bool:
        """Whether a round was handed in after its day."""
        return is_late(found, self.due_on)


def is_late(found: Submission, due_on: datetime.date | None) -> bool:
    """Whether a submission was handed in after the day, in Finnish time."""
    if due_on is None or found.submitted_at is None:
        return False
    return timezone.localdate(found.submitted_at) > due_on


def lacking(wanted: Wanted, text: str, files: int) -> list[str]:
    """Say what keeps a text and so many files from being handed in."""
    found = []
    if wanted.needs_text and not text.strip():
        found.append(_("The text is missing."))
    elif not text.strip() and not files:
        found.append(_("There is nothing to hand in yet."))
    if files < wanted.files_least:
        missing = wanted.files_least - files
        found.append(
            ngettext("%(count)s file is missing.", "%(count)s files are missing.", missing)
            % {"count": missing}
        )
    return found


def remarks(wanted: Wanted, text: str) -> list[str]:
    """Say what the learner should know before handing in, and may do all the same."""
    words = count_words(text)
    if not wanted.takes_text or not words:
        return []
    if wanted.min_words and words < wanted.min_words:
        return [
            _("The text has %(words)s words; at least %(wanted)s are asked for.")
            % {"words": words, "wanted": wanted.min_words}
        ]
    if wanted.max_words and words > wanted.max_words:
        return [
            _("The text has %(words)s words; at most %(wanted)s are asked for.")
            % {"words": words, "wanted": wanted.max_words}
        ]
    return []


def work_of(enrolment: Enrolment, step: CourseStep, part: str, wanted: Wanted) -> Work:
    """Gather a learner's rounds of a part; four queries at most. The enrolment has its run."""
    return works_of(enrolment, step, {part: wanted})[part]


def works_of(enrolment: Enrolment, step: CourseStep, parts: dict[str, Wanted]) -> dict[str, Work]:
    """Gather a learner's rounds of several parts of a step; as many queries as for one."""
    rounds: dict[str, list[Submission]] = {part: [] for part in parts}
    for found in rounds_of(enrolment, step):
        if found.part in rounds:
            rounds[found.part].append(found)
    due_on = due_day(enrolment, step)
    closed = closed_because(enrolment, step)
    return {
        part: Work(enrolment, step, part, wanted, tuple(rounds[part]), due_on, closed)
        for part, wanted in parts.items()
    }


def rounds_of(enrolment: Enrolment, step: CourseStep) -> list[Submission]:
    """Every round of a step with its files and what was said of it, in order; three queries."""
    assessments = Assessment.objects.select_related("assessor").order_by("created_at", "pk")
    return list(
        Submission.objects.filter(enrolment=enrolment, step=step)
        .prefetch_related("files", Prefetch("assessments", queryset=assessments))
        .order_by("number")
    )


def due_day(enrolment: Enrolment, step: CourseStep) -> datetime.date | None:
    """By which day a step should be done on the learner's run."""
    dates = StepDate.objects.filter(run=enrolment.run_id, step=step)
    return dates.values_list("due_on", flat=True).first()


def closed_because(enrolment: Enrolment, step: CourseStep) -> str:
    """Say why nothing more is taken on a step today; empty while it is."""
    if enrolment.withdrawn_at:
        day = day_in_words(timezone.localdate(enrolment.withdrawn_at))
        return _("You withdrew on %(day)s. You can read, but nothing more is taken.") % {"day": day}
    if words := study_time_words(enrolment):
        return words
    if step.retired_at:
        return _("This is no longer part of the course. What you handed in is kept.")
    return ""
