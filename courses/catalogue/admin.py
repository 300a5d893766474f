"""
Course runs in Wagtail's admin, for the study staff of their organiser.

Wagtail scopes nothing by itself: a viewset's queryset and an instance-aware policy are
ignored by some of its views. So each view class is scoped here, each choice of the form too,
and the views that nobody needs have no address.
"""

from collections.abc import Collection
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.widgets import Button

from accounts.keeping import KeptAddView, KeptEditView, KeptViewSet
from accounts.models import Membership, Organisation, User
from courses.catalogue.models import Course
from courses.catalogue.organised import CODE_TAKEN
from courses.catalogue.run_filters import RunFilters
from courses.catalogue.runs import CourseRun, CourseRunQuerySet
from courses.enrolling.refusals import taken_seats
from courses.enrolling.waiting import promote_on
from home.whole_rows import WholeRowForm
from home.words import day_in_words

ROOMS = (
    ("run:enrolments", _("Enrolment"), "group"),
    ("run:copy", _("Copy the run"), "copy"),
    ("run:archive", _("Archive"), "folder"),
)


class ScopedViewMixin:
    """Answers 404 for a run of somebody else's, whatever the view does with it."""

    request: Any
    kwargs: dict[str, Any]

    def kept_runs(self) -> CourseRunQuerySet:
        """The runs that this person keeps."""
        return CourseRun.objects.kept_by(self.request.user).select_related("course", "organiser")

    def get_object(self, queryset: Any = None) -> CourseRun:
        """Find the run among them."""
        return get_object_or_404(self.kept_runs(), pk=self.kwargs["pk"])


class RunIndexView(ScopedViewMixin, generic.IndexView):
    """The runs that this person keeps; archived ones only where they are asked for."""

    filterset_class = RunFilters

    def get_base_queryset(self) -> CourseRunQuerySet:
        """Scope the list."""
        return self.kept_runs().with_taken_seats()


def remarks(run: CourseRun, changed: Collection[str]) -> list[str]:
    """What was saved as it was typed, but is seldom meant: a day gone by, too few seats."""
    found = []
    if "ends_on" in changed and run.ends_on and run.ended_before(timezone.localdate()):
        words = gettext(
            "Check the last day: %(day)s is in the past, so nobody can enrol or study any more."
        )
        found.append(words % {"day": day_in_words(run.ends_on)})
    if "seats" in changed and run.seats is not None and (taken := taken_seats(run)) > run.seats:
        words = ngettext(
            "Check the seats: %(taken)s is taken, and the run has %(seats)s. Nobody loses theirs.",
            "Check the seats: %(taken)s are taken, and the run has %(seats)s. Nobody loses theirs.",
            taken,
        )
        found.append(words % {"taken": taken, "seats": run.seats})
    return found


class RemarkingMixin:
    """Says after saving what its author should look at again."""

    def form_valid(self, form: Any) -> Any:
        """Save, then remark."""
        response = super().form_valid(form)  # type: ignore[misc]
        for words in remarks(form.instance, form.changed_data):
            messages.warning(self.request, words)  # type: ignore[attr-defined]
        return response


class RunAddView(RemarkingMixin, ScopedViewMixin, KeptAddView):
    """A new run; the form offers the person's own organisations only."""

    def get_success_url(self) -> str:
        """Lead on to the new run's rooms: people are invited and enrolled there."""
        return reverse("run:enrolments", args=[self.object.pk])


class RunEditView(RemarkingMixin, ScopedViewMixin, KeptEditView):
    """A run's dates and people; it never changes hands."""

    def form_valid(self, form: Any) -> Any:
        """Seats that were added are offered to those who wait."""
        response = super().form_valid(form)
        promote_on(self.object)
        return response

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        """The ways to the run's rooms, and to extra time and the like on it."""
        rooms = [
            Button(label, url=reverse(name, args=[self.object.pk]), icon_name=icon, priority=place)
            for place, (name, label, icon) in enumerate(ROOMS, start=50)
        ]
        exceptions = f"{reverse('quiz_exceptions:index')}?run={self.object.pk}"
        button = Button(_("Exceptions to quizzes"), url=exceptions, icon_name="time", priority=60)
        return [*super().header_more_buttons, *rooms, button]


