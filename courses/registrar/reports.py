"""The completion list in Wagtail's Reports, and its files."""

import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import include, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column as TableColumn
from wagtail.admin.views.reports import ReportView
from wagtail.admin.widgets.button import HeaderButton
from wagtail.permissions import register_permission_policy

from accounts.keeping import KeepersPolicy, RowsPaginator, is_study_staff
from courses.progress.models import Completion, CompletionQuerySet
from courses.registrar.access import reads_register
from courses.registrar.columns import COLUMNS, DEFAULT_KEYS, cell_words, cells_of
from courses.registrar.exporting import XLSX_LIMIT
from courses.registrar.filters import CompletionFilters
from courses.registrar.listing import Choice
from courses.registrar.models import ListProfile
from courses.registrar.profiles import ListProfileViewSet
from courses.registrar.records import PLACES, records
from courses.registrar.standing import certificate_notes
from courses.registrar.taking import completions_for, sheet_for
from home.spreadsheets import Cell, as_text, csv_response, xlsx_response

# Before any code asks for it: Wagtail would settle on one that knows no organisations.
register_permission_policy(ListProfile, KeepersPolicy(ListProfile), exact_class=True)


class PlacesFirst(RowsPaginator):
    """
    Pages of a long list: who stands in a place is found by ids alone, and then the rows are read.

    Sorting ids takes a fraction of sorting whole rows, and the last page is as far as can be.
    """

    @property
    def items_count_label(self) -> str:
        """How many completions there are."""
        words = ngettext("%(count)s completion", "%(count)s completions", self.count)
        return words % {"count": self.count}

    def page(self, number: int | str) -> Page:
        """Return a page of its few rows, in list order."""
        number = self.validate_number(number)
        end = number * self.per_page
        there = self.object_list.values_list("pk", flat=True)[end - self.per_page : end]
        rows = Completion.objects.filter(pk__in=list(there)).in_list_order()
        return self._get_page(rows, number, self)


class CompletionListView(ReportView):
    """
    Completions of the runs of the person's own organisations.

    Unlike Wagtail's other reports it makes its files itself: theirs hold every row in memory
    and leave formulas armed.
    """

    is_export: bool
    model = Completion
    page_title = gettext_lazy("Completion list")
    header_icon = "list-ul"
    filterset_class = CompletionFilters
    index_url_name = "completion_list"
    index_results_url_name = "completion_list_results"
    results_template_name = "courses/completion_list_results.html"
    columns = [
        TableColumn(column.key, label=column.heading) for column in COLUMNS if column.on_screen
    ]
    paginate_by = 50
    paginator_class = PlacesFirst

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Admit those who read the register."""
        if not reads_register(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_base_queryset(self) -> CompletionQuerySet:
        """The person's own organisations' completions."""
        return Completion.objects.visible_to(self.request.user)

    def filter_queryset(self, queryset: CompletionQuerySet) -> CompletionQuerySet:
        """Nothing at all where a choice is not among the person's own, or not a date."""
        choice = self.chosen()
        return choice.of(queryset) if choice else queryset.none()

    def chosen(self) -> Choice | None:
        """What was asked for; None where it makes no sense."""
        return self.filters.chosen() if self.filters.is_valid() else None

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer with a file before anything is read for the screen."""
        kind = request.GET.get("export", "")
        if kind and (not self.is_export or self.chosen() is None):
            return self.refusal(kind)
        if self.is_export:
            return self.as_file(kind)
        return super().get(request, *args, **kwargs)

    def refusal(self, kind: str) -> HttpResponseBase:
        """Return the screen as a 400 that says why there is no file: a script must not take it."""
        if self.is_export:
            said = self.filters.form.errors.values()
            mistakes = " ".join(str(error) for errors in said for error in errors)
            words = _("The list was not made: mend the filters first.")
            messages.error(self.request, f"{words} {mistakes}")
        else:
            messages.error(self.request, _("The list is made as CSV or XLSX, and as nothing else."))
        self.is_export = False
        response = super().get(self.request)
        response.status_code = 400
        return response

    def as_file(self, kind: str) -> HttpResponseBase:
        """Return the list as CSV or XLSX; too many rows for XLSX lead to where it is prepared."""
        choice, profile = self.filters.chosen(), self.filters.chosen_profile()
        person = self.request.user
        if kind == "xlsx" and completions_for(person, choice).count() > XLSX_LIMIT:
            query = self.request.GET.copy()
            del query["export"]
            return redirect(f"{reverse('register:prepare')}?{query.urlencode()}")
        sheet = sheet_for(person=person, choice=choice, profile=profile, kind=kind)
        if kind == "csv":
            return csv_response(sheet, _file_name())
        return xlsx_response(sheet, _file_name())

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        """The files stand in sight, and keep the filters that are on."""
        query = self.request.GET.copy()
        for name in ("_w_filter_fragment", self.page_kwarg):
            query.pop(name, None)
        buttons = []
        if is_study_staff(self.request.user):
            address = reverse("register:new")
            buttons.append(HeaderButton(_("Make a delivery"), url=address, icon_name="plus"))
        for order, (kind, label) in enumerate([("csv", _("CSV")), ("xlsx", _("XLSX"))], start=1):
            query["export"] = kind
            address = f"{self.index_url}?{query.urlencode()}"
            buttons.append(
                HeaderButton(
                    _("Download %(format)s") % {"format": label},
                    url=address,
                    icon_name="download",
                    priority=order,
                )
            )
        return buttons

    # Wagtail would offer its own files behind three dots.
    show_export_buttons = False

    def get_table(self, object_list: CompletionQuerySet) -> Any:
        """Show the cells that the files have, and which certificate is not valid any more."""
        found = [record for chunk in records(object_list) for record in chunk]
        notes = certificate_notes([record[PLACES["pk"]] for record in found])
        shown = []
        for record, cells in zip(found, cells_of(found, DEFAULT_KEYS, cell_words()), strict=True):
            row = dict(zip(DEFAULT_KEYS, map(_on_screen, cells), strict=True))
            # Files hold the number in force alone, as study registers take it.
            row["certificate"] = notes.get(record[PLACES["pk"]], row["certificate"])
            shown.append(row)
        return super().get_table(shown)


def _on_screen(cell: Cell) -> str:
    """A screen runs no formulas, and writes dates for people."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, datetime.date):
        return date_format(cell)
    return as_text(cell)


def _file_name() -> str:
    return f"suorituslista-{timezone.localtime():%Y-%m-%d-%H%M}"


class RegisterMenuItem(MenuItem):
    """Shown to those who may open what it leads to."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this person reads the register."""
        return reads_register(request.user)


@hooks.register("register_reports_menu_item")
def register_completion_list_menu_item() -> RegisterMenuItem:
    """Put the list first among the reports."""
    return RegisterMenuItem(
        gettext_lazy("Completion list"),
        reverse("completion_list"),
        name="completion-list",
        icon_name="list-ul",
        order=10,
    )


@hooks.register("register_admin_viewset")
def register_list_profiles() -> ListProfileViewSet:
    """Profiles of lists, scoped to the study staff of their organisation."""
    return ListProfileViewSet()


@hooks.register("register_admin_urls")
def register_completion_list_urls() -> list[Any]:
    """Addresses of the list, of its table alone, and of deliveries."""
    return [
        path("toimitukset/", include("courses.registrar.urls")),
        path("suorituslista/", CompletionListView.as_view(), name="completion_list"),
        path(
            "suorituslista/results/",
            CompletionListView.as_view(results_only=True),
            name="completion_list_results",
        ),
    ]
