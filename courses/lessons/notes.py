"""A learner's own notes: what they wrote, marked and chose in lessons, in one place."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from courses.catalogue.models import CourseStep
from courses.enrolling.models import Enrolment
from courses.lessons.models import BlockDeed
from home.moments import moment_in_words
from home.spreadsheets import Sheet

Kind = BlockDeed.Kind
# How far a video was watched is no note.
NOTED = (Kind.REFLECTION, Kind.CHECKLIST, Kind.CASE_PATH)


@dataclass(frozen=True)
class Note:
    """One note with its step; `enrolment` is the one by which it can be opened, None without."""

    deed: BlockDeed
    enrolment: Enrolment | None

    @property
    def step(self) -> CourseStep:
        """The step that it was written at."""
        return self.deed.step

    @property
    def lines(self) -> list[str]:
        """What it says, line by line."""
        return list(in_words(self.deed))


def notes_of(user: User) -> list[Note]:
    """Return a person's notes in the order of their courses and steps; two queries."""
    deeds = BlockDeed.objects.filter(learner=user, kind__in=NOTED).select_related("step__course")
    mine = Enrolment.objects.standing_ones().filter(learner=user).select_related("run")
    today = timezone.localdate()
    # The one with the first claim comes last, and stays.
    by_course = {
        one.run.course_id: one
        for one in sorted(mine, key=lambda one: one.precedence(today), reverse=True)
    }
    return [
        Note(deed, by_course.get(deed.step.course_id))
        for deed in deeds.order_by("step__course__code", "step__position", "created_at", "pk")
    ]


def in_words(deed: BlockDeed) -> Iterator[str]:
    """Yield what a deed says, in the words of its lesson."""
    data = deed.data
    match deed.kind:
        case Kind.REFLECTION:
            yield data["text"]
        case Kind.CHECKLIST:
            yield _("%(points)s / %(most)s points") % data
            if data["meaning"]:
                yield data["meaning"]
            for mark in data["marks"]:
                words = f" ({mark['words']})" if mark["words"] else ""
                yield f"{mark['criterion']} {mark['points']}{words}"
        case Kind.CASE_PATH:
            for step in data["path"]:
                yield f"{step['situation']}: {step['words']}"
            if data["end"]:
                yield data["end"]
            for row in data["points"]:
                yield f"{row['criterion']}: {row['points']} / {row['most']}"


@transaction.atomic
def erase_note(*, user: User, note_id: int) -> None:
    """Erase one's own note; anybody else's, or one that is gone, stays as it is."""
    BlockDeed.objects.filter(pk=note_id, learner=user, kind__in=NOTED).delete()


def as_text(notes: list[Note]) -> str:
    """Return notes as a text to take along."""
    return "\n\n".join(
        "\n".join(
            [
                f"{note.step.course} – {note.step.title}",
                note.deed.heading,
                moment_in_words(note.deed.updated_at),
                "",
                *note.lines,
            ]
        )
        for note in notes
    )


def as_sheet(notes: list[Note]) -> Sheet:
    """Return notes as a list for spreadsheets."""
    return Sheet(
        title=_("My notes"),
        headings=[_("Course"), _("Step"), _("Question"), _("Saved"), _("Note")],
        rows=(
            [
                str(note.step.course),
                note.step.title,
                note.deed.heading,
                moment_in_words(note.deed.updated_at),
                "\n".join(note.lines),
            ]
            for note in notes
        ),
        chosen=_("all"),
    )
