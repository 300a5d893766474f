"""Why somebody may not enrol, as a reason that the page can say in words."""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from courses.catalogue.invitations import Invitation
from courses.catalogue.models import Course
from courses.catalogue.runs import CourseRun
from courses.enrolling.models import Enrolment


class Refusal(TextChoices):
    """The label is the sentence that the learner reads."""

    SIGN_IN = "sign_in", _("Sign in first. Your progress is saved to your account.")
    COURSE_RETIRED = "course_retired", _("This course is no longer given.")
    ALREADY_ENROLLED = "already_enrolled", _("You are already enrolled on this run.")
    NOT_INVITED = (
        "not_invited",
        _("This course is for those invited. Ask the organiser, or use a key."),
    )
    WRONG_KEY = "wrong_key", _("No invitation to this course has this key. Check the letters.")
    NOT_YET_OPEN = "not_yet_open", _("Enrolment has not opened yet.")
    CLOSED = "closed", _("Enrolment to this run has closed.")
    RUN_OVER = "run_over", _("This run has ended.")
    FULL = "full", _("This run is full.")


class EnrolmentRefusedError(Exception):
    """Enrolling was refused; `reason` says why."""

    def __init__(self, reason: Refusal) -> None:
        super().__init__(str(reason.label))
        self.reason = reason


@dataclass(frozen=True)
class Applicant:
    """What enrolling on a course's runs needs to know of one person."""

    signed_in: bool = False
    enrolled_runs: frozenset[int] = frozenset()
    invited: bool = False


def applicant(course: Course, user: User | AnonymousUser, key: str = "") -> Applicant:
    """Gather what a course's runs need to know of a person; at most two queries."""
    if not isinstance(user, User):
        return Applicant()
    active = Enrolment.objects.active().filter(run__course=course, learner=user)
    invited = course.access_now == Course.Access.INVITED and (
        Invitation.objects.for_person(user, key).filter(course=course).exists()
    )
    return Applicant(
        signed_in=True,
        enrolled_runs=frozenset(active.values_list("run_id", flat=True)),
        invited=invited,
    )


def refusal_reason(run: CourseRun, user: User | AnonymousUser, key: str = "") -> Refusal | None:
    """
    Return why this person may not enrol on this run today; None when they may.

    Dates count whole days in Finnish time. Seats are those of enrolments not withdrawn.
    """
    taken = 0
    if run.seats is not None:
        taken = Enrolment.objects.standing_ones().filter(run=run).count()
    return refusal_of(run, applicant(run.course, user, key), taken_seats=taken, key=key)


def refusal_of(
    run: CourseRun, person: Applicant, *, taken_seats: int, key: str = ""
) -> Refusal | None:
    """Say the same from facts at hand, without a query."""
    if run.pk in person.enrolled_runs:
        return Refusal.ALREADY_ENROLLED
    if reason := refusal_by_date(run):
        return reason
    if run.seats is not None and taken_seats >= run.seats:
        return Refusal.FULL
    if not person.signed_in:
        return Refusal.SIGN_IN
    if run.course.access_now == Course.Access.INVITED and not person.invited:
        return Refusal.WRONG_KEY if key.strip() else Refusal.NOT_INVITED
    return None


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
