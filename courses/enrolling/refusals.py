"""Why somebody may not enrol, as a reason that the page can say in words."""

from collections.abc import Collection
from dataclasses import dataclass, field

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from courses.catalogue.invitations import Invitation
from courses.catalogue.models import Course
from courses.catalogue.runs import CourseRun
from courses.enrolling.models import Enrolment
from courses.enrolling.waiting_places import WaitingPlace


class Refusal(TextChoices):
    """The label is the sentence that the learner reads."""

    SIGN_IN = "sign_in", _("Sign in first. Your progress is saved to your account.")
    COURSE_RETIRED = "course_retired", _("This course is no longer given.")
    ALREADY_ENROLLED = "already_enrolled", _("You are already enrolled on this run.")
    NOT_INVITED = (
        "not_invited",
        _("Only those invited may enrol here. Ask the organiser, or use a key."),
    )
    WRONG_KEY = "wrong_key", _("No invitation to this course has this key. Check the letters.")
    LINK_USED = (
        "link_used",
        _("Somebody has used this invitation already, or it was taken back. Ask the organiser."),
    )
    NOT_YET_OPEN = "not_yet_open", _("Enrolment has not opened yet.")
    CLOSED = "closed", _("Enrolment to this run has closed.")
    RUN_OVER = "run_over", _("This run has ended.")
    PREREQUISITES = (
        "prerequisites",
        _("This course builds on another one. Complete that course first."),
    )
    FULL = "full", _("This run is full.")
    WAITING_LIST_OPEN = (
        "waiting_list_open",
        _("This run is full. You can join its waiting list."),
    )
    WAITING = "waiting", _("You are on the waiting list of this run.")
    OFFER_LAPSED = "offer_lapsed", _("The time to accept this place has run out.")


# Reasons that study staff may pass, since the organiser decides on them.
PASSABLE_BY_STAFF = frozenset(
    {
        Refusal.NOT_INVITED,
        Refusal.NOT_YET_OPEN,
        Refusal.CLOSED,
        Refusal.RUN_OVER,
        Refusal.FULL,
        Refusal.WAITING_LIST_OPEN,
        Refusal.WAITING,
        Refusal.OFFER_LAPSED,
    }
)


# Those and what only the learner may hear: it is asked when they answer.
UNTIL_ANSWERED = PASSABLE_BY_STAFF | {Refusal.PREREQUISITES}


class EnrolmentRefusedError(Exception):
    """Enrolling was refused; `reason` says why, and `run` where, on a programme's run."""

    def __init__(self, reason: Refusal, run: CourseRun | None = None) -> None:
        super().__init__(str(reason.label))
        self.reason = reason
        self.run = run


@dataclass(frozen=True)
class Applicant:
    """
    What enrolling on a course's runs needs to know of one person.

    `invited_to`: the runs that invitations let them in to; None among them: to every run.
    """

    signed_in: bool = False
    enrolled_runs: frozenset[int] = frozenset()
    invited_to: frozenset[int | None] = frozenset()
    # Courses to be completed first.
    missing: tuple[Course, ...] = ()
    places: dict[int, WaitingPlace] = field(default_factory=dict)

    def is_invited(self, run: CourseRun) -> bool:
        """Whether some invitation lets them in to this run."""
        return None in self.invited_to or run.pk in self.invited_to

    def holds_a_seat(self, run: CourseRun) -> bool:
        """Whether a place on the run is offered to them and can still be accepted."""
        place = self.places.get(run.pk)
        return place is not None and place.can_be_accepted


def applicant(
    course: Course, user: User | AnonymousUser, key: str = "", token: str = ""
) -> Applicant:
    """Gather what a course's runs need to know of a person; at most four queries."""
    if not isinstance(user, User):
        return Applicant()
    active = Enrolment.objects.active().filter(run__course=course, learner=user)
    places = WaitingPlace.objects.open().filter(run__course=course, learner=user)
    invitations = Invitation.objects.for_person(user, key, token).filter(course=course)
    return Applicant(
        signed_in=True,
        enrolled_runs=frozenset(active.values_list("run_id", flat=True)),
        invited_to=frozenset(invitations.values_list("run_id", flat=True)),
        missing=tuple(missing_before(course, user)),
        places={place.run_id: place for place in places},
    )


