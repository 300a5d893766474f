"""What waits on the runs that are on now, on the front page of the administration."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q
from django.http import HttpRequest
from django.utils import timezone
from wagtail import hooks
from wagtail.admin.ui.components import Component

from accounts.models import User
from courses.activities.submissions import Submission
from courses.catalogue.runs import CourseRun
from courses.enrolling.waiting_places import WaitingPlace
from courses.following.participants import enrolments_of, participants
from courses.following.standstill import Standstill
from courses.registrar.access import reads_register

MOST_RUNS = 8
# People of larger runs are looked at in their own room: the front page is opened all day.
MOST_PEOPLE = 500


@dataclass(frozen=True)
class OnNow:
    """A run that is on, with how many wait for staff; None where nobody has counted."""

    run: CourseRun
    submissions: int
    waiting: int
    stuck: int | None
    silent: int | None

    @property
    def free_seats(self) -> int | None:
        """Seats that nobody has; None without a limit."""
        if self.run.seats is None:
            return None
        return max(self.run.seats - self.run.taken_seats, 0)


def on_now(user: User) -> list[OnNow]:
    """The runs of a person's organisations that are on, the first to end first."""
    today = timezone.localdate()
    runs = list(
        CourseRun.objects.visible_to(user)
        .filter(
            Q(starts_on__isnull=True) | Q(starts_on__lte=today),
            Q(ends_on__isnull=True) | Q(ends_on__gte=today),
            archived_at__isnull=True,
        )
        .with_taken_seats()
        .select_related("course")
        .order_by(F("ends_on").asc(nulls_last=True), "code")[:MOST_RUNS]
    )
    if not runs:
        return []
    ids = [run.pk for run in runs]
    counted = [run.pk for run in runs if run.taken_seats <= MOST_PEOPLE]
    still = Counter(
        (one.enrolment.run_id, one.standstill)
        for one in participants(enrolments_of(counted).active())
    )
    waiting = _by_run(WaitingPlace.objects.open().filter(run__in=ids), "run")
    submissions = _by_run(
        Submission.objects.waiting().filter(enrolment__run__in=ids), "enrolment__run"
    )
    return [
        OnNow(
            run=run,
            submissions=submissions[run.pk],
            waiting=waiting[run.pk],
            stuck=still[run.pk, Standstill.STUCK] if run.pk in counted else None,
            silent=still[run.pk, Standstill.SILENT] if run.pk in counted else None,
        )
        for run in runs
    ]


def _by_run(rows: Any, run: str) -> Counter[int]:
    pairs: Iterable[tuple[int, int]] = (
        rows.order_by().values_list(run).annotate(count=Count("pk")).values_list(run, "count")
    )
    return Counter(dict(pairs))


class OnNowPanel(Component):
    """The runs that are on, for study staff and teachers."""

    name = "runs-on-now"
    template_name = "courses/following/panel.html"
    order = 35

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Give the template the person's runs."""
        user = parent_context["request"].user
        return {"rows": on_now(user) if reads_register(user) else []}


@hooks.register("construct_homepage_panels")
def show_runs_on_now(request: HttpRequest, panels: list[Component]) -> None:
    """Put them on the dashboard."""
    panels.append(OnNowPanel())
