"""The rooms of a run where people are enrolled from a file: uploading it, and its preview."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy, ngettext

from courses.enrolling.enrolling_many import enrol_roster, keep_roster
from courses.enrolling.refusals import EnrolmentRefusedError
from courses.enrolling.room import EnrolmentsTab
from courses.enrolling.room_forms import FileForm
from courses.enrolling.roster_columns import HEADINGS, LABELS
from courses.enrolling.roster_rows import Checked, check
from courses.enrolling.rosters import Roster
from home.tables import UnreadableTableError

SHOWN = 100


class RosterRoom(EnrolmentsTab):
    """Uploading a file of people."""

    template_name = "courses/run/roster.html"
    here = "run:roster"
    page_title = gettext_lazy("Enrol from a file")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form, and the columns that are known."""
        columns = [(LABELS[key], words.split()[0]) for key, words in HEADINGS.items()]
        return super().get_context_data(**({"form": FileForm(), "columns": columns} | kwargs))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Keep the rows, and lead to their preview."""
        form = FileForm(request.POST, request.FILES)
        if form.is_valid():
            file = form.cleaned_data["file"]
            try:
                kept = keep_roster(
                    run=self.run, person=request.user, filename=file.name, data=file.read()
                )
            except UnreadableTableError as error:
                form.add_error("file", str(error.words))
            else:
                return redirect("run:roster_preview", self.run.pk, kept.pk)
        return self.render_to_response(self.get_context_data(form=form))


class RosterPreviewRoom(EnrolmentsTab):
    """What a file would do, row by row; only who uploaded it sees it."""

    template_name = "courses/run/roster_preview.html"
    here = "run:roster"
    page_title = gettext_lazy("Enrol from a file")

    @cached_property
    def roster(self) -> Roster:
        """A file of this person's for this run, not committed yet."""
        mine = Roster.objects.filter(run=self.run, created_by=self.request.user)
        return get_object_or_404(mine, pk=self.kwargs["roster_id"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The faults, else the first rows."""
        checked: Checked = kwargs.pop("checked", None) or check(self.roster.rows, self.run)
        return super().get_context_data(**kwargs) | {
            "roster": self.roster,
            "count": len(checked.rows),
            "faults": checked.faults[:SHOWN],
            "fault_count": len(checked.faults),
            "faulty_lines": checked.faulty_lines,
            "rows": [] if checked.faults else checked.rows[:SHOWN],
        }

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A file that was committed has no preview any more."""
        if self.roster.committed_at:
            return redirect("run:enrolments", self.run.pk)
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Enrol everybody, or show what has come between."""
        try:
            roster, checked = enrol_roster(roster=self.roster.pk, run=self.run, person=request.user)
        except EnrolmentRefusedError as error:
            self.refused(request, error)
            return redirect("run:roster", self.run.pk)
        if checked.faults:
            return self.render_to_response(self.get_context_data(checked=checked))
        count = len(roster.rows)
        words = ngettext(
            "%(count)s person is enrolled and gets a mail about it.",
            "%(count)s people are enrolled and get a mail about it.",
            count,
        )
        messages.success(request, words % {"count": count})
        return redirect("run:enrolments", self.run.pk)
