"""The room in which certificates are issued for a whole run, with its progress."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from certificates.bulk import ask_for_bulk_issue
from certificates.models import BulkIssue
from certificates.staff.rooms import CertificateRoom
from courses.models import Completion, CourseRun

# Of each person's organisations; older ones have nothing to tell any more.
SHOWN = 20


class RunForm(forms.Form):
    """Which run; only those that lack something are a choice."""

    run = forms.ModelChoiceField(label=gettext_lazy("Course run"), queryset=None)

    def __init__(self, data: Any = None, *, user: User) -> None:
        super().__init__(data)
        lacking = Count(
            "completions",
            filter=Q(completions__annulled_at__isnull=True, completions__certificates=None),
        )
        runs = CourseRun.objects.kept_by(user).select_related("course")
        field = self.fields["run"]
        field.queryset = runs.annotate(lacking=lacking).filter(lacking__gt=0).order_by("code")
        field.label_from_instance = lambda run: f"{run.code} · {run.course.name} ({run.lacking})"


class BulkRoom(CertificateRoom):
    """Issue to everybody of a run who has none; shows how far each such task is."""

    page_title = gettext_lazy("Issue for a whole run")
    template_name = "certificates/staff/bulk.html"
    form: RunForm | None = None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the template the runs that lack certificates, and the tasks."""
        runs = CourseRun.objects.kept_by(self.request.user)
        tasks = list(
            BulkIssue.objects.filter(run__in=runs).select_related("run__course", "by")[:SHOWN]
        )
        return super().get_context_data(**kwargs) | {
            "form": self.form or RunForm(user=self.request.user),
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
    people = Completion.objects.filter(run=task.run_id, pk__in=[int(key) for key in task.faults])
    return [
        (f"{one.surname} {one.given_names}".strip() or one.email, task.faults[str(one.pk)])
        for one in people.in_list_order()
    ]
