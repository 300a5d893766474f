"""Which completions a list holds: the same choice for the screen, CSV, XLSX and the command."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, TextChoices
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from accounts import protection
from accounts.models import Organisation
from courses.catalogue.models import Course
from courses.catalogue.runs import CourseRun, RegistrarClass
from courses.progress.models import CompletionQuerySet
from courses.registrar.models import DeliveryRow


class State(TextChoices):
    """Which completions count: those in force, those withdrawn, or both."""

    VALID = "valid", gettext_lazy("valid")
    ANNULLED = "annulled", gettext_lazy("annulled")
    ALL = "all", gettext_lazy("valid and annulled")


class Told(TextChoices):
    """Whether a completion has been delivered to the study office."""

    NOT_YET = "not_yet", gettext_lazy("not delivered yet")
    DELIVERED = "delivered", gettext_lazy("delivered")


class Consent(TextChoices):
    """Whether the learner agreed to registration."""

    GIVEN = "given", gettext_lazy("with consent")
    MISSING = "missing", gettext_lazy("without consent")


# Where a search looks, beside addresses that are not kept back; each of its words must be found
# in one of them.
SEARCHED = ("surname", "given_names", "national_learner_id", "course_code", "run_code")


@dataclass(frozen=True)
class Choice:
    """What was asked for. Dates bound the completion date: [start, end)."""

    course: Course | None = None
    run: CourseRun | None = None
    runs: tuple[CourseRun, ...] = ()
    organiser: Organisation | None = None
    start: datetime.date | None = None
    end: datetime.date | None = None
    state: State = State.VALID
    language: str = ""
    registrar_class: int | None = None
    consent: Consent | None = None
    told: Told | None = None
    search: str = ""

    def of(self, completions: CompletionQuerySet) -> CompletionQuerySet:
        """Return those of the completions that were asked for, in list order."""
        found = completions.completed_between(self.start, self.end).in_list_order()
        if self.course:
            found = found.filter(course=self.course)
        if self.run:
            found = found.filter(run=self.run)
        if self.organiser:
            found = found.filter(run__organiser=self.organiser)
        if self.runs:
            found = found.filter(run__in=self.runs)
        if self.language:
            found = found.filter(language=self.language)
        if self.registrar_class:
            found = found.filter(registrar_class=self.registrar_class)
        if self.consent:
            found = found.filter(consented_at__isnull=self.consent == Consent.MISSING)
        if self.told:
            delivered = Exists(DeliveryRow.objects.filter(completion=OuterRef("pk")))
            found = found.filter(delivered if self.told == Told.DELIVERED else ~delivered)
        for word in self.search.split():
            anywhere = Q()
            for field in SEARCHED:
                anywhere |= Q(**{f"{field}__icontains": word})
            anywhere |= protection.found_by("email", word, person="learner")
            found = found.filter(anywhere)
        if self.state == State.ALL:
            return found
        return found.valid() if self.state == State.VALID else found.annulled()

    def in_words(self, *, with_state: bool = True) -> str:
        """Return what was asked for, for the end of a file."""
        parts = [
            (_("course"), self.course.code if self.course else ""),
            (_("run"), self.run.code if self.run else ""),
            (_("runs"), " ".join(run.code for run in self.runs)),
            (_("organiser"), self.organiser.name if self.organiser else ""),
            (_("completed from"), self.start.isoformat() if self.start else ""),
            (_("completed before"), self.end.isoformat() if self.end else ""),
            (_("state"), str(self.state.label) if with_state else ""),
            (
                _("language"),
                get_language_info(self.language)["name_local"] if self.language else "",
            ),
            (
                _("class"),
                str(RegistrarClass(self.registrar_class).label) if self.registrar_class else "",
            ),
            (_("consent"), str(self.consent.label) if self.consent else ""),
            (_("delivery"), str(self.told.label) if self.told else ""),
            (_("search"), self.search),
        ]
        return ", ".join(f"{label} {value}" for label, value in parts if value)

    def frozen(self) -> dict[str, Any]:
        """Return what was asked for as JSON can say it; a delivery keeps it."""
        said = {
            "course": self.course.code if self.course else "",
            "runs": [run.code for run in (*self.runs, *([self.run] if self.run else []))],
            "organiser": self.organiser.key if self.organiser else "",
            "start": self.start.isoformat() if self.start else "",
            "end": self.end.isoformat() if self.end else "",
            "language": self.language,
        }
        return {name: value for name, value in said.items() if value}
