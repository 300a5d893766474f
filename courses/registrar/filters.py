"""What one may ask of the completion list: the filters above it, in its address."""

from dataclasses import dataclass, replace
from typing import Any

import django_filters
from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.widgets import AdminDateInput

from accounts.models import Organisation, User
from courses.catalogue.models import Course
from courses.catalogue.runs import CourseRun, RegistrarClass
from courses.progress.models import Completion
from courses.registrar.listing import Choice, Consent, State, Told
from courses.registrar.models import ListProfile


@dataclass(frozen=True)
class Asker:
    """Who asks, where there is no request: a task for a person."""

    user: User


def _courses(request: Any) -> Any:
    runs = CourseRun.objects.visible_to(request.user)
    return Course.objects.filter(pk__in=runs.values("course"))


def _runs(request: Any) -> Any:
    return CourseRun.objects.visible_to(request.user).order_by("code")


def _organisers(request: Any) -> Any:
    runs = CourseRun.objects.visible_to(request.user)
    return Organisation.objects.filter(pk__in=runs.values("organiser"))


def _profiles(request: Any) -> Any:
    return ListProfile.objects.kept_by(request.user).select_related("organisation")


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
    registrar_class = django_filters.ChoiceFilter(
        label=gettext_lazy("Class (Luokittelu)"), choices=RegistrarClass.choices
    )
    consent = django_filters.ChoiceFilter(label=gettext_lazy("Consent"), choices=Consent.choices)
    told = django_filters.ChoiceFilter(label=gettext_lazy("Delivery"), choices=Told.choices)
    search = django_filters.CharFilter(
        label=gettext_lazy("Search"),
        max_length=200,
        help_text=gettext_lazy("Name, e-mail address, learner id or code."),
    )
    profile = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Profile of the files"),
        queryset=_profiles,
        empty_label=gettext_lazy("Default columns"),
        help_text=gettext_lazy("A profile's files hold its own organisation's completions."),
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
        asked.pop("profile", None)
        for name, kind in (("consent", Consent), ("told", Told), ("registrar_class", int)):
            if name in asked:
                asked[name] = kind(asked[name])
        choice = Choice(**(asked | {"state": State(asked.get("state", State.VALID))}))
        profile = self.chosen_profile()
        return replace(choice, organiser=profile.organisation) if profile else choice

    def chosen_profile(self) -> ListProfile | None:
        """Return the profile that lays out the files; None: the default columns."""
        found: ListProfile | None = self.form.cleaned_data.get("profile")
        return found
