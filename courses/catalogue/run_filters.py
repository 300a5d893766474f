"""Which runs the list of runs shows: those in use, unless others are asked for."""

from typing import Any

import django_filters
from django import forms
from django.db import models
from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from courses.catalogue.runs import CourseRun, CourseRunQuerySet


class Shown(models.TextChoices):
    """Runs by where they are in their time; archived ones are in none but their own."""

    IN_USE = "in_use", _("in use")
    RUNNING = "running", _("running now")
    COMING = "coming", _("coming")
    OVER = "over", _("over")
    ARCHIVED = "archived", _("archived ones")
    ALL = "all", _("all, archived too")


class RunFilters(WagtailFilterSet):
    """The choice above the list."""

    shown = django_filters.ChoiceFilter(
        label=_("Show"),
        choices=Shown.choices,
        empty_label=None,
        initial=Shown.IN_USE,
        widget=forms.RadioSelect,
        method="narrow",
    )

    class Meta:
        model = CourseRun
        fields: list[str] = []

    def __init__(self, data: QueryDict, **kwargs: Any) -> None:
        # Said aloud: a choice that differs from the form's own start would count as made.
        # What is no choice shows what is in use, too.
        asked = data.copy()
        if asked.get("shown") not in Shown.values:
            asked["shown"] = Shown.IN_USE
        super().__init__(asked, **kwargs)

    def narrow(self, runs: CourseRunQuerySet, _name: str, value: str) -> CourseRunQuerySet:
        """Leave out what was not asked for."""
        return runs_shown(runs, Shown(value))


def runs_shown(runs: CourseRunQuerySet, shown: Shown) -> CourseRunQuerySet:
    """Return the runs that are so today; both days of a run belong to it."""
    today = timezone.localdate()
    if shown == Shown.ALL:
        return runs
    if shown == Shown.ARCHIVED:
        return runs.filter(archived_at__isnull=False)
    runs = runs.filter(archived_at__isnull=True)
    begun = Q(starts_on__isnull=True) | Q(starts_on__lte=today)
    over = Q(ends_on__isnull=False, ends_on__lt=today)
    if shown == Shown.RUNNING:
        return runs.filter(begun & ~over)
    if shown == Shown.COMING:
        return runs.exclude(begun)
    return runs.filter(over) if shown == Shown.OVER else runs
