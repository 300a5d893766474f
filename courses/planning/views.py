"""A learner's plan for a course, and its calendar file."""

import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.decorators.http import require_http_methods, require_safe

from courses.enrolling.models import Enrolment
from courses.planning.calendar_files import calendar_of
from courses.planning.keeping import Planned, drop_plan, left_of, make_plan
from courses.planning.models import StudyPlan
from courses.progress.studies import Study, studies
from home.words import day_in_words

USUAL_WEEKS = 4
LONGEST = datetime.timedelta(days=2 * 365)
USUAL_DAYS, USUAL_TIME = ("1", "3"), datetime.time(15)
DATES = ["%d.%m.%Y", "%Y-%m-%d"]
TIMES = ["%H.%M", "%H:%M", "%H"]


class PlanForm(forms.Form):
    """By when, on which days, and at what time."""

    ready_by = forms.DateField(
        label=gettext_lazy("I want to be ready by"),
        input_formats=DATES,
        widget=forms.DateInput(format="%d.%m.%Y", attrs={"autocomplete": "off"}),
        help_text=gettext_lazy("Day, month and year. Such as 31.1.2027."),
    )
    weekdays = forms.MultipleChoiceField(
        label=gettext_lazy("I study on"),
        choices=lambda: [(str(number), str(name).capitalize()) for number, name in _weekdays()],
        widget=forms.CheckboxSelectMultiple,
    )
    begins_at = forms.TimeField(
        label=gettext_lazy("I begin at"),
        input_formats=TIMES,
        widget=forms.TimeInput(format="%H.%M", attrs={"autocomplete": "off"}),
        help_text=gettext_lazy("For the calendar. Such as 15.00."),
    )

    def __init__(self, *args: Any, study: Study, plan: StudyPlan | None, **kwargs: Any) -> None:
        self.last_day = study.enrolment.run.ends_on
        today = timezone.localdate()
        usual = today + datetime.timedelta(weeks=USUAL_WEEKS)
        if self.last_day and self.last_day >= today:
            usual = min(usual, self.last_day)
        initial = {"ready_by": usual, "weekdays": USUAL_DAYS, "begins_at": USUAL_TIME}
        if plan:
            chosen = [str(number) for number, _name in _weekdays() if plan.weekdays >> number & 1]
            initial = {
                "ready_by": plan.ready_by,
                "weekdays": chosen,
                "begins_at": plan.begins_at,
            }
        super().__init__(*args, initial=initial, **kwargs)

    def clean_ready_by(self) -> datetime.date:
        """A day from today on, while the run lasts."""
        day: datetime.date = self.cleaned_data["ready_by"]
        today = timezone.localdate()
        if day < today:
            raise ValidationError(_("Choose today or a later day."), "past")
        if self.last_day and self.last_day >= today and day > self.last_day:
            words = _("The run ends on %(day)s: be ready by then.")
            raise ValidationError(words % {"day": day_in_words(self.last_day)}, "after_run")
        if day > today + LONGEST:
            raise ValidationError(_("Choose a day within two years."), "far")
        return day

    @property
    def bits(self) -> int:
        """The chosen weekdays, one bit each."""
        return sum(1 << int(number) for number in self.cleaned_data["weekdays"])


def _weekdays() -> list[tuple[int, Any]]:
    return list(WEEKDAYS.items())


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest, enrolment_id: int) -> HttpResponse:
    """Make, change or drop the plan of one's own enrolment."""
    mine = Enrolment.objects.active().filter(learner=request.user)
    rows = mine.select_related("run__course", "run__organiser")
    enrolment = get_object_or_404(rows, pk=enrolment_id)
    [study] = studies([enrolment])
    kept = StudyPlan.objects.filter(enrolment=enrolment).first()
    if request.method == "POST" and request.POST.get("deed") == "drop":
        drop_plan(enrolment=enrolment)
        messages.success(request, _("The plan is dropped."))
        return redirect("courses:plan", enrolment.pk)
    form = PlanForm(request.POST or None, study=study, plan=kept)
    if request.method == "POST" and form.is_valid():
        make_plan(
            enrolment=enrolment,
            ready_by=form.cleaned_data["ready_by"],
            weekdays=form.bits,
            begins_at=form.cleaned_data["begins_at"],
            minutes_left=sum(step.length for step in left_of(study)),
        )
        messages.success(request, _("Your plan is saved."))
        return redirect("courses:plan", enrolment.pk)
    planned = Planned(kept, study) if kept else None
    context = {"study": study, "enrolment": enrolment, "form": form, "planned": planned}
    return render(request, "courses/planning/plan.html", context)


@require_safe
def plan_calendar(request: HttpRequest, secret: UUID) -> HttpResponse:
    """
    The plan as a calendar file, for whoever has its address: a calendar cannot sign in.

    It tells the days and the course, and not whose they are.
    """
    rows = StudyPlan.objects.filter(enrolment__learner__is_active=True)
    rows = rows.select_related("enrolment__run__course", "enrolment__learner")
    kept = get_object_or_404(rows, secret=secret)
    [study] = studies([kept.enrolment])
    with override(kept.enrolment.learner.language):
        text = calendar_of(Planned(kept, study))
    return HttpResponse(
        text,
        content_type="text/calendar; charset=utf-8",
        headers={
            "Content-Disposition": content_disposition_header(True, "opiskelu.ics") or "",
            "Cache-Control": "private, no-store",
            "X-Robots-Tag": "noindex",
        },
    )
