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
from courses.enrolling.waiting_places import WaitingPlace
from home.words import day_in_words, days_in_words


@dataclass(frozen=True)
class Offer:
    """
    One run, and why this person may not enrol on it (None when they may).

    `run` comes with its organiser and `taken_seats`; `place` is theirs on its waiting list.
    """

    run: CourseRun
    refusal: Refusal | None
    place: WaitingPlace | None = None

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
            open_list = self.run.has_waiting_list
            return "warning", _("Full, waiting list open") if open_list else _("Full")
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
            (_("Price"), price_in_words(run)),
            (_("Who pays"), run.payer),
        ]

    @property
    def is_takeable(self) -> bool:
        """Whether the person may go on to enrolling, be it by a key that they have."""
        return self.place is not None or self.refusal in (
            None,
            Refusal.NOT_INVITED,
            Refusal.WAITING_LIST_OPEN,
        )

    @property
    def deed(self) -> str:
        """What one goes there for, as the button says it."""
        if self.place:
            return _("Accept the place") if self.refusal is None else _("See your place")
        return _("Join the waiting list") if self.seats_free == 0 else _("Enrol")

    @property
    def standing(self) -> str:
        """Why this person goes no further though others might; empty where nothing is to say."""
        if self.place and self.refusal is None:
            return _("A place has come free for you.")
        personal = (Refusal.PREREQUISITES, Refusal.WAITING, Refusal.OFFER_LAPSED)
        return str(self.refusal.label) if self.refusal in personal else ""

    @property
    def enrol_url(self) -> str:
        """Where one enrols, or sees one's place on the waiting list."""
        if self.place:
            return reverse("courses:waiting_place", args=[self.place.pk])
        return reverse("courses:enrol", args=[self.run.pk])


def price_in_words(run: CourseRun) -> str:
    """What a run costs, as information; empty where nothing is said."""
    if run.price is None:
        return ""
    if not run.price:
        return _("Free of charge")
    euros, cents = divmod(run.price, 1)
    # A thin space parts the thousands, a comma the cents.
    written = f"{euros:,.0f}".replace(",", "\u202f")
    return f"{written},{100 * cents:02.0f} €" if cents else f"{written} €"


def offers(course: Course, user: User | AnonymousUser) -> list[Offer]:
    """
    Return the course's runs that are not over, open ones first; at most five queries.

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
    found = [
        Offer(
            run,
            refusal_of(run, person, taken_seats=run.taken_seats),
            person.places.get(run.pk),
        )
        for run in runs
    ]
    return sorted(found, key=lambda offer: refusal_by_date(offer.run) is not None)
