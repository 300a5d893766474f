"""The room in which certificates are issued for a whole run, with its progress."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from certificates.bulk import ask_for_bulk_issue
from certificates.models import BulkIssue
from certificates.staff.rooms import CertificateRoom
from courses.models import Completion, CourseRun, ProgrammeRun

# Of each person's organisations; older ones have nothing to tell any more.
SHOWN = 20


class RunForm(forms.Form):
    """Which run, of a course or a programme; only those that lack something are a choice."""

    run = forms.ChoiceField(label=gettext_lazy("Run"))

    def __init__(self, data: Any = None, *, user: User) -> None:
        super().__init__(data)
        # By the choice's value: rows of two tables may have the same key.
        self.runs = {f"course-{run.pk}": run for run in _course_runs(user)}
        programme_runs = {f"programme-{run.pk}": run for run in _programme_runs(user)}
        groups = [(_("Course runs"), self.runs), (_("Runs of programmes"), programme_runs)]
        self.fields["run"].choices = [
            ("", "---------"),
            *((name, [(key, _said(run)) for key, run in runs.items()]) for name, runs in groups),
        ]
        self.runs |= programme_runs

    def clean_run(self) -> CourseRun | ProgrammeRun:
        """The run itself."""
        return self.runs[self.cleaned_data["run"]]


def _course_runs(user: User) -> QuerySet[CourseRun]:
    missing = Q(completions__annulled_at__isnull=True, completions__certificates=None)
    runs = CourseRun.objects.kept_by(user).select_related("course")
    return _lacking(runs, Count("completions", filter=missing))


def _programme_runs(user: User) -> QuerySet[ProgrammeRun]:
    missing = Q(enrolments__completed_at__isnull=False, enrolments__certificates=None)
    runs = ProgrammeRun.objects.kept_by(user).select_related("programme")
    return _lacking(runs, Count("enrolments", filter=missing))


def _lacking(runs: Any, count: Count) -> Any:
    return runs.annotate(lacking=count).filter(lacking__gt=0).order_by("code")


def _said(run: Any) -> str:
    of = run.course if isinstance(run, CourseRun) else run.programme
    return f"{run.code} · {of.name} ({run.lacking})"


class BulkRoom(CertificateRoom):
    """Issue to everybody of a run who has none; shows how far each such task is."""

    page_title = gettext_lazy("Issue for a whole run")
    template_name = "certificates/staff/bulk.html"
    form: RunForm | None = None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the template the runs that lack certificates, and the tasks."""
        user = self.request.user
        mine = BulkIssue.objects.filter(
            Q(run__in=CourseRun.objects.kept_by(user))
            | Q(programme_run__in=ProgrammeRun.objects.kept_by(user))
        )
        tasks = list(mine.select_related("run", "programme_run", "by")[:SHOWN])
        return super().get_context_data(**kwargs) | {
            "form": self.form or RunForm(user=user),
            "tasks": [(task, _faults(task)) for task in tasks],
            "is_at_work": any(task.finished_at is None for task in tasks),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Start it."""
        self.form = RunForm(request.POST, user=request.user)
        if not self.form.is_valid():
            return self.render_to_response(self.get_context_data(**kwargs), status=400)
        run = self.form.cleaned_data["run"]
        ask_for_bulk_issue(run=run, by=request.user)
        messages.success(
            request, _("The certificates of %(run)s are being issued.") % {"run": run.code}
        )
        return redirect("certificate:bulk")


def _faults(task: BulkIssue) -> list[tuple[str, str]]:
    """Return whose certificate was not issued, and why."""
    if not task.faults:
        return []
    keys = [int(key) for key in task.faults]
    if task.programme_run_id:
        places = task.programme_run.enrolments.filter(pk__in=keys).select_related("learner")
        people = places.order_by("learner__last_name", "learner__first_name", "pk")
        return [(one.learner.display_name, task.faults[str(one.pk)]) for one in people]
    completions = Completion.objects.filter(run=task.run_id, pk__in=keys)
    return [
        (f"{one.surname} {one.given_names}".strip() or one.email, task.faults[str(one.pk)])
        for one in completions.in_list_order()
    ]
