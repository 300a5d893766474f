"""
The rooms of one course run in the administration: who comes in, and the tabs between them.

A room's address begins with the run's id (`courses/run_urls.py`). Somebody else's run is a
404 in every room, before anything else is read.
"""

from typing import Any, NamedTuple

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from courses.catalogue.runs import CourseRun
from courses.registrar.access import reads_register
from home.rooms import Room


class Tab(NamedTuple):
    """A room that every run has, as its tab: the name of its address and what it is called."""

    url_name: str
    label: Any


# In the order of a run's life: participants, enrolment, webinars, submissions, messages, dates.
TABS: tuple[Tab, ...] = (
    Tab("run:participants", _("Participants")),
    Tab("run:enrolments", _("Enrolment")),
    Tab("run:webinars", _("Webinars")),
    Tab("run:submissions", _("Submissions")),
    Tab("run:messages", _("Messages")),
    Tab("run:dates", _("Dates and reminders")),
)


class RunRoom(Room):
    """
    A room of one run: `self.run` is the run, scoped to the person's organisations.

    Teachers and study staff come in. A room that only study staff use sets `for_keepers`.
    """

    for_keepers = False
    header_icon = "date"
    tab = ""

    def admits(self, user: User) -> bool:
        """Study staff and teachers; whether the run is theirs is `run`'s affair."""
        if not reads_register(user):
            return False
        return bool(self.run)

    @cached_property
    def run(self) -> CourseRun:
        """The run of this address; somebody else's is not there."""
        runs = CourseRun.objects.select_related("course", "organiser", "programme_run")
        user = self.request.user
        mine = runs.kept_by(user) if self.for_keepers else runs.visible_to(user)
        return get_object_or_404(mine, pk=self.kwargs["run_id"])

    @cached_property
    def is_keeper(self) -> bool:
        """Whether the person manages the run, and does not only teach on it."""
        return CourseRun.objects.kept_by(self.request.user).filter(pk=self.run.pk).exists()

    def get_page_subtitle(self) -> str:
        """The run's code and course."""
        return f"{self.run.code} · {self.run.course.name}"

    def way(self) -> list[dict[str, Any]]:
        """The list of runs."""
        return [{"url": reverse("courserun:index"), "label": _("Course runs")}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the template the run and its tabs."""
        tabs = [
            {
                "href": reverse(tab.url_name, args=[self.run.pk]),
                "label": tab.label,
                "is_here": tab.url_name == self.tab,
            }
            for tab in TABS
        ]
        return super().get_context_data(**kwargs) | {
            "run": self.run,
            "tabs": tabs,
            "is_keeper": self.is_keeper,
        }
