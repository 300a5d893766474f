"""
Courses, programmes and invitations in Wagtail's admin, for editors.

They belong to no organisation, so Wagtail's own permissions are enough. What completions
point at has no address for deleting it: a course is archived (`archive_room.py`).
"""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic.history import HistoryView
from wagtail.admin.viewsets.model import ModelViewSetGroup
from wagtail.admin.widgets import Button

from accounts.keeping import HISTORY, LISTED, ClosedViewSet, KeptAddView, KeptEditView, KeptViewSet
from courses.activities.statement_admin import StatementSetViewSet
from courses.catalogue.change_admin import CurriculumChangeViewSet
from courses.catalogue.invitations import (
    KEY_TOO_SHORT,
    SHORTEST_KEY,
    Invitation,
    InvitationQuerySet,
    tidy_key,
)
from courses.catalogue.models import Audience, Course
from courses.catalogue.prerequisites import circle_words, in_circle
from courses.catalogue.programmes import Programme, ProgrammeCourse
from courses.health.hours import hours_advice
from courses.pages.models import CataloguePage
from home.findings import listed
from home.whole_rows import WholeRowForm
from home.words import SOURCE_LANGUAGE

# Far above any programme's length: where places wait while the new order is written.
OUT_OF_THE_WAY = 1000


class CourseForm(WholeRowForm):
    """A course's rules."""

    audiences = forms.MultipleChoiceField(
        label=_("Audiences"),
        choices=Audience.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Whose work it helps. The catalogue is searched by these."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Nobody could ever enrol on a course that waits for itself.
        others = Course.objects.exclude(pk=self.instance.pk).filter(retired_at__isnull=True)
        self.fields["prerequisites"].queryset = others

    def clean_code(self) -> str:
        """People and study registers read codes without minding capitals."""
        code: str = self.cleaned_data["code"]
        taken = Course.objects.exclude(pk=self.instance.pk).filter(code__iexact=code).first()
        if taken and taken.code != code:
            words = _("The course “%(course)s” has this code in other letters.")
            raise ValidationError(words % {"course": taken})
        return code

    def clean_prerequisites(self) -> Any:
        """Courses do not wait for each other."""
        wanted = self.cleaned_data["prerequisites"]
        if waiting := in_circle(self.instance, wanted):
            raise ValidationError([circle_words(course) for course in waiting])
        return wanted

    def clean(self) -> dict[str, Any]:
        """Say at the field itself that only an invited course opens on a day."""
        cleaned = super().clean()
        if cleaned.get("opens_to_all_on") and cleaned.get("access") != Course.Access.INVITED:
            self.add_error(
                "opens_to_all_on", _("Only an invited course has a day when it opens to all.")
            )
        return cleaned


class CourseEditView(KeptEditView):
    """A course, and the way to what completing it takes."""

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        """The rooms of its rules, health, file, copy and archiving."""
        rules = reverse("course_rules", args=[self.object.pk])
        health = reverse("course_health", args=[self.object.pk])
        export = reverse("course_files:export", args=[self.object.pk])
        copy = reverse("course_copy", args=[self.object.pk])
        archive = reverse("course_archive", args=[self.object.pk])
        return [
            *super().header_more_buttons,
            Button(_("Rules of completion"), url=rules, icon_name="list-ol", priority=60),
            Button(_("Course health"), url=health, icon_name="warning", priority=70),
            Button(_("Export the course"), url=export, icon_name="download", priority=80),
            Button(_("Copy the course"), url=copy, icon_name="copy", priority=90),
            Button(_("Archive"), url=archive, icon_name="folder", priority=100),
        ]

    def form_valid(self, form: Any) -> HttpResponse:
        """Save, and tell when credits and hours of work disagree."""
        response: HttpResponse = super().form_valid(form)
        tell_of_hours(self.request, self.object)
        return response


class CourseAddView(KeptAddView):
    """A new course: its words are written on its page, which comes next."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Save, and lead to the form of the course's page."""
        response: HttpResponse = super().form_valid(form)
        tell_of_hours(self.request, self.object)
        catalogue = CataloguePage.objects.filter(locale__language_code=SOURCE_LANGUAGE).first()
        if catalogue and catalogue.permissions_for_user(self.request.user).can_add_subpage():
            address = reverse(
                "wagtailadmin_pages:add", args=["courses", "coursepage", catalogue.pk]
            )
            next_comes = _("Next, write the page of the course: name, summary, learning outcomes.")
            link = format_html('<a href="{}">{}</a>', address, next_comes)
            messages.info(self.request, link)
        return response


def tell_of_hours(request: HttpRequest, course: Course) -> None:
    """Tell when credits and hours of work disagree, with the way to where they are mended."""
    if found := list(hours_advice(course.credits, course.hours, 0)):
        messages.warning(request, listed(found, course, request.user))


class CourseViewSet(KeptViewSet):
    """What can be completed: code, size and rules. Its words are on its page."""

    model = Course
    add_view_class = CourseAddView
    edit_view_class = CourseEditView
    icon = "clipboard-list"
    menu_label = _("Courses")
    menu_order = 100
    list_display = [
        "code",
        Column("name", label=_("Name")),
        "credits",
        Column("get_access_display", label=_("Access")),
        TitleColumn(
            "rules",
            label=_("Rules of completion"),
            accessor=lambda course: _("Rules of %(code)s") % {"code": course.code},
            get_url=lambda course: reverse("course_rules", args=[course.pk]),
        ),
        "retired_at",
    ]
    list_filter = ["access", "scale"]
    search_fields = ["code", "names__fi"]
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [
                    FieldPanel(
                        "code",
                        help_text=_(
                            "As in the curriculum. Study registers know the course by it, so it "
                            "should never change."
                        ),
                    ),
                    FieldRowPanel(
                        [
                            FieldPanel("credits", help_text=_("1 op is about 27 hours of work.")),
                            FieldPanel(
                                "hours", help_text=_("Printed on certificates beside the credits.")
                            ),
                        ]
                    ),
                    FieldPanel("scale"),
                    FieldPanel("study_field"),
                    FieldPanel(
                        "curriculum_version",
                        help_text=_(
                            "Raise it when what completing means changes; each completion keeps "
                            "the version that it was judged by."
                        ),
                    ),
                ],
                heading=_("In the study register"),
            ),
            MultiFieldPanel(
                [
                    FieldPanel("access"),
                    FieldPanel("opens_to_all_on"),
                    FieldPanel("prerequisites", widget=forms.CheckboxSelectMultiple),
                    FieldPanel("asks_background"),
                ],
                heading=_("Who may study"),
            ),
            MultiFieldPanel(
                [FieldPanel("form"), FieldPanel("audiences")], heading=_("In the catalogue")
            ),
        ],
        base_form_class=CourseForm,
    )


