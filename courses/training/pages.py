"""The page of trained people in Wagtail's Reports."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBadRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets.button import HeaderButton

from accounts.keeping import is_study_staff
from accounts.models import User
from courses.training import drawings, tables
from courses.training.access import runs_counted_for, takes_study_data
from courses.training.anonymity import K
from courses.training.choosing import ChoiceForm
from courses.training.figures import BLOCK, FEW
from courses.training.gathering import gather
from courses.training.study_data import SHEETS
from home.rooms import Room
from home.spreadsheets import csv_response, xlsx_response

EXPORTS = {"csv": csv_response, "xlsx": xlsx_response}


class TrainedPeople(Room):
    """Who was trained, where, and what it changed; each table can be taken as a file."""

    template_name = "courses/training/figures.html"
    page_title = gettext_lazy("Trained people")
    header_icon = "group"

    def admits(self, user: User) -> bool:
        """Administrators, and study staff for their own organisation's runs."""
        return is_study_staff(user)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Show the page, or give one of its tables as a file."""
        self.form = ChoiceForm(request.GET, runs=runs_counted_for(request.user))
        self.choice = self.form.chosen()
        self.found = gather(self.choice) if self.choice else None
        if "export" in request.GET:
            return self.as_file(request.GET["export"], request.GET.get("table", ""))
        return super().get(request, *args, **kwargs)

    def as_file(self, kind: str, key: str) -> HttpResponseBase:
        """Answer with a table as a file; what there is none of is not there."""
        known = {table.key: table for table in tables.tables(self.found)} if self.found else {}
        if self.choice is None or kind not in EXPORTS or key not in known:
            raise Http404
        name = f"koulutetut-{key}-{timezone.localtime():%Y-%m-%d-%H%M}"
        return EXPORTS[kind](known[key].sheet(self.choice), name)

    def files_of(self, table: tables.Table) -> list[tuple[str, str]]:
        """Return the addresses of a table as files, with the same choice."""
        query = self.request.GET.copy()
        files = []
        for kind in EXPORTS:
            query["table"], query["export"] = table.key, kind
            files.append((kind.upper(), f"{self.request.path}?{query.urlencode()}"))
        return files

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        """The way to the data for the evaluation study, for those who hand it on."""
        if not takes_study_data(self.request.user):
            return []
        address = reverse("training:study")
        return [HeaderButton(_("Data for the study"), url=address, icon_name="download")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the template the form, and what it leads to."""
        context: dict[str, Any] = super().get_context_data(form=self.form, **kwargs)
        found = self.found
        if found is None:
            return context
        shown = {
            table.key: {"table": table, "rows": table.shown(), "files": self.files_of(table)}
            for table in tables.tables(found)
        }
        return context | {
            "choice": self.choice,
            "people": len(found.people),
            "completions": len(found.deeds),
            "shown": shown,
            "map": drawings.county_map(found),
            "months": drawings.month_columns(found),
            "projects": drawings.project_bars(found),
            "professions": drawings.profession_bars(found),
            "effects": drawings.effect_lines(found),
            "few": FEW,
            "needed": BLOCK,
        }


class StudyData(Room):
    """Where administrators take the anonymous data for the evaluation study."""

    template_name = "courses/training/study.html"
    page_title = gettext_lazy("Data for the study")
    header_icon = "download"

    def admits(self, user: User) -> bool:
        """Administrators only: it holds everybody."""
        return takes_study_data(user)

    def way(self) -> list[dict[str, Any]]:
        """Through the pictures."""
        return [{"url": reverse("training:figures"), "label": _("Trained people")}]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer with a file; asked for by a form, since each taking is written down."""
        kind, table = request.POST.get("kind", ""), request.POST.get("table", "")
        if table not in SHEETS:
            return HttpResponseBadRequest(_("There is no such table."), content_type="text/plain")
        if kind not in EXPORTS:
            return HttpResponseBadRequest(
                _("The list is made as CSV or XLSX, and as nothing else."),
                content_type="text/plain",
            )
        name = f"arviointiaineisto-{table}-{timezone.localtime():%Y-%m-%d-%H%M}"
        return EXPORTS[kind](SHEETS[table](person=request.user, kind=kind), name)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say how few are too few."""
        context: dict[str, Any] = super().get_context_data(k=K, needed=BLOCK, **kwargs)
        return context
