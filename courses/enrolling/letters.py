"""What people are told by mail about places, enrolments and invitations. All are effects."""

from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from accounts.models import User
from courses.catalogue.invitations import Invitation
from courses.catalogue.runs import CourseRun
from courses.enrolling.enrol import MOVED, WITHDRAWN
from courses.enrolling.models import Enrolment
from courses.enrolling.protecting import PROTECTED
from courses.enrolling.waiting import CLOSED, LAPSED, OFFERED
from courses.enrolling.waiting_places import WaitingPlace
from courses.notice_kinds import COMPLETION, PLACE
from courses.progress.models import Completion
from courses.progress.recording import ANNULLED
from home import outbox
from home.moments import moment_in_words
from home.notices.telling import tell

INVITED = "courses.invited"
ENROLLED = "courses.enrolled_by_staff"


def connect() -> None:
    """Name the effects."""
    outbox.register(OFFERED, tell_offered, queue="mail")
    outbox.register(LAPSED, tell_lapsed, queue="mail")
    outbox.register(CLOSED, tell_closed, queue="mail")
    outbox.register(INVITED, tell_invited, queue="mail")
    outbox.register(ENROLLED, tell_enrolled, queue="mail")
    outbox.register(WITHDRAWN, tell_withdrawn, queue="mail")
    outbox.register(MOVED, tell_moved, queue="mail")
    outbox.register(ANNULLED, tell_annulled, queue="mail")
    outbox.register(PROTECTED, tell_protected, queue="mail")


def tell_offered(payload: dict[str, Any]) -> None:
    """Tell that a place is theirs to accept; nothing where it has been answered since."""
    place = _place(payload)
    if place is not None and place.can_be_accepted:
        with override(place.learner.language):
            until = moment_in_words(place.accept_by)
        _tell(
            place.learner,
            "offered",
            place.run,
            about=place.pk,
            address=("courses:waiting_place", [place.pk]),
            until=until,
        )


def tell_lapsed(payload: dict[str, Any]) -> None:
    """Tell that the time to accept ran out."""
    place = _place(payload)
    if place is not None:
        _tell(
            place.learner,
            "lapsed",
            place.run,
            about=place.pk,
            address=("courses:enrol", [place.run_id]),
        )


def tell_closed(payload: dict[str, Any]) -> None:
    """Tell that the run is no longer given, and that their place or offer went with it."""
    place = _place(payload)
    if place is not None:
        _tell(
            place.learner,
            "closed",
            place.run,
            about=place.pk,
            address=("courses:waiting_place", [place.pk]),
            was_offered=place.offered_at is not None,
        )


def _place(payload: dict[str, Any]) -> WaitingPlace | None:
    places = WaitingPlace.objects.select_related("learner", "run__course", "run__organiser")
    return places.filter(pk=payload["place"]).first()


def tell_enrolled(payload: dict[str, Any]) -> None:
    """Tell that staff enrolled them; to a new account also how to sign in."""
    enrolments = Enrolment.objects.select_related("learner", "run__course", "run__organiser")
    enrolment = enrolments.filter(pk=payload["enrolment"]).first()
    if enrolment is not None and enrolment.is_active:
        _tell(
            enrolment.learner,
            "enrolled",
            enrolment.run,
            about=enrolment.pk,
            address=("courses:consent", [enrolment.pk]),
            has_password=enrolment.learner.has_usable_password(),
        )


def tell_withdrawn(payload: dict[str, Any]) -> None:
    """Tell that staff withdrew them, and why."""
    enrolment = _enrolment(payload)
    if enrolment is not None:
        _tell(
            enrolment.learner,
            "withdrawn",
            enrolment.run,
            about=enrolment.pk,
            address=("courses:my_studies", []),
            reason=enrolment.withdrawn_reason,
        )


def tell_moved(payload: dict[str, Any]) -> None:
    """Tell to which run staff moved them; whoever has not answered yet, where to."""
    enrolment = _enrolment(payload)
    if enrolment is not None and enrolment.is_active:
        waits = enrolment.waits_for_answer
        _tell(
            enrolment.learner,
            "moved",
            enrolment.run,
            about=enrolment.pk,
            address=("courses:consent", [enrolment.pk]) if waits else ("courses:my_studies", []),
            reason=enrolment.moved_from.withdrawn_reason,
        )


def _enrolment(payload: dict[str, Any]) -> Enrolment | None:
    enrolments = Enrolment.objects.select_related("learner", "run__course", "run__organiser")
    return enrolments.filter(pk=payload["enrolment"]).first()


def tell_annulled(payload: dict[str, Any]) -> None:
    """Tell that a completion was annulled, and why; nothing where another took its place."""
    completions = Completion.objects.annulled().select_related(
        "learner", "run__course", "run__organiser"
    )
    completion = completions.filter(pk=payload["completion"]).first()
    if completion is not None:
        _tell(
            completion.learner,
            "annulled",
            completion.run,
            kind=COMPLETION,
            about=completion.pk,
            address=("courses:my_studies", []),
            reason=completion.annulled_reason,
        )


def tell_protected(payload: dict[str, Any]) -> None:
    """Tell that staff set non-disclosure for them, and where they take it away."""
    enrolments = Enrolment.objects.select_related("learner", "run__course", "run__organiser")
    enrolment = enrolments.filter(pk=payload["enrolment"]).first()
    if enrolment is not None and enrolment.learner.contact_is_protected:
        _tell(
            enrolment.learner,
            "protected",
            enrolment.run,
            about=enrolment.pk,
            address=("accounts:profile", []),
        )


def _tell(
    person: User,
    letter: str,
    run: CourseRun,
    *,
    about: int,
    address: tuple[str, list[int]],
    kind: str = PLACE,
    **more: Any,
) -> None:
    """Send one letter about a row; whoever has erased the account since is told nothing."""
    with override(person.language):
        # In their language: so are the course's name and the page that the link leads to.
        name, values = address
        link = f"{settings.BASE_URL}{reverse(name, args=values)}"
        told = {"run": run, "course": run.course.name, "organiser": run.organiser.name}
        tell(
            kind=kind,
            key=f"courses.{letter}:{about}",
            person=person,
            template=f"courses/email/{letter}",
            context=told | {"link": link} | more,
            link=link,
        )


def tell_invited(payload: dict[str, Any]) -> None:
    """Send a personal link; nothing where the invitation was taken back or used."""
    invitations = Invitation.objects.select_related("course", "run__organiser")
    invitation = invitations.filter(pk=payload["invitation"]).first()
    if invitation is None or not invitation.token or invitation.used_at:
        return
    person = User.objects.filter(email__iexact=invitation.email).first()
    with override(person.language if person else language_of(invitation.run)):
        context = {
            "user": person,
            "run": invitation.run,
            "course": invitation.course.name,
            "organiser": invitation.run.organiser.name if invitation.run else "",
            "link": f"{settings.BASE_URL}{reverse('courses:invitation', args=[invitation.token])}",
        }
        get_adapter().send_mail("courses/email/invited", invitation.email, context)
    Invitation.objects.filter(pk=invitation.pk).update(sent_at=timezone.now())


def language_of(run: CourseRun | None) -> str:
    """What to write in to somebody unknown: the run's first language, else Finnish."""
    known = dict(settings.LANGUAGES)
    return next((code for code in (run.languages if run else []) if code in known), "fi")
