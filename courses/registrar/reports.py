"""The completion list in Wagtail's Reports, and its files."""

import datetime
from typing import Any

import django_filters
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column as TableColumn
from wagtail.admin.views.reports import ReportView
from wagtail.admin.widgets import AdminDateInput
from wagtail.admin.widgets.button import HeaderButton

from accounts.models import Organisation
from courses.catalogue.models import Course
from courses.catalogue.runs import CourseRun
from courses.progress.models import Completion, CompletionQuerySet
from courses.registrar.access import reads_register
from courses.registrar.columns import COLUMNS, completion_rows
from courses.registrar.exporting import XLSX_LIMIT, sheet_of
from courses.registrar.listing import Choice, State
from home.spreadsheets import Cell, as_text, csv_response, xlsx_response


def _courses(request: HttpRequest) -> Any:
    runs = CourseRun.objects.visible_to(request.user)
    return Course.objects.filter(pk__in=runs.values("course"))


def _runs(request: HttpRequest) -> Any:
    return CourseRun.objects.visible_to(request.user).order_by("code")


def _organisers(request: HttpRequest) -> Any:
    runs = CourseRun.objects.visible_to(request.user)
    return Organisation.objects.filter(pk__in=runs.values("organiser"))


class CompletionFilters(WagtailFilterSet):
    """Every choice is among the person's own; another organisation's id is no choice at all."""

    course = django_filters.ModelChoiceFilter(label=gettext_lazy("Course"), queryset=_courses)
    run = django_filters.ModelChoiceFilter(label=gettext_lazy("Course run"), queryset=_runs)
    organiser = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Organiser"), queryset=_organisers
    )
    start = django_filters.DateFilter(label=gettext_lazy("Completed from"), widget=AdminDateInput)
    end = django_filters.DateFilter(
        label=gettext_lazy("Completed before"),
        widget=AdminDateInput,
        help_text=gettext_lazy("This day is not included."),
    )
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"),
        choices=State.choices,
        empty_label=None,
        initial=State.VALID,
    )
    language = django_filters.ChoiceFilter(
        label=gettext_lazy("Language of completion"), choices=settings.LANGUAGES
    )

    class Meta:
        model = Completion
        fields: list[str] = []

    def __init__(self, data: QueryDict, **kwargs: Any) -> None:
        # Said aloud: a choice that differs from the form's own start would count as made.
        asked = data.copy()
        asked.setdefault("state", State.VALID)
        super().__init__(asked, **kwargs)

    def chosen(self) -> Choice:
        """Return what was asked for; call when the form is valid."""
        asked = {name: value for name, value in self.form.cleaned_data.items() if value}
        return Choice(**(asked | {"state": State(asked.get("state", State.VALID))}))


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
        """Return the list as CSV or XLSX; too many rows lead back with a message."""
        choice = self.filters.chosen()
        completions = choice.of(self.get_base_queryset())
        if kind == "csv":
            return csv_response(sheet_of(completions, choice), _file_name())
        count = completions.count()
        if count > XLSX_LIMIT:
            messages.error(
                self.request,
                _("%(count)s rows are too many for XLSX here. Take CSV, or a shorter period.")
                % {"count": number_format(count, force_grouping=True)},
            )
            return self.back_to_list()
        return xlsx_response(sheet_of(completions, choice), _file_name())

    def back_to_list(self) -> HttpResponse:
        """Return to the screen with the same filters."""
        query = self.request.GET.copy()
        del query["export"]
        return redirect(f"{self.index_url}?{query.urlencode()}")

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        """The files stand in sight, and keep the filters that are on."""
        query = self.request.GET.copy()
        for name in ("_w_filter_fragment", self.page_kwarg):
            query.pop(name, None)
        buttons = []
        for order, (kind, label) in enumerate([("csv", _("CSV")), ("xlsx", _("XLSX"))]):
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
        """Show the cells that the files have, in the same words."""
        keys = [column.key for column in COLUMNS]
        shown = [
            dict(zip(keys, map(_on_screen, row), strict=True))
            for row in completion_rows(object_list)
        ]
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


@hooks.register("register_admin_urls")
def register_completion_list_urls() -> list[Any]:
    """Addresses of the list and of its table alone."""
    return [
        path("suorituslista/", CompletionListView.as_view(), name="completion_list"),
        path(
            "suorituslista/results/",
            CompletionListView.as_view(results_only=True),
            name="completion_list_results",
        ),
    ]
