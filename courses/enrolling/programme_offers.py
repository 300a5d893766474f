"""Runs of a whole programme, as they are offered on the pages of its courses."""

from collections.abc import Collection
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from courses.catalogue.programmes import ProgrammeRun
from courses.catalogue.runs import CourseRun
from courses.enrolling.models import ProgrammeEnrolment
from courses.enrolling.refusals import Refusal, refusal_by_date
from home.words import days_in_words


@dataclass(frozen=True)
class ProgrammeOffer:
    """A programme's run with its runs, and why nobody may enrol on it as a whole."""

    programme_run: ProgrammeRun
    runs: list[CourseRun]
    is_mine: bool = False

    @property
    def refusal(self) -> Refusal | None:
        """The first reason by dates or seats; what depends on the person is said later."""
        if self.is_mine:
            return Refusal.ALREADY_ENROLLED
        for run in self.runs:
            if reason := refusal_by_date(run):
                return reason
            if run.seats is not None and run.taken_seats >= run.seats:
                return Refusal.FULL
        return None

    @property
    def study_time(self) -> str:
        """From the first day of any run to the last of any."""
        first = min((run.starts_on for run in self.runs if run.starts_on), default=None)
        last = max((run.ends_on for run in self.runs if run.ends_on), default=None)
        return days_in_words(first, last)

    @property
    def enrol_url(self) -> str:
        """Where one enrols on all of them."""
        return reverse("courses:enrol_programme", args=[self.programme_run.pk])


def programme_offers(
    programmes: Collection[int], user: User | AnonymousUser
) -> list[ProgrammeOffer]:
    """Return the programmes' runs that are not over; three queries, however many there are."""
    today = timezone.localdate()
    over = CourseRun.objects.filter(ends_on__lt=today).values("programme_run")
    found = list(
        ProgrammeRun.objects.filter(programme__in=programmes, archived_at__isnull=True)
        .exclude(pk__in=over.filter(programme_run__isnull=False))
        .select_related("programme", "organiser")
        .order_by("code")
    )
    if not found:
        return []
    runs: dict[int, list[CourseRun]] = {one.pk: [] for one in found}
    all_runs = CourseRun.objects.filter(programme_run__in=found).select_related("course")
    for run in all_runs.with_taken_seats().order_by("starts_on", "code"):
        runs[run.programme_run_id].append(run)
    mine: set[int] = set()
    if isinstance(user, User):
        current = ProgrammeEnrolment.objects.filter(
            Q(withdrawn_at__isnull=True), learner=user, programme_run__in=found
        )
        mine = set(current.values_list("programme_run_id", flat=True))
    return [ProgrammeOffer(one, runs[one.pk], one.pk in mine) for one in found if runs[one.pk]]