class RunHistoryView(ScopedViewMixin, generic.history.HistoryView):
    """Who changed this run, and when."""


class CourseRunForm(WholeRowForm):
    """Offers the person's own organisations and their teachers."""

    mended_at = {"courses_run_one_standing_per_course_and_organiser": "standing"}

    languages = forms.MultipleChoiceField(
        label=_("Languages"),
        choices=settings.LANGUAGES,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seats"].error_messages["invalid"] = _(
            "Write a whole number in digits alone, such as 1000."
        )
        # With a comma, too: so prices are written here.
        self.fields["price"].localize = True
        self.fields["price"].widget = forms.TextInput(attrs={"inputmode": "decimal"})
        self.fields["price"].widget.is_localized = True
        kept = Organisation.objects.kept_by(self.for_user)
        self.fields["organiser"].queryset = kept
        if not self.instance.pk and len(kept[:2]) == 1:
            self.initial["organiser"] = kept[0].pk
        self.fields["teachers"].queryset = (
            User.objects.filter(
                memberships__organisation__in=kept, memberships__role__in=Membership.STAFF_ROLES
            )
            .distinct()
            .order_by("last_name", "first_name")
        )
        self.fields["course"].queryset = Course.objects.filter(retired_at__isnull=True)
        if self.instance.pk:
            # Enrolments and completions hang on these: a run keeps its course and organiser.
            for name in ("course", "organiser"):
                self.fields[name].disabled = True
            self.fields["course"].queryset = Course.objects.filter(pk=self.instance.course_id)

    def clean_code(self) -> str:
        """Refuse one that another run has, and another one than completions have copied."""
        code: str = self.cleaned_data["code"]
        had = self.initial.get("code")
        # Registers and exports know the completions by it; a freed one would be taken by others.
        if self.instance.pk and code != had and self.instance.completions.exists():
            raise forms.ValidationError(
                _("Completions have this run's code already: it stays %(code)s."),
                params={"code": had},
            )
        if CourseRun.objects.coded(code).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(CODE_TAKEN)
        return code


def _seats_in_words(run: CourseRun) -> str:
    """How many seats are taken, the way to who has them."""
    if run.seats is None:
        return str(run.taken_seats)
    return f"{run.taken_seats} / {run.seats}"


class CourseRunViewSet(KeptViewSet):
    """Course runs in the menu, for those who schedule them."""

    model = CourseRun
    icon = "date"
    menu_label = _("Course runs")
    menu_order = 300
    add_to_admin_menu = True
    index_view_class = RunIndexView
    add_view_class = RunAddView
    edit_view_class = RunEditView
    history_view_class = RunHistoryView
    list_display = [
        "code",
        TitleColumn(
            "enrolled",
            label=_("Seats taken"),
            accessor=_seats_in_words,
            get_url=lambda run: reverse("run:enrolments", args=[run.pk]),
        ),
        "course",
        "organiser",
        "starts_on",
        "ends_on",
        "archived_at",
    ]
    search_fields = ["code"]
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [
                    FieldPanel("course"),
                    FieldPanel("organiser"),
                    FieldPanel("code"),
                    FieldPanel("languages"),
                    FieldPanel("standing"),
                ],
                heading=_("Course run"),
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel(
                        [FieldPanel("enrolment_opens_on"), FieldPanel("enrolment_closes_on")]
                    ),
                    FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")]),
                ],
                heading=_("Time"),
                help_text=_("Both days of each span belong to it. Empty: no limit."),
            ),
            MultiFieldPanel(
                [
                    FieldPanel("seats"),
                    FieldPanel("has_waiting_list"),
                    FieldPanel("hours_to_accept"),
                    FieldPanel("invited_only"),
                ],
                heading=_("Seats and who may enrol"),
            ),
            MultiFieldPanel(
                [FieldPanel("price"), FieldPanel("payer")], heading=_("Price as information")
            ),
            MultiFieldPanel(
                [
                    FieldPanel(
                        "registrar_class",
                        help_text=_(
                            "Each enrolment begins with it and may have another; the completion "
                            "freezes it."
                        ),
                    ),
                ],
                heading=_("In the study register"),
            ),
            FieldPanel("teachers", widget=forms.CheckboxSelectMultiple),
        ],
        base_form_class=CourseRunForm,
    )
