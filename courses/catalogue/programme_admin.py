"""Runs of programmes in Wagtail's admin, for the study staff of their organiser."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic

from accounts.keeping import KeptAddView, KeptEditView, KeptViewSet
from accounts.models import Organisation
from courses.catalogue.copying import codes_of, make_programme_run
from courses.catalogue.organised import CODE_TAKEN
from courses.catalogue.programmes import ProgrammeRun
from courses.catalogue.runs import CourseRun
from home.whole_rows import WholeRowForm

TERMS = (
    "enrolment_opens_on",
    "enrolment_closes_on",
    "starts_on",
    "ends_on",
    "seats",
    "registrar_class",
)
CODE_LENGTH = 40
ORDERED = (
    ("enrolment_opens_on", "enrolment_closes_on", _("Enrolment closes on its first day or later.")),
    ("starts_on", "ends_on", _("A run ends on its first day or later.")),
)


class ScopedMixin:
    """Answers 404 for a run of somebody else's, whatever the view does with it."""

    request: Any
    kwargs: dict[str, Any]

    def kept(self) -> QuerySet[ProgrammeRun]:
        """Those that this person keeps."""
        runs = ProgrammeRun.objects.kept_by(self.request.user)
        return runs.select_related("programme", "organiser")

    def get_object(self, queryset: Any = None) -> ProgrammeRun:
        """Find it among them."""
        return get_object_or_404(self.kept(), pk=self.kwargs["pk"])


class ProgrammeRunIndexView(ScopedMixin, generic.IndexView):
    """The ones that this person keeps."""

    def get_base_queryset(self) -> QuerySet[ProgrammeRun]:
        """Scope the list."""
        return self.kept()


class ProgrammeRunAddView(ScopedMixin, KeptAddView):
    """A new one, with a run of each course; the form offers one's own organisations only."""


class ProgrammeRunEditView(ScopedMixin, KeptEditView):
    """Its code, and whether it is archived."""


class ProgrammeRunHistoryView(ScopedMixin, generic.history.HistoryView):
    """Who changed it, and when."""


def _term(name: str, **options: Any) -> forms.Field:
    """The field of a course run, for all runs at once."""
    model_field = CourseRun._meta.get_field(name)
    field: forms.Field = model_field.formfield(**options)
    if not model_field.choices:
        field.validators += model_field.validators
    return field


def _day(name: str, required: bool = False) -> forms.Field:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    formats = ["%Y-%m-%d", "%d.%m.%Y"]
    return _term(name, widget=widget, input_formats=formats, required=required)


class ProgrammeRunForm(WholeRowForm):
    """Makes the runs of the courses with the programme's run; they are edited one by one then."""

    enrolment_opens_on = _day("enrolment_opens_on")
    enrolment_closes_on = _day("enrolment_closes_on")
    starts_on = _day("starts_on", required=True)
    ends_on = _day("ends_on", required=True)
    seats = _term("seats", min_value=1)
    registrar_class = _term("registrar_class")
    archived = forms.BooleanField(label=_("Archived"), required=False)
    instance: ProgrammeRun

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organiser"].queryset = Organisation.objects.kept_by(self.for_user)
        self.fields["archived"].initial = self.instance.archived_at is not None
        if self.instance.pk:
            self.fields["organiser"].disabled = self.fields["programme"].disabled = True
            for name in TERMS:
                del self.fields[name]
        else:
            del self.fields["archived"]

    def clean_code(self) -> str:
        """Refuse one that another programme's run has."""
        code: str = self.cleaned_data["code"]
        if ProgrammeRun.objects.coded(code).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(CODE_TAKEN)
        return code

    def clean(self) -> dict[str, Any]:
        """Say at the field what the runs' tables would refuse."""
        said = super().clean()
        for first, last, words in ORDERED:
            if said.get(first) and said.get(last) and said[last] < said[first]:
                self.add_error(last, words)
        if not self.instance.pk and said.get("programme") and said.get("code"):
            codes = codes_of(said["programme"], said["code"]).values()
            taken = CourseRun.objects.coded(*codes).exists()
            if taken or any(len(code) > CODE_LENGTH for code in codes):
                self.add_error("code", _("Choose another code: the runs' codes begin with it."))
        return said

    def save(self, commit: bool = True) -> ProgrammeRun:
        """Make all of it, or change what there is."""
        said = self.cleaned_data
        if self.instance.pk:
            if said["archived"] != (self.instance.archived_at is not None):
                self.instance.archived_at = timezone.now() if said["archived"] else None
            return super().save(commit)
        self.instance = make_programme_run(
            programme=said["programme"],
            organiser=said["organiser"],
            code=said["code"],
            terms={name: said[name] for name in TERMS},
        )
        return self.instance


class ProgrammeRunViewSet(KeptViewSet):
    """Programmes' runs in the menu, beside course runs."""

    model = ProgrammeRun
    icon = "list-ol"
    menu_label = _("Runs of programmes")
    menu_order = 310
    add_to_admin_menu = True
    index_view_class = ProgrammeRunIndexView
    add_view_class = ProgrammeRunAddView
    edit_view_class = ProgrammeRunEditView
    history_view_class = ProgrammeRunHistoryView
    list_display = ["code", Column("programme", label=_("Programme")), "organiser", "archived_at"]
    search_fields = ["code"]
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [
                    FieldPanel("programme"),
                    FieldPanel("organiser"),
                    FieldPanel(
                        "code",
                        help_text=_("Each course's run is called by it and the course's code."),
                    ),
                    FieldPanel("archived"),
                ],
                heading=_("Run of a programme"),
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel(
                        [FieldPanel("enrolment_opens_on"), FieldPanel("enrolment_closes_on")]
                    ),
                    FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")]),
                    FieldPanel("seats"),
                    FieldPanel("registrar_class"),
                ],
                heading=_("The same for the run of each course"),
                help_text=_("A run of each course is made. Change their days one by one then."),
            ),
        ],
        base_form_class=ProgrammeRunForm,
    )
