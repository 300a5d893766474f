"""The two dashboards: of teaching, for the staff of runs; of content, for those who edit it."""

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.db.models import Count, F, Q
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from courses.catalogue.models import Course
from courses.catalogue.runs import CourseRun, CourseRunQuerySet
from courses.dashboards.answers import CONTENT, TEACHING, Taught, in_order
from courses.enrolling.models import Enrolment
from courses.registrar.access import reads_register
from home.rooms import Room

# Runs of a page: small drawings are held against each other on one screen.
RUNS = 6


def edits_content(user: User) -> bool:
    """Whether the person edits courses."""
    return user.has_perm("courses.change_course")


class ChoiceForm(forms.Form):
    """Which runs are looked at."""

    course = forms.ModelChoiceField(
        Course.objects.none(), label=_("Course"), required=False, empty_label=_("all courses")
    )
    run = forms.ModelChoiceField(
        CourseRun.objects.none(),
        label=_("Course run"),
        required=False,
        empty_label=_("those on now"),
    )

    def __init__(self, *args: Any, runs: CourseRunQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.runs = runs
        self.fields["course"].queryset = Course.objects.filter(runs__in=runs).distinct()
        self.fields["run"].queryset = runs.order_by("code")

    def chosen(self) -> CourseRunQuerySet:
        """
        Return the runs asked for: one, else those on now, the first to end first.

        What is no choice of this person's shows nothing.
        """
        if not self.is_valid():
            return self.runs.none()
        found: CourseRunQuerySet = self.runs.select_related("course")
        if course := self.cleaned_data["course"]:
            found = found.filter(course=course)
        if run := self.cleaned_data["run"]:
            return found.filter(pk=run.pk)
        today = timezone.localdate()
        return found.filter(
            Q(starts_on__isnull=True) | Q(starts_on__lte=today),
            Q(ends_on__isnull=True) | Q(ends_on__gte=today),
            archived_at__isnull=True,
        ).order_by(F("ends_on").asc(nulls_last=True), "code")


class Dashboard(Room):
    """Questions with their answers, and the way to the other dashboard for whoever has both."""

    template_name = "courses/dashboards/dashboard.html"

    def tabs(self) -> list[dict[str, Any]]:
        """The dashboards of this person; none where there is one only."""
        user = self.request.user
        both = reads_register(user) and edits_content(user)
        rooms = [("dashboard:teaching", TeachingRoom), ("dashboard:content", ContentRoom)]
        return [
            {"href": reverse(name), "label": room.page_title, "is_here": isinstance(self, room)}
            for name, room in rooms
            if both
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the tabs."""
        return super().get_context_data(**kwargs) | {"tabs": self.tabs()}


class TeachingRoom(Dashboard):
    """How one's own runs go."""

    page_title = _("How teaching goes")
    header_icon = "date"

    def admits(self, user: User) -> bool:
        """Study staff and teachers; administrators see every run."""
        return reads_register(user)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Show the answers on the chosen runs."""
        self.form = ChoiceForm(request.GET, runs=CourseRun.objects.visible_to(request.user))
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Ask each question about the runs of the page."""
        page = Paginator(self.form.chosen(), RUNS).get_page(self.request.GET.get("p"))
        runs = list(page.object_list)
        query = self.request.GET.copy()
        query.pop("p", None)
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context |= {"form": self.form, "page": page, "query": query.urlencode()}
        if not runs:
            return context
        people = (
            Enrolment.objects.filter(run__in=runs, moved_to__isnull=True)
            .order_by()
            .values_list("run")
            .annotate(count=Count("pk"))
        )
        taught = Taught(runs, dict(people), timezone.localdate())
        return context | {
            "too_small": [run.code for run in taught.too_small],
            "answers": [
                (question, question.ask(taught))
                for question in in_order(TEACHING, self.request.user)
            ],
        }


class ContentRoom(Dashboard):
    """How content is."""

    page_title = _("How content is")
    header_icon = "doc-full-inverse"

    def admits(self, user: User) -> bool:
        """Those who edit courses."""
        return edits_content(user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Ask each question that is for this person."""
        asked = in_order(CONTENT, self.request.user)
        return super().get_context_data(**kwargs) | {
            "answers": [(question, question.ask()) for question in asked]
        }
