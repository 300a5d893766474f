"""The form that asks what a delivery should hold."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.widgets import AdminDateInput

from accounts.models import Organisation, User
from courses.catalogue.runs import CourseRun
from courses.progress.models import Completion
from courses.registrar.listing import Choice
from courses.registrar.models import DeliveryRow, ListProfile


class RunsField(forms.ModelMultipleChoiceField):
    """Runs with a word on how many completions wait."""

    def label_from_instance(self, run: Any) -> str:
        """Name the run and what waits there."""
        waits = ngettext("%(count)s waits", "%(count)s wait", run.waiting) % {"count": run.waiting}
        return f"{run.code} · {run.course.name} ({waits})"


class DeliveryForm(forms.Form):
    """
    Whose completions, of which runs and which time, laid out how.

    Every choice is among the person's own. Without any run chosen all of them count.
    """

    organisation = forms.ModelChoiceField(
        label=_("Organisation"), queryset=Organisation.objects.none(), empty_label=None
    )
    runs = RunsField(
        label=_("Course runs"),
        queryset=CourseRun.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: all of them."),
    )
    start = forms.DateField(label=_("Completed from"), required=False, widget=AdminDateInput)
    end = forms.DateField(
        label=_("Completed before"),
        required=False,
        widget=AdminDateInput,
        help_text=_("This day is not included."),
    )
    profile = forms.ModelChoiceField(
        label=_("Profile"),
        queryset=ListProfile.objects.none(),
        required=False,
        empty_label=_("Default columns"),
        help_text=_("Columns, labels and dates of the files."),
    )

    def __init__(self, data: Any, *, user: User) -> None:
        super().__init__(data)
        kept = Organisation.objects.kept_by(user)
        self.fields["organisation"].queryset = kept
        self.organisation = self._organisation(kept, data)
        if self.organisation is None:
            return
        profiles = ListProfile.objects.filter(organisation=self.organisation)
        self.fields["runs"].queryset = _runs_of(self.organisation)
        self.fields["profile"].queryset = profiles
        if "profile" not in data:
            # Nothing was asked yet: what the organisation uses unless told otherwise.
            self.data = data.copy()
            default = profiles.filter(is_default=True).first()
            self.data["profile"] = str(default.pk) if default else ""
            self.data["organisation"] = str(self.organisation.pk)

    def _organisation(self, kept: Any, data: Any) -> Organisation | None:
        asked = data.get("organisation", "")
        if asked:
            found: Organisation | None = (
                kept.filter(pk=asked).first() if asked.isdecimal() else None
            )
            return found
        first_two = list(kept[:2])
        return first_two[0] if len(first_two) == 1 else None

    def clean(self) -> dict[str, Any]:
        """Refuse a period that ends before it begins."""
        cleaned: dict[str, Any] = super().clean() or {}
        start, end = cleaned.get("start"), cleaned.get("end")
        if start and end and end <= start:
            self.add_error("end", _("The period is empty: this is the day after the last one."))
        return cleaned

    def query(self) -> str:
        """Return what decides over the rows as an address has it, the same for the same choice."""
        asked = self.cleaned_data
        runs = sorted(("runs", str(run.pk)) for run in asked["runs"])
        days = [(name, str(asked[name])) for name in ("start", "end") if asked[name]]
        return urlencode([("organisation", asked["organisation"].pk), *runs, *days])

    def chosen(self) -> Choice:
        """Return what was asked for; call when the form is valid."""
        asked = self.cleaned_data
        return Choice(
            runs=tuple(asked["runs"]),
            organiser=asked["organisation"],
            start=asked["start"],
            end=asked["end"],
        )


def _runs_of(organisation: Organisation) -> Any:
    """The organisation's runs that have completions, archived ones too, and how many wait."""
    untold = ~Exists(DeliveryRow.objects.filter(completion=OuterRef("completions__pk")))
    waits = Q(completions__annulled_at__isnull=True) & untold
    return (
        CourseRun.objects.filter(
            Exists(Completion.objects.filter(run=OuterRef("pk"))), organiser=organisation
        )
        .select_related("course")
        .annotate(waiting=Count("completions", filter=waits))
        .order_by("-waiting", "code")
    )


def number(typed: str) -> int:
    """Return the id that an address names; 0, which no row has, for what is none."""
    return int(typed) if typed.isdecimal() and len(typed) < 18 else 0
