"""A course's runs as they are offered to one person today."""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from courses.catalogue.models import Course
from courses.catalogue.runs import CourseRun
from courses.enrolling.refusals import Refusal, applicant, refusal_by_date, refusal_of
from home.words import day_in_words, days_in_words


@dataclass(frozen=True)
class Offer:
    """
    One run, and why this person may not enrol on it (None when they may).

    `run` comes with its organiser and `taken_seats`.
    """

    run: CourseRun
    refusal: Refusal | None

    @property
    def seats_free(self) -> int | None:
        """Seats left, never below zero; None where there is no limit."""
        if self.run.seats is None:
            return None
        return max(self.run.seats - self.run.taken_seats, 0)

    @property
    def name(self) -> str:
        """What to call it: by its organiser."""
        return self.run.organiser.name

    @property
    def state(self) -> tuple[str, str]:
        """How the run stands, the same for everyone: (tone, words)."""
        reason = refusal_by_date(self.run)
        if reason == Refusal.NOT_YET_OPEN and self.run.enrolment_opens_on:
            return "neutral", _("Enrolment opens on %(day)s") % {
                "day": day_in_words(self.run.enrolment_opens_on)
            }
        if reason == Refusal.CLOSED:
            return "neutral", _("Enrolment closed")
        if reason:
            return "neutral", str(reason.label)
        if self.seats_free == 0:
            return "warning", _("Full")
        return "note", _("Enrolment open")

    @property
    def study_time(self) -> str:
        """When it is studied; empty where no dates are set."""
        dates = days_in_words(self.run.starts_on, self.run.ends_on)
        return dates or (_("At your own pace") if self.run.standing else "")

    @property
    def facts(self) -> list[tuple[str, str]]:
        """Dates and seats as label and value; empty values are to be left out."""
        run = self.run
        seats = ""
        if run.seats is not None:
            seats = _("%(free)s free of %(seats)s") % {"free": self.seats_free, "seats": run.seats}
        return [
            (_("Study time"), self.study_time),
            (_("Enrolment"), days_in_words(run.enrolment_opens_on, run.enrolment_closes_on)),
            (_("Seats"), seats),
        ]

    @property
    def is_takeable(self) -> bool:
        """Whether the person may go on to enrolling, be it by a key that they have."""
        return self.refusal in (None, Refusal.NOT_INVITED)

    @property
    def enrol_url(self) -> str:
        """Where one enrols."""
        return reverse("courses:enrol", args=[self.run.pk])


def offers(course: Course, user: User | AnonymousUser) -> list[Offer]:
    """
    Return the course's runs that are not over, open ones first; at most three queries.

    A self-paced run stands before those with dates.
    """
    today = timezone.localdate()
    runs = (
        CourseRun.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today))
        .filter(course=course, archived_at__isnull=True)
        .select_related("course", "organiser")
        .with_taken_seats()
        .order_by("-standing", "starts_on", "code")
    )
    person = applicant(course, user)
    found = [Offer(run, refusal_of(run, person, taken_seats=run.taken_seats)) for run in runs]
    return sorted(found, key=lambda offer: refusal_by_date(offer.run) is not None)
