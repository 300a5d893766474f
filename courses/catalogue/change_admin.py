"""
What changed in courses, in Wagtail's admin, for editors.

Holders of certificates read these lines: they are mended, never taken back.
"""

import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic

from accounts.keeping import KeptViewSet
from courses.catalogue.changes import CurriculumChange, CurriculumChangeQuerySet
from courses.catalogue.models import Course, CourseStep
from home.reach import in_our_time


class CurriculumChangeForm(WagtailAdminModelForm):
    """One change, with the step that it concerns, if it is one of the course."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        courses = Course.objects.filter(retired_at__isnull=True)
        if self.instance.pk:
            courses |= Course.objects.filter(pk=self.instance.course_id)
        self.fields["course"].queryset = courses
        steps = CourseStep.objects.current().filter(course__in=courses)
        if self.instance.step_id:
            steps |= CourseStep.objects.filter(pk=self.instance.step_id)
        self.fields["step"].queryset = steps
        self.fields["step"].choices = _by_course(steps)

    def clean_changed_on(self) -> datetime.date:
        """A change is told when it has been made."""
        day: datetime.date = self.cleaned_data["changed_on"]
        in_our_time(day)
        if day > timezone.localdate():
            self.add_error("changed_on", _("Write a change down when it has been made."))
        return day

    def clean(self) -> dict[str, Any]:
        """Keep the step within its course."""
        said: dict[str, Any] = super().clean()
        course, step = said.get("course"), said.get("step")
        if course and step and step.course_id != course.pk:
            self.add_error("step", _("This step is of another course."))
        return said

    def save(self, commit: bool = True) -> CurriculumChange:
        """Keep who noted it first."""
        if self.instance.pk is None:
            self.instance.noted_by = self.for_user
        change: CurriculumChange = super().save(commit)
        return change


def _by_course(steps: Any) -> list[tuple[str, Any]]:
    """The choices of steps, in their courses and in order."""
    groups: dict[str, list[tuple[int, str]]] = {}
    for step in steps.select_related("course").order_by("course__code", "position", "pk"):
        groups.setdefault(str(step.course), []).append((step.pk, step.title))
    return [("", _("The course as a whole")), *groups.items()]


class CurriculumChangeIndexView(generic.IndexView):
    """The changes of every course, newest first."""

    def get_base_queryset(self) -> CurriculumChangeQuerySet:
        """Read the courses and steps along."""
        return CurriculumChange.objects.select_related("course", "step")


class CurriculumChangeViewSet(KeptViewSet):
    """The curricula's history, for whoever renews a certificate or asked to hear of changes."""

    model = CurriculumChange
    index_view_class = CurriculumChangeIndexView
    icon = "history"
    menu_label = gettext_lazy("Changes in curricula")
    menu_order = 220
    list_display = [
        Column("summary", label=gettext_lazy("What changed")),
        "course",
        "step",
        "changed_on",
    ]
    list_filter = ["course"]
    search_fields = ["summary_fi", "summary_sv", "summary_en", "course__code"]
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [
                    FieldPanel("course"),
                    FieldPanel(
                        "step",
                        help_text=gettext_lazy("The refresher leads to it. Choose one, or none."),
                    ),
                    FieldRowPanel([FieldPanel("changed_on"), FieldPanel("version")]),
                ],
                heading=gettext_lazy("Where and when"),
            ),
            MultiFieldPanel(
                [FieldPanel(f"summary_{language}") for language in ("fi", "sv", "en")],
                heading=gettext_lazy("What changed"),
                help_text=gettext_lazy(
                    "In a sentence or two, as the holder of a certificate needs to know it. "
                    "Where a language is empty, its readers get the Finnish words."
                ),
            ),
        ],
        base_form_class=CurriculumChangeForm,
    )
