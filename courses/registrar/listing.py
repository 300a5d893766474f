"""Which completions a list holds: the same choice for the screen, CSV, XLSX and the command."""

import datetime
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from accounts.models import Organisation
from courses.catalogue.models import Course
from courses.catalogue.runs import CourseRun
from courses.progress.models import CompletionQuerySet


class State(TextChoices):
    """Which completions count: those in force, those withdrawn, or both."""

    VALID = "valid", gettext_lazy("valid")
    ANNULLED = "annulled", gettext_lazy("annulled")
    ALL = "all", gettext_lazy("valid and annulled")


@dataclass(frozen=True)
class Choice:
    """What was asked for. Dates bound the completion date: [start, end)."""

    course: Course | None = None
    run: CourseRun | None = None
    organiser: Organisation | None = None
    start: datetime.date | None = None
    end: datetime.date | None = None
    state: State = State.VALID
    language: str = ""

    def of(self, completions: CompletionQuerySet) -> CompletionQuerySet:
        """Return those of the completions that were asked for, in list order."""
        found = completions.completed_between(self.start, self.end).in_list_order()
        if self.course:
            found = found.filter(course=self.course)
        if self.run:
            found = found.filter(run=self.run)
        if self.organiser:
            found = found.filter(run__organiser=self.organiser)
        if self.language:
            found = found.filter(language=self.language)
        if self.state == State.ALL:
            return found
        return found.valid() if self.state == State.VALID else found.annulled()

    def in_words(self) -> str:
        """Return what was asked for, for the end of a file."""
        parts = [
            (_("course"), self.course.code if self.course else ""),
            (_("run"), self.run.code if self.run else ""),
            (_("organiser"), self.organiser.name if self.organiser else ""),
            (_("completed from"), self.start.isoformat() if self.start else ""),
            (_("completed before"), self.end.isoformat() if self.end else ""),
            (_("state"), str(self.state.label)),
            (
                _("language"),
                get_language_info(self.language)["name_local"] if self.language else "",
            ),
        ]
        return ", ".join(f"{label} {value}" for label, value in parts if value)
