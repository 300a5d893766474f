"""Which participants of a run are shown, in which order: on the screen, in files, in letters."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlencode

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.following.participants import Participant
from courses.following.standstill import USUAL_DAYS, Standstill

DAYS_OFFERED = (7, 14, 21, 30, 60)
LONGEST_SEARCH = 100


class Show(models.TextChoices):
    """Whom to show."""

    STANDING = "standing", gettext_lazy("All participants")
    ACTIVE = "active", gettext_lazy("Studying")
    STUCK = "stuck", gettext_lazy("Stuck")
    SILENT = "silent", gettext_lazy("Silent")
    LATE = "late", gettext_lazy("Late")
    COMPLETED = "completed", gettext_lazy("Completed")
    WITHDRAWN = "withdrawn", gettext_lazy("Withdrawn")


class Order(models.TextChoices):
    """In which order; the least far and the longest away come first."""

    NAME = "name", gettext_lazy("Name")
    PERCENT = "percent", gettext_lazy("Progress")
    SEEN = "seen", gettext_lazy("Last seen")


SHOWS = tuple(Show(value) for value in Show.values)
ORDERS = tuple(Order(value) for value in Order.values)

BELONGS: Mapping[Show, Callable[[Participant], bool]] = {
    Show.STANDING: lambda one: one.enrolment.withdrawn_at is None,
    Show.ACTIVE: lambda one: one.enrolment.is_active,
    Show.STUCK: lambda one: one.standstill == Standstill.STUCK,
    Show.SILENT: lambda one: one.standstill == Standstill.SILENT,
    Show.LATE: lambda one: bool(one.late),
    Show.COMPLETED: lambda one: one.enrolment.completed_at is not None,
    Show.WITHDRAWN: lambda one: one.enrolment.withdrawn_at is not None,
}


@dataclass(frozen=True)
class Choice:
    """What was asked for; what makes no sense is as usual."""

    show: Show = Show.STANDING
    order: Order = Order.NAME
    search: str = ""
    days: int = USUAL_DAYS

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> Self:
        """Read it from an address."""
        show, order, days = (asked.get(name, "") for name in ("show", "order", "days"))
        return cls(
            show=Show(show) if show in Show.values else cls.show,
            order=Order(order) if order in Order.values else cls.order,
            search=" ".join(asked.get("q", "")[:LONGEST_SEARCH].split()),
            days=next((offered for offered in DAYS_OFFERED if str(offered) == days), cls.days),
        )

    def query(self, **changes: str) -> str:
        """Write it for an address, with changes; what is as usual is left out."""
        usual = type(self)()
        parts = {
            "show": self.show.value if self.show != usual.show else "",
            "order": self.order.value if self.order != usual.order else "",
            "q": self.search,
            "days": str(self.days) if self.days != usual.days else "",
        } | changes
        return urlencode({name: value for name, value in parts.items() if value})

    def of_all(self, everybody: Iterable[Participant]) -> list[Participant]:
        """Return those who were asked for, in order."""
        words = self.search.casefold().split()
        found = [
            one
            for one in everybody
            if BELONGS[self.show](one) and all(word in _searched(one) for word in words)
        ]
        found.sort(key=lambda one: (one.sort_name, one.enrolment.pk))
        if self.order == Order.PERCENT:
            found.sort(key=lambda one: one.percent)
        elif self.order == Order.SEEN:
            found.sort(key=lambda one: one.last_seen.timestamp() if one.last_seen else 0)
        return found

    def in_words(self) -> str:
        """Return what was asked for, for the end of a file."""
        said = str(self.show.label)
        if self.show in (Show.STUCK, Show.SILENT):
            said += ", " + _("%(days)s days") % {"days": self.days}
        return f"{said}, {_('search')} {self.search}" if self.search else said


def _searched(one: Participant) -> str:
    return f"{one.name} {one.enrolment.seen.address}".casefold()


def counts(everybody: Iterable[Participant]) -> dict[Show, int]:
    """Return how many there are of each."""
    everybody = list(everybody)
    return {show: sum(1 for one in everybody if BELONGS[show](one)) for show in SHOWS}
