"""Taking a course off the offer, and offering it again; and what hangs on it, said beforehand."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone
from wagtail.log_actions import log

from accounts.models import User
from courses.catalogue.models import Course
from courses.catalogue.programmes import Programme
from courses.catalogue.runs import CourseRun

# As the course's history names them.
ARCHIVED = "courses.archive"
OFFERED_AGAIN = "courses.offer_again"

STUDYING = Count(
    "enrolments",
    filter=Q(enrolments__withdrawn_at__isnull=True, enrolments__completed_at__isnull=True),
    distinct=True,
)
WAITING = Count("waiting_places", filter=Q(waiting_places__ended_at__isnull=True), distinct=True)


@dataclass(frozen=True)
class Hanging:
    """
    What hangs on a course today.

    `runs`: those that somebody studies on or waits for, or could still enrol on, each with
    `studying` and `waiting`. `leads_to`: offered courses that ask for this one first.
    """

    runs: list[CourseRun]
    programmes: list[Programme]
    leads_to: list[Course]

    @property
    def studying(self) -> int:
        """How many are in the middle of it."""
        return sum(run.studying for run in self.runs)

    @property
    def waiting(self) -> int:
        """How many wait for a place or have one on offer."""
        return sum(run.waiting for run in self.runs)


def hanging_on(course: Course) -> Hanging:
    """Return what hangs on a course; three queries, however much it is."""
    today = timezone.localdate()
    runs = (
        CourseRun.objects.filter(course=course)
        .select_related("organiser")
        .annotate(studying=STUDYING, waiting=WAITING)
        .order_by("code")
    )
    return Hanging(
        runs=[
            run
            for run in runs
            if run.studying or run.waiting or not (run.archived_at or run.ended_before(today))
        ],
        programmes=list(Programme.objects.filter(places__course=course).order_by("code")),
        leads_to=list(course.leads_to.filter(retired_at__isnull=True).order_by("code")),
    )


@transaction.atomic
def archive_course(course: Course, *, archived: bool, by: User) -> bool:
    """
    Take a course off the offer, or offer it again; return whether anything changed.

    Enrolments, progress and completions stay as they are. Waiting lists are ended by the
    clock, a run at a time (`courses.enrolling.waiting`); they do not come back.
    """
    course = Course.objects.select_for_update().get(pk=course.pk)
    if archived == (course.retired_at is not None):
        return False
    course.retired_at = timezone.now() if archived else None
    course.save(update_fields=["retired_at"])
    log(instance=course, action=ARCHIVED if archived else OFFERED_AGAIN, user=by)
    return True
