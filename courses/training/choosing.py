"""Which trained people are counted: one choice for pictures, tables and files."""

import datetime
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Min
from django.http import QueryDict
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Organisation
from courses.catalogue.models import Course
from courses.catalogue.runs import CourseRunQuerySet
from courses.enrolling.models import Enrolment
from courses.progress.models import Completion, CompletionQuerySet
from courses.training.figures import months, next_month


def month_in_words(month: datetime.date) -> str:
    """Write a month with its year."""
    return f"{MONTHS[month.month]} {month.year}"


@dataclass(frozen=True)
class Choice:
    """What was asked for. Months belong to the choice, the first and the last one too."""

    runs: CourseRunQuerySet
    first: datetime.date | None = None
    last: datetime.date | None = None
    course: Course | None = None
    organiser: Organisation | None = None

    def chosen_runs(self) -> CourseRunQuerySet:
        """Return the runs of the chosen course and organiser, among the person's own."""
        found = self.runs
        if self.course:
            found = found.filter(course=self.course)
        if self.organiser:
            found = found.filter(organiser=self.organiser)
        return found

    @property
    def end(self) -> datetime.date | None:
        """The first day that does not belong to the choice."""
        return next_month(self.last) if self.last else None

    def completions(self) -> CompletionQuerySet:
        """Return the valid completions of the choice."""
        found = Completion.objects.filter(run__in=self.chosen_runs()).valid()
        return found.completed_between(self.first, self.end)

    def enrolled_within(self) -> dict[str, Any]:
        """Return the filter of those who enrolled in the months of the choice."""
        within = {}
        if self.first:
            within["enrolled_at__gte"] = _midnight(self.first)
        if self.end:
            within["enrolled_at__lt"] = _midnight(self.end)
        return within

    def holds(self, moment: datetime.datetime) -> bool:
        """Whether a moment lies in the months of the choice, in Finnish time."""
        day = timezone.localdate(moment)
        return (self.first is None or day >= self.first) and (self.end is None or day < self.end)

    def in_words(self) -> str:
        """Return what was asked for, for the end of a file."""
        parts = [
            (_("first month"), month_in_words(self.first) if self.first else ""),
            (_("last month"), month_in_words(self.last) if self.last else ""),
            (_("course"), str(self.course) if self.course else ""),
            (_("organiser"), str(self.organiser) if self.organiser else ""),
        ]
        return ", ".join(f"{label} {value}" for label, value in parts if value) or _("everything")


def _midnight(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))


class ChoiceForm(forms.Form):
    """Whole months, a course, an organiser. What is somebody else's is no choice."""

    first = forms.ChoiceField(label=gettext_lazy("From the month"), required=False)
    last = forms.ChoiceField(label=gettext_lazy("To the month"), required=False)
    course = forms.ModelChoiceField(
        label=gettext_lazy("Course"),
        queryset=Course.objects.none(),
        required=False,
        empty_label=gettext_lazy("all courses"),
    )
    organiser = forms.ModelChoiceField(
        label=gettext_lazy("Organiser"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=gettext_lazy("all organisers"),
    )

    def __init__(self, data: QueryDict, *, runs: CourseRunQuerySet) -> None:
        super().__init__(data)
        self.runs = runs
        known = [(month.isoformat(), month_in_words(month)) for month in _months_of(runs)]
        self.fields["first"].choices = [("", _("the beginning")), *known]
        self.fields["last"].choices = [("", _("the latest month")), *known]
        self.fields["course"].queryset = Course.objects.filter(pk__in=runs.values("course"))
        self.fields["organiser"].queryset = Organisation.objects.filter(
            pk__in=runs.values("organiser")
        )

    def clean(self) -> dict[str, Any]:
        """Refuse a period that ends before it begins."""
        asked: dict[str, Any] = super().clean() or self.cleaned_data
        if asked.get("first") and asked.get("last") and asked["first"] > asked["last"]:
            self.add_error("last", _("The last month is the first one or a later one."))
        return asked

    def chosen(self) -> Choice | None:
        """Return what was asked for; None where it makes no sense."""
        if not self.is_valid():
            return None
        asked = self.cleaned_data
        return Choice(
            self.runs,
            first=_month(asked["first"]),
            last=_month(asked["last"]),
            course=asked["course"],
            organiser=asked["organiser"],
        )


def _month(text: str) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None


def _months_of(runs: CourseRunQuerySet) -> list[datetime.date]:
    """Return the months from the first enrolment or completion until now, the newest first."""
    today = timezone.localdate()
    enrolled = Enrolment.objects.filter(run__in=runs).aggregate(first=Min("enrolled_at"))["first"]
    done = Completion.objects.filter(run__in=runs).aggregate(first=Min("completed_on"))["first"]
    began = [day for day in (enrolled and timezone.localdate(enrolled), done) if day]
    first = min([today, *began])
    # Nobody was trained here before the programme; a mistyped day makes no list of centuries.
    first = max(first, datetime.date(2000, 1, 1))
    return list(months(first.replace(day=1), today.replace(day=1)))[::-1]
