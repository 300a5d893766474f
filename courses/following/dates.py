"""The days of a run's steps, and its reminders: the forms, and what they change."""

import datetime
from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.catalogue.models import CourseStep
from courses.catalogue.requirements import StepDate
from courses.catalogue.runs import CourseRun
from courses.following.cells import Column, ModuleColumns, modules_of
from courses.following.models import DAYS, MOST_DAYS, ReminderRule
from home.reach import in_our_time
from home.words import day_in_words


class DatesForm(forms.Form):
    """When each step opens and is due; nothing is saved while any of it is wrong."""

    def __init__(self, *args: Any, run: CourseRun, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.run = run
        self.modules: list[ModuleColumns] = modules_of(
            list(CourseStep.objects.current().filter(course=run.course_id))
        )
        self.kept = {row.step_id: row for row in StepDate.objects.filter(run=run)}
        for column in self.columns:
            row = self.kept.get(column.step.pk)
            for name, label in (("opens", _("Opens")), ("due", _("Due"))):
                self.fields[f"{name}_{column.step.pk}"] = forms.DateField(
                    label=f"{label}: {column.step.title}",
                    required=False,
                    validators=[in_our_time],
                    initial=getattr(row, f"{name}_on", None),
                    widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
                )

    @property
    def columns(self) -> list[Column]:
        """The steps in order."""
        return [column for module in self.modules for column in module.columns]

    def rows(self) -> Iterator[tuple[ModuleColumns, list[tuple[Column, BoundField, BoundField]]]]:
        """Yield the modules, with each step's two fields."""
        for module in self.modules:
            yield (
                module,
                [
                    (column, self[f"opens_{column.step.pk}"], self[f"due_{column.step.pk}"])
                    for column in module.columns
                ],
            )

    def clean(self) -> dict[str, Any]:
        """Hold each step's days to each other, and all to the days of the run."""
        said: dict[str, Any] = super().clean() or {}
        for column in self.columns:
            opens, due = (said.get(f"{name}_{column.step.pk}") for name in ("opens", "due"))
            if opens and due and due < opens:
                self.add_error(
                    f"due_{column.step.pk}", _("A step is due on the day it opens, or later.")
                )
            self._within_run(f"opens_{column.step.pk}", opens)
            self._within_run(f"due_{column.step.pk}", due)
        return said

    def _within_run(self, name: str, day: datetime.date | None) -> None:
        first, last = self.run.starts_on, self.run.ends_on
        if day and last and day > last:
            self.add_error(name, _("The run ends on %(day)s.") % {"day": day_in_words(last)})
        elif day and first and day < first and name.startswith("due"):
            self.add_error(name, _("The run begins on %(day)s.") % {"day": day_in_words(first)})

    @transaction.atomic
    def save(self) -> int:
        """Write what has changed; return how many steps that was."""
        changed = 0
        for column in self.columns:
            step = column.step.pk
            opens, due = self.cleaned_data[f"opens_{step}"], self.cleaned_data[f"due_{step}"]
            row = self.kept.get(step)
            if (row.opens_on, row.due_on) == (opens, due) if row else not (opens or due):
                continue
            changed += 1
            if opens or due:
                StepDate.objects.update_or_create(
                    run=self.run, step_id=step, defaults={"opens_on": opens, "due_on": due}
                )
            else:
                StepDate.objects.filter(run=self.run, step=step).delete()
        return changed


class ReminderForm(forms.Form):
    """A reminder that the run chooses."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Remind"),
        choices=ReminderRule.Kind.choices,
    )
    days = forms.IntegerField(
        label=gettext_lazy("Days"),
        min_value=1,
        max_value=MOST_DAYS,
        error_messages={"min_value": DAYS, "max_value": DAYS},
    )

    def __init__(self, *args: Any, run: CourseRun, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.run = run

    def clean(self) -> dict[str, Any]:
        """Refuse one that the run has."""
        said: dict[str, Any] = super().clean() or {}
        same = ReminderRule.objects.filter(
            run=self.run, kind=said.get("kind"), days=said.get("days")
        )
        if said.get("days") and same.exists():
            raise ValidationError(_("The run has this reminder already."))
        return said

    def save(self) -> ReminderRule:
        """Choose it."""
        rule, _made = ReminderRule.objects.get_or_create(run=self.run, **self.cleaned_data)
        return rule


def reminder_in_words(rule: ReminderRule) -> str:
    """Say when a reminder is sent."""
    words = {
        ReminderRule.Kind.BEFORE_DEADLINE: _("%(days)s d before a step is due"),
        ReminderRule.Kind.BEFORE_END: _("%(days)s d before the run ends"),
        ReminderRule.Kind.BEFORE_WEBINAR: _("%(days)s d before a webinar"),
        ReminderRule.Kind.AFTER_SILENCE: _("when nothing has been done for %(days)s d"),
    }
    return words[ReminderRule.Kind(rule.kind)] % {"days": rule.days}
