"""The one thing to do next on a course's page, for this person today."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from courses.catalogue.models import Course
from courses.enrolling.models import Enrolment
from courses.enrolling.offers import Offer
from courses.enrolling.refusals import Refusal
from courses.pages.outline import OutlineStep
from courses.pages.reading import Reading
from courses.pages.time_left import what_fits

RUNS = "#runs"
# Reasons that end once the person has signed in or typed a key.
PASSABLE = (None, Refusal.SIGN_IN, Refusal.NOT_INVITED)


@dataclass(frozen=True)
class NextAction:
    """
    What to do, why, and where; `other_*` is a quieter second way, empty when there is none.

    An empty `href` means that there is nothing to do now: `text` gives the reason. Where
    the deed is to go on with a step, `step` says it instead.
    """

    heading: str
    text: str = ""
    href: str = ""
    label: str = ""
    other_href: str = ""
    other_label: str = ""
    step: OutlineStep | None = None
    # What ten minutes are enough for, in words; empty where they are not.
    fits: str = ""


def next_action(reading: Reading, offers: list[Offer], user: User | AnonymousUser) -> NextAction:
    """Choose by the person's state: completed, studying, able to enrol, refused with a reason."""
    if enrolment := reading.enrolment:
        done = enrolment.completed_at is not None
        return _completed(reading, enrolment) if done else _studying(reading, enrolment)
    if place := next((offer for offer in offers if offer.place), None):
        return _waiting(place)
    passable = [offer for offer in offers if offer.refusal in PASSABLE]
    if not passable:
        return _full(reading, offers) or _refused(reading, offers)
    if not user.is_authenticated:
        return _sign_in(reading, passable)
    return _enrol(reading, passable)


def _completed(reading: Reading, enrolment: Enrolment) -> NextAction:
    first = _first_step(reading)
    return NextAction(
        heading=_("You have completed this course"),
        text=_("Your result and certificate are kept in your studies."),
        href=reverse("courses:completed", args=[enrolment.pk]),
        label=_("See your certificate"),
        other_href=first.href if first else "",
        other_label=_("Read again") if first else "",
    )


def _studying(reading: Reading, enrolment: Enrolment) -> NextAction:
    if enrolment.waits_for_answer:
        return NextAction(
            heading=_("You have been enrolled"),
            text=reading.time_words,
            href=reverse("courses:consent", args=[enrolment.pk]),
            label=_("Take the place"),
        )
    if words := reading.time_words:
        return NextAction(
            heading=_("You are enrolled")
            if enrolment.run.begins_after(timezone.localdate())
            else _("The run is over"),
            text=words,
            href=reverse("courses:my_studies"),
            label=_("See my studies"),
        )
    step = reading.resume
    if closed := reading.opens_next:
        return NextAction(
            heading=_("You have done what is open now"),
            text=f"{closed.title}: {reading.closed_words(closed)}",
            href=reverse("courses:my_studies"),
            label=_("See my studies"),
        )
    if step is None:
        return NextAction(
            heading=_("You have done every step"),
            text=_("This page says what the course still asks for, if anything."),
            href=reverse("courses:my_studies"),
            label=_("See my studies"),
        )
    begun = bool(reading.done) or enrolment.last_step_id
    return NextAction(
        heading=_("Continue where you were") if begun else _("You are enrolled"),
        step=step,
        fits=_fits(reading, step),
        href=reverse("courses:continue", args=[enrolment.pk]),
        label=_("Continue studying") if begun else _("Begin studying"),
    )


def _fits(reading: Reading, step: OutlineStep) -> str:
    steps = reading.outline.steps
    ahead = [
        one.minutes
        for one in steps[steps.index(step) :]
        if one.key not in reading.done and one.id not in reading.closed
    ]
    count = what_fits(ahead)
    if count > 1:
        return _("In 10 minutes you can do %(count)s steps.") % {"count": count}
    return _("10 minutes is enough for this") if count else ""