def missing_before(course: Course, user: User) -> list[Course]:
    """Return the prerequisites of a course that a person has no valid completion of."""
    done = Q(completions__learner=user, completions__annulled_at__isnull=True)
    return list(course.prerequisites.exclude(pk__in=Course.objects.filter(done).values("pk")))


def refusal_reason(
    run: CourseRun,
    user: User | AnonymousUser,
    key: str = "",
    token: str = "",
    passes: Collection[Refusal] = (),
) -> Refusal | None:
    """
    Return why this person may not enrol on this run today; None when they may.

    Dates count whole days in Finnish time. Seats are those of enrolments not withdrawn and of
    places on offer. `passes`: reasons that do not count, since staff decide on them.
    """
    person = applicant(run.course, user, key, token)
    return refusal_of(
        run, person, taken_seats=taken_seats(run), key=key, token=token, passes=passes
    )


def taken_seats(run: CourseRun) -> int:
    """Count the seats that are taken; none where there is no limit, which saves asking."""
    if run.seats is None:
        return 0
    counted = CourseRun.objects.filter(pk=run.pk).with_taken_seats()
    return int(counted.values_list("taken_seats", flat=True)[0])


def refusal_of(
    run: CourseRun,
    person: Applicant,
    *,
    taken_seats: int,
    key: str = "",
    token: str = "",
    passes: Collection[Refusal] = (),
) -> Refusal | None:
    """Say the same from facts at hand, without a query."""
    reasons = _reasons(run, person, taken_seats=taken_seats, key=key, token=token)
    return next((reason for reason in reasons if reason not in passes), None)


def _reasons(
    run: CourseRun, person: Applicant, *, taken_seats: int, key: str, token: str
) -> list[Refusal]:
    """All reasons, the one that is to be said first."""
    full = run.seats is not None and taken_seats >= run.seats
    found = [Refusal.ALREADY_ENROLLED] if run.pk in person.enrolled_runs else []
    by_date = refusal_by_date(run)
    if person.holds_a_seat(run):
        # It was kept for them: neither the last day of enrolment nor the seats count.
        over = by_date in (Refusal.COURSE_RETIRED, Refusal.RUN_OVER)
        return [*found, by_date] if by_date and over else found
    if by_date:
        found.append(by_date)
    place = person.places.get(run.pk)
    if place is not None:
        found.append(Refusal.OFFER_LAPSED if place.offered_at else Refusal.WAITING)
    if full and not run.has_waiting_list:
        found.append(Refusal.FULL)
    if not person.signed_in:
        return [*found, Refusal.WAITING_LIST_OPEN if full else Refusal.SIGN_IN]
    if person.missing:
        found.append(Refusal.PREREQUISITES)
    if needs_invitation(run) and not person.is_invited(run):
        found.append(_uninvited(key, token))
    if full:
        found.append(Refusal.WAITING_LIST_OPEN)
    return found


def _uninvited(key: str, token: str) -> Refusal:
    if key.strip():
        return Refusal.WRONG_KEY
    return Refusal.LINK_USED if token else Refusal.NOT_INVITED


def needs_invitation(run: CourseRun) -> bool:
    """Whether only those invited may enrol on the run today."""
    return run.invited_only or run.course.access_now == Course.Access.INVITED


def refusal_by_date(run: CourseRun) -> Refusal | None:
    """Why nobody may enrol on this run today, seats aside; None when its enrolment is open."""
    today = timezone.localdate()
    if run.course.retired_at or run.archived_at:
        return Refusal.COURSE_RETIRED
    if run.ends_on and today > run.ends_on:
        return Refusal.RUN_OVER
    if run.enrolment_opens_on and today < run.enrolment_opens_on:
        return Refusal.NOT_YET_OPEN
    if run.enrolment_closes_on and today > run.enrolment_closes_on:
        return Refusal.CLOSED
    return None


def can_enrol(run: CourseRun, user: User | AnonymousUser, key: str = "") -> bool:
    """Whether there is no reason to refuse."""
    return refusal_reason(run, user, key) is None
