"""A learner's own notes: what they wrote, marked and chose in lessons, in one place."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.models import User
from courses.catalogue.models import CourseStep
from courses.enrolling.models import Enrolment
from courses.lessons.models import BlockDeed, Marking
from home.moments import moment_in_words
from home.spreadsheets import Sheet

Kind = BlockDeed.Kind
# How far a video was watched is no note.
NOTED = (Kind.REFLECTION, Kind.CHECKLIST, Kind.CASE_PATH)


@dataclass(frozen=True)
class Note:
    """One note with its step; `enrolment` is the one by which it can be opened, None without."""

    made: BlockDeed | Marking
    enrolment: Enrolment | None

    @property
    def step(self) -> CourseStep:
        """The step that it was written at."""
        return self.made.step

    @property
    def is_marking(self) -> bool:
        """Whether it stands in the margin, rather than in a block in which one does something."""
        return isinstance(self.made, Marking)

    @property
    def heading(self) -> str:
        """What it is about, in the words that the learner met."""
        return self.made.passage if isinstance(self.made, Marking) else self.made.heading

    @property
    def text(self) -> str:
        """What the learner wrote; empty for marks, choices and mere bookmarks."""
        if isinstance(self.made, Marking):
            return self.made.note
        return self.made.data["text"] if self.made.kind == Kind.REFLECTION else ""

    @property
    def lines(self) -> list[str]:
        """What it says, line by line."""
        return list(in_words(self.made))

    def holds(self, word: str) -> bool:
        """Whether a word is in it, in its heading, or in the name of its lesson or course."""
        names = (*self.step.titles.values(), *self.step.course.names.values())
        return word.casefold() in "\n".join([self.heading, *self.lines, *names]).casefold()


def notes_of(user: User, *, word: str = "") -> list[Note]:
    """
    Return a person's notes in the order of their courses and steps; three queries.

    With a word: those that hold it.
    """
    deeds = BlockDeed.objects.filter(learner=user, kind__in=NOTED).select_related("step__course")
    markings = Marking.objects.filter(learner=user).select_related("step__course")
    mine = Enrolment.objects.standing_ones().filter(learner=user).select_related("run")
    today = timezone.localdate()
    # The one with the first claim comes last, and stays.
    by_course = {
        one.run.course_id: one
        for one in sorted(mine, key=lambda one: one.precedence(today), reverse=True)
    }
    made: list[BlockDeed | Marking] = sorted([*deeds, *markings], key=_in_order)
    notes = [Note(one, by_course.get(one.step.course_id)) for one in made]
    return [note for note in notes if note.holds(word)] if word else notes


def _in_order(made: BlockDeed | Marking) -> tuple[str, int, datetime.datetime, int]:
    return made.step.course.code, made.step.position, made.created_at, made.pk


def in_words(deed: BlockDeed | Marking) -> Iterator[str]:
    """Yield what a deed or a marking says, in the words of its lesson."""
    if isinstance(deed, Marking):
        if deed.bookmarked_at:
            yield _("A bookmark")
        if deed.note:
            yield deed.note
        return
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


@transaction.atomic
def erase_marking(*, user: User, marking_id: int) -> None:
    """Erase one's own note and bookmark at a passage; anybody else's stays as it is."""
    Marking.objects.filter(pk=marking_id, learner=user).delete()


def as_text(notes: list[Note]) -> str:
    """Return notes as a text to take along."""
    return "\n\n".join(
        "\n".join(
            [
                f"{note.step.course} – {note.step.title}",
                note.heading,
                moment_in_words(note.made.updated_at),
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
        headings=[
            _("Course"),
            _("Step"),
            _("What it is about"),
            _("Saved"),
            pgettext("own", "Note"),
        ],
        rows=(
            [
                str(note.step.course),
                note.step.title,
                note.heading,
                moment_in_words(note.made.updated_at),
                "\n".join(note.lines),
            ]
            for note in notes
        ),
        chosen=_("all"),
    )