def _sign_in(reading: Reading, passable: list[Offer]) -> NextAction:
    chosen = _only_choice(passable)
    access = reading.course.access_now
    text = {
        Course.Access.OPEN: _(
            "Anyone may read this course. When you sign in, your progress is saved, and you "
            "can take the exam and get a certificate."
        ),
        Course.Access.ENROL: _("The lessons open when you have enrolled."),
        Course.Access.INVITED: _("This course is for those invited. Sign in to enrol."),
    }[access]
    if chosen is None:
        return _with_reading(reading, _("Enrol on a run"), text, RUNS, _("Choose a course run"))
    href = f"{reverse('account_login')}?{urlencode({'next': chosen.enrol_url})}"
    return _with_reading(reading, _("Begin this course"), text, href, _("Sign in and enrol"))


def _enrol(reading: Reading, passable: list[Offer]) -> NextAction:
    chosen = _only_choice(passable)
    if passable[0].refusal == Refusal.NOT_INVITED:
        return NextAction(
            heading=_("This course is by invitation"),
            text=str(Refusal.NOT_INVITED.label),
            href=chosen.enrol_url if chosen else RUNS,
            label=_("I have a key") if chosen else _("Choose a course run"),
        )
    if chosen is None:
        text = _("Several runs are open. Choose the one that suits you.")
        return _with_reading(reading, _("Enrol on a run"), text, RUNS, _("Choose a course run"))
    text = _("Organiser: %(organiser)s.") % {"organiser": chosen.name}
    if chosen.study_time:
        text = f"{text} {_('Study time')}: {chosen.study_time}."
    return _with_reading(reading, _("Begin this course"), text, chosen.enrol_url, _("Enrol"))


def _waiting(offer: Offer) -> NextAction:
    """The reader's place on a waiting list, or the seat that is offered to them."""
    offered = offer.refusal is None
    return NextAction(
        heading=_("A place has come free for you") if offered else _("You wait for a place"),
        text=_("Organiser: %(organiser)s.") % {"organiser": offer.name},
        href=offer.enrol_url,
        label=offer.deed,
    )


def _full(reading: Reading, offers: list[Offer]) -> NextAction | None:
    """The way to a waiting list; None where no run has one open."""
    full = [offer for offer in offers if offer.refusal == Refusal.WAITING_LIST_OPEN]
    if not full:
        return None
    chosen = _only_choice(full)
    text = _("When a place comes free, it is offered to those who wait.")
    href = chosen.enrol_url if chosen else RUNS
    label = _("Join the waiting list") if chosen else _("Choose a course run")
    return _with_reading(reading, _("The course is full"), text, href, label)


def _refused(reading: Reading, offers: list[Offer]) -> NextAction:
    heading = _("Enrolment is not open")
    if reading.course.retired_at:
        text = str(Refusal.COURSE_RETIRED.label)
    elif not offers:
        text = _("No run of this course is open or planned at the moment.")
    elif len(offers) == 1:
        text = f"{offers[0].state[1].rstrip('.')}."
    else:
        text = _("None of the runs takes enrolments today. Their dates are on this page.")
    return _with_reading(reading, heading, text, "", "")


def _with_reading(reading: Reading, heading: str, text: str, href: str, label: str) -> NextAction:
    """Add that an open course may be read at once; the only thing to do where href is empty."""
    first = _first_step(reading)
    if first is None or reading.course.access_now != Course.Access.OPEN:
        return NextAction(heading, text, href, label)
    if not href:
        return NextAction(heading, text, first.href, _("Read the course"))
    return NextAction(heading, text, href, label, first.href, _("Read without enrolling"))


def _first_step(reading: Reading) -> OutlineStep | None:
    return reading.outline.steps[0] if reading.outline.steps else None


def _only_choice(passable: list[Offer]) -> Offer | None:
    """The self-paced run, or the only one; None where the person must choose."""
    standing = [offer for offer in passable if offer.run.standing]
    candidates = standing or passable
    return candidates[0] if len(candidates) == 1 else None
