"""What study staff do with a whole run: copy it to another time, archive it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from courses.catalogue.copying import RUN_DATES, archive, copy_run
from courses.catalogue.organised import CODE_TAKEN
from courses.catalogue.run_rooms import RunRoom
from courses.catalogue.runs import CourseRun
from courses.enrolling.waiting_places import WaitingPlace
from home.reach import FIRST_YEAR, LAST_YEAR

MOST_DAYS = 1096
# Whole weeks, so that a Tuesday stays a Tuesday.
TERMS = (
    ("182", gettext_lazy("next term: 26 weeks later")),
    ("364", gettext_lazy("next year: 52 weeks later")),
    ("", gettext_lazy("by days of my own")),
)


class CopyForm(forms.Form):
    """The new run's code, and how much later it is held."""

    code = forms.CharField(
        label=capfirst(gettext_lazy("code")),
        max_length=40,
        validators=CourseRun._meta.get_field("code").validators,
    )
    term = forms.ChoiceField(
        label=gettext_lazy("When"), choices=TERMS, required=False, widget=forms.RadioSelect
    )
    days = forms.IntegerField(
        label=gettext_lazy("Days later"),
        min_value=-MOST_DAYS,
        max_value=MOST_DAYS,
        required=False,
        help_text=gettext_lazy("Where you chose days of your own. 7 days is a week."),
    )

    def __init__(self, *args: Any, run: CourseRun, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.run = run

    def clean_code(self) -> str:
        """Refuse one that a run has."""
        code: str = self.cleaned_data["code"]
        if CourseRun.objects.coded(code).exists():
            raise forms.ValidationError(CODE_TAKEN)
        return code

    def clean(self) -> dict[str, Any]:
        """Settle the days."""
        said = super().clean()
        if said.get("term"):
            said["days"] = int(said["term"])
        elif "days" not in self.errors and said.get("days") is None:
            self.add_error("days", _("Say how many days later."))
        if not self.errors and self._leaves_our_time(said["days"]):
            self.add_error("days", _("Check the year."))
        return said

    def _leaves_our_time(self, days: int) -> bool:
        dates = [getattr(self.run, name) for name in RUN_DATES]
        years = {day.year + days // 366 for day in dates if day}
        return any(not FIRST_YEAR + 3 <= year <= LAST_YEAR - 3 for year in years)


class RunDeed(RunRoom):
    """A deed of study staff on a whole run."""

    for_keepers = True


class CopyRoom(RunDeed):
    """Copying a run to the next term."""

    template_name = "courses/run/copy.html"
    page_title = gettext_lazy("Copy the run")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form, the next term chosen."""
        form = CopyForm(run=self.run, initial={"term": TERMS[0][0]})
        return super().get_context_data(**({"form": form} | kwargs))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Copy, and lead to the new run's form."""
        form = CopyForm(request.POST, run=self.run)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=400)
        said = form.cleaned_data
        copy = copy_run(self.run, code=said["code"], days=said["days"])
        messages.success(request, _("%(run)s is made. Check its dates.") % {"run": copy.code})
        return redirect("courserun:edit", copy.pk)


class ArchiveRoom(RunDeed):
    """Taking a run out of use, and into use again."""

    template_name = "courses/run/archive.html"
    page_title = gettext_lazy("Archive")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """How many would lose a place: those who wait, and those who hold an offer."""
        places = WaitingPlace.objects.filter(run=self.run)
        return super().get_context_data(**kwargs) | {
            "waiting": places.waiting().count(),
            "offered": places.holding_a_seat().count(),
        }

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Do what the button says; a standing run comes back only where there is no other."""
        run, archived = self.run, request.POST.get("deed") == "archive"
        other = CourseRun.objects.filter(
            course=run.course, organiser=run.organiser, standing=True, archived_at__isnull=True
        )
        if not archived and run.standing and other.exclude(pk=run.pk).exists():
            messages.error(request, _("You have a standing run of this course already."))
            return redirect("run:archive", run.pk)
        told = archive(run, archived=archived)
        said = _("%(run)s is archived.") if archived else _("%(run)s is in use again.")
        words = said % {"run": run.code}
        if told:
            mailed = ngettext(
                "%(count)s person was on its waiting list and is told by mail.",
                "%(count)s people were on its waiting list and are told by mail.",
                told,
            )
            words = f"{words} {mailed % {'count': told}}"
        messages.success(request, words)
        return redirect("courserun:index")
