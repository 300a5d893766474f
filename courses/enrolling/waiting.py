"""
The waiting list of a run: joining, offers, and what becomes of them.

A seat that comes free is offered to the first who waits, in the transaction that freed it.
It is theirs until they answer or the time runs out; then it goes to the next. Everything
here that gives or takes a seat stands behind the lock of the run.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from courses.catalogue.runs import CourseRun
from courses.enrolling.links import use_link
from courses.enrolling.refusals import EnrolmentRefusedError, Refusal, refusal_reason, taken_seats
from courses.enrolling.waiting_places import WaitingPlace
from home import outbox

OFFERED = "courses.place_offered"
LAPSED = "courses.place_lapsed"
CLOSED = "courses.place_closed"
Ending = WaitingPlace.Ending


@transaction.atomic
def join(*, run: CourseRun, learner: User, key: str = "", token: str = "") -> WaitingPlace:
    """
    Join the waiting list of a full run; raises EnrolmentRefusedError with the reason.

    Who may not enrol even with seats free may not wait either; a personal link that lets them
    wait is used up, as by enrolling. A run that has a free seat is
    enrolled on: then the reason is None and this is a ValueError.
    """
    run = _locked(run.pk)
    reason = refusal_reason(run, learner, key, token)
    if reason is None:
        raise ValueError("There is a free seat: enrol.")
    if reason != Refusal.WAITING_LIST_OPEN:
        raise EnrolmentRefusedError(reason)
    use_link(run, learner, token=token, key=key)
    return WaitingPlace.objects.create(run=run, learner=learner, joined_at=timezone.now())


def _locked(run_id: int) -> CourseRun:
    runs = CourseRun.objects.select_for_update(of=("self",))
    return runs.select_related("course", "organiser").get(pk=run_id)


@transaction.atomic
def leave(place: WaitingPlace) -> WaitingPlace:
    """Leave the list, or decline the seat that is offered; a place that has ended stays so."""
    run = _locked(place.run_id)
    place = WaitingPlace.objects.get(pk=place.pk)
    if place.ended_at is None:
        _end(place, Ending.DECLINED if place.offered_at else Ending.LEFT)
        promote(run)
    return place


@transaction.atomic
def offer_now(place: WaitingPlace) -> WaitingPlace:
    """Offer a seat out of turn, free or not; staff do so."""
    run = _locked(place.run_id)
    place = WaitingPlace.objects.select_related("learner").get(pk=place.pk)
    if place.ended_at is None and place.offered_at is None:
        _offer(place, run)
    return place


def promote(run: CourseRun) -> int:
    """
    Offer the free seats of a locked run to the first who wait; return how many.

    Nothing is offered on a run that is over or no longer given.
    """
    over = run.ended_before(timezone.localdate())
    if over or run.archived_at or run.course.retired_at:
        return 0
    waiting = WaitingPlace.objects.waiting().filter(run=run).select_related("learner")
    if run.seats is not None:
        # Asked before the seats: on most runs nobody waits.
        if not waiting.exists():
            return 0
        waiting = waiting[: max(run.seats - taken_seats(run), 0)]
    places = list(waiting)
    for place in places:
        _offer(place, run)
    return len(places)


def _offer(place: WaitingPlace, run: CourseRun) -> None:
    place.offered_at = timezone.now()
    place.accept_by = place.offered_at + timedelta(hours=run.hours_to_accept)
    place.save(update_fields=["offered_at", "accept_by"])
    outbox.send(effect=OFFERED, key=f"{OFFERED}:{place.pk}", payload={"place": place.pk})


def _end(place: WaitingPlace, ending: WaitingPlace.Ending) -> None:
    place.ended_at = timezone.now()
    place.ending = ending
    place.save(update_fields=["ended_at", "ending"])


def take_place(run: CourseRun, learner: User) -> WaitingPlace | None:
    """End a learner's place on a locked run, since they are enrolled now; None without one."""
    place = WaitingPlace.objects.open().filter(run=run, learner=learner).first()
    if place is not None:
        _end(place, Ending.TAKEN)
    return place


def close(run: CourseRun) -> int:
    """
    End every open place of a locked run that is given no longer, and tell each; return how many.

    An offer on it could not be accepted any more, and nobody waits for what is not given.
    """
    places = list(WaitingPlace.objects.open().filter(run=run))
    for place in places:
        _end(place, Ending.CLOSED)
        outbox.send(effect=CLOSED, key=f"{CLOSED}:{place.pk}", payload={"place": place.pk})
    return len(places)


@transaction.atomic
def promote_on(run: CourseRun) -> int:
    """Offer what is free on a run, such as seats that were added to it."""
    return promote(_locked(run.pk))


def run_waiting_lists(now: datetime) -> int:
    """
    End what has run out or is on a run given no longer, and offer what is free; the clock's job.

    Each run in a transaction of its own, so that one cannot hold up the others.
    """
    waits = Q(offered_at__isnull=True)
    over = Q(run__archived_at__isnull=False) | Q(run__course__retired_at__isnull=False)
    due = Q(accept_by__lte=now) | over
    places = WaitingPlace.objects.open().filter(waits | due)
    runs = places.order_by("run_id").values_list("run_id", flat=True).distinct()
    return sum(_tend(run_id, now) for run_id in list(runs))


@transaction.atomic
def _tend(run_id: int, now: datetime) -> int:
    run = _locked(run_id)
    if run.archived_at or run.course.retired_at:
        # Retiring a course ends them only here: its runs are of many organisations.
        return close(run)
    # Under the lock: somebody may have accepted a moment ago.
    due = WaitingPlace.objects.holding_a_seat().filter(run=run, accept_by__lte=now)
    lapsed = list(due)
    for place in lapsed:
        _end(place, Ending.LAPSED)
        outbox.send(effect=LAPSED, key=f"{LAPSED}:{place.pk}", payload={"place": place.pk})
    return len(lapsed) + promote(run)