class ProgrammeForm(WagtailAdminModelForm):
    """A programme's name in each language, and its courses in order."""

    name_fi = forms.CharField(label=_("Name in Finnish"), max_length=200)
    name_sv = forms.CharField(label=_("Name in Swedish"), max_length=200, required=False)
    name_en = forms.CharField(label=_("Name in English"), max_length=200, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for language in ("fi", "sv", "en"):
            self.fields[f"name_{language}"].initial = self.instance.names.get(language, "")

    @transaction.atomic
    def save(self, commit: bool = True) -> Programme:
        """Save names and places; the old places make room, so that two courses may swap."""
        self.instance.names = {
            language: self.cleaned_data[f"name_{language}"]
            for language in ("fi", "sv", "en")
            if self.cleaned_data[f"name_{language}"]
        }
        if self.instance.pk:
            ProgrammeCourse.objects.filter(programme=self.instance).update(
                position=F("position") + OUT_OF_THE_WAY
            )
        return super().save(commit)


class ProgrammeViewSet(KeptViewSet):
    """Trainings of several courses, completed when all of them are."""

    model = Programme
    icon = "list-ol"
    menu_label = _("Programmes")
    menu_order = 200
    list_display = ["code", Column("name", label=_("Name"))]
    search_fields = ["code", "names__fi"]
    edit_handler = ObjectList(
        [
            FieldPanel("code"),
            MultiFieldPanel(
                [FieldPanel("name_fi"), FieldPanel("name_sv"), FieldPanel("name_en")],
                heading=_("Name"),
            ),
            InlinePanel(
                "places",
                heading=_("Courses in order"),
                label=_("Course"),
                panels=[FieldPanel("course")],
                min_num=1,
                help_text=_("As they are studied."),
            ),
        ],
        base_form_class=ProgrammeForm,
    )


class InvitationForm(WagtailAdminModelForm):
    """Stores keys and addresses in the letters by which people are compared to them."""

    def clean_key(self) -> str:
        """Keys are in capitals, however they are typed; a new one is not soon guessed."""
        key = tidy_key(self.cleaned_data["key"])
        if key and key != self.instance.key and len(key) < SHORTEST_KEY:
            raise ValidationError(KEY_TOO_SHORT)
        return key

    def clean_email(self) -> str:
        """Addresses are in small letters."""
        return self.cleaned_data["email"].strip().lower()

    def clean_email_domain(self) -> str:
        """A domain without the sign before it."""
        return self.cleaned_data["email_domain"].strip().lower().removeprefix("@")


def _to_whole_courses() -> InvitationQuerySet:
    """Those to a run are its organiser's: their addresses and keys are no editor's affair."""
    return Invitation.objects.filter(run__isnull=True)


class InvitationIndexView(generic.IndexView):
    """Invitations to whole courses."""

    def get_base_queryset(self) -> InvitationQuerySet:
        """Leave out those to runs, in the search too."""
        return _to_whole_courses()


class InvitationEditView(KeptEditView):
    """Answers 404 for an invitation to a run."""

    def get_queryset(self) -> InvitationQuerySet:
        """Find it among those to whole courses."""
        return _to_whole_courses()


class InvitationDeleteView(generic.DeleteView):
    """Answers 404 for an invitation to a run."""

    def get_queryset(self) -> InvitationQuerySet:
        """Find it among those to whole courses."""
        return _to_whole_courses()


class InvitationHistoryView(HistoryView):
    """Answers 404 for an invitation to a run."""

    def get_base_object_queryset(self) -> InvitationQuerySet:
        """Find it among those to whole courses."""
        return _to_whole_courses()


class InvitationViewSet(ClosedViewSet):
    """
    Whom the invited courses let in, whichever run they choose.

    Invitations to one run are kept in the run's own room.
    """

    model = Invitation
    opened = LISTED | HISTORY | {"delete"}
    index_view_class = InvitationIndexView
    edit_view_class = InvitationEditView
    delete_view_class = InvitationDeleteView
    history_view_class = InvitationHistoryView
    icon = "key"
    menu_label = _("Invitations")
    menu_order = 300
    search_backend_name = None
    search_fields = ["email", "email_domain", "key", "course__code"]
    list_display = [Column("__str__", label=_("Invited")), Column("course", label=_("Course"))]
    list_filter = ["course"]
    edit_handler = ObjectList(
        [
            FieldPanel("course", heading=_("Course")),
            MultiFieldPanel(
                [
                    FieldPanel("email"),
                    FieldPanel(
                        "email_domain", help_text=_("Everybody whose address ends so: example.fi")
                    ),
                    FieldPanel(
                        "organisation",
                        help_text=_("Those whom an administrator has confirmed as its people."),
                    ),
                    FieldPanel("key", help_text=_("Whoever types this when enrolling.")),
                ],
                heading=_("Fill in one"),
            ),
        ],
        base_form_class=InvitationForm,
    )


class CatalogueGroup(ModelViewSetGroup):
    """Courses in the menu."""

    menu_label = _("Courses")
    menu_icon = "clipboard-list"
    menu_order = 210
    items = (
        CourseViewSet,
        ProgrammeViewSet,
        CurriculumChangeViewSet,
        StatementSetViewSet,
        InvitationViewSet,
    )


@hooks.register("register_admin_viewset")
def register_catalogue() -> CatalogueGroup:
    """Courses, programmes, their changes, statements and invitations, for editors."""
    return CatalogueGroup()
