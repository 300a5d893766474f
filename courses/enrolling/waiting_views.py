"""The waiting list as its learners see it: joining, one's place, answering an offer."""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from courses.catalogue.runs import CourseRun
from courses.enrolling import waiting
from courses.enrolling.asking import EnrolForm
from courses.enrolling.enrol import enrol
from courses.enrolling.key_tries import key_tries
from courses.enrolling.refusals import EnrolmentRefusedError, Refusal
from courses.enrolling.views import (
    REFUSED,
    TOKEN,
    enrolled,
    found_run,
    refused,
    shown,
    told,
    too_many_keys,
)
from courses.enrolling.waiting_places import WaitingPlace


@login_required
def join(request: HttpRequest, run_id: int) -> HttpResponse:
    """
    Join the list of a full run; where that is not how things are, the run's page says how.

    A wrong key is told and counted as one that is typed for enrolling.
    """
    run = found_run(run_id)
    show = shown(run)
    token = request.GET.get(TOKEN, "")
    if request.method != "POST":
        # Signing in again leads back here by GET.
        return _to_enrolling(run, token)
    key = request.POST.get("key", "")
    form = EnrolForm(request.POST, run=run, learner=request.user, invited=False)
    if key and (wait := key_tries(request).wait()):
        return too_many_keys(request, show, form, wait)
    try:
        place = waiting.join(run=run, learner=request.user, key=key[:40], token=token)
    except EnrolmentRefusedError as refusal:
        if refusal.reason == Refusal.WRONG_KEY:
            return refused(request, show, form, refusal.reason)
        return _to_enrolling(run, token)
    except ValueError:
        return _to_enrolling(run, token)
    messages.success(request, _("You are on the waiting list."))
    return redirect("courses:waiting_place", place.pk)


def _to_enrolling(run: CourseRun, token: str) -> HttpResponse:
    """The page that says why, and what can be done; a personal link goes along."""
    query = f"?{urlencode({TOKEN: token})}" if token else ""
    return redirect(reverse("courses:enrol", args=[run.pk]) + query)


@sensitive_post_parameters("identity_code")
@login_required
def waiting_place(request: HttpRequest, place_id: int) -> HttpResponse:
    """Show the number in the queue, or the seat that is offered; accept it on POST."""
    place = _own(request, place_id)
    if place.ending == WaitingPlace.Ending.TAKEN:
        return redirect("courses:my_studies")
    run = found_run(place.run_id)
    show = shown(run) | {"place": place, "reason": None, "form": None}
    if not place.can_be_accepted:
        status = REFUSED if request.method == "POST" else 200
        return render(request, "courses/waiting_place.html", show, status=status)
    data = request.POST if request.method == "POST" else None
    form = EnrolForm(data, run=run, learner=request.user)
    if data is None or not form.is_valid():
        status = 400 if data is not None else 200
        return render(request, "courses/waiting_place.html", show | {"form": form}, status=status)
    try:
        enrol(run=run, learner=request.user, **told(form))
    except EnrolmentRefusedError as refusal:
        return _too_late(request, place, show | {"reason": refusal.reason})
    return enrolled(request, run, show)


def _too_late(request: HttpRequest, place: WaitingPlace, show: dict) -> HttpResponse:
    """Say why accepting was refused: mostly that the time ran out meanwhile."""
    if show["reason"] == Refusal.ALREADY_ENROLLED:
        return redirect("courses:my_studies")
    show["place"] = _own(request, place.pk)
    return render(request, "courses/waiting_place.html", show, status=REFUSED)


@require_POST
@login_required
def leave(request: HttpRequest, place_id: int) -> HttpResponse:
    """Leave the list, or decline what is offered."""
    place = _own(request, place_id)
    if place.ended_at is None:
        waiting.leave(place)
        said = _("You have declined the place.") if place.offered_at else _("You left the list.")
        messages.success(request, said)
    return redirect("courses:my_studies")


def _own(request: HttpRequest, place_id: int) -> WaitingPlace:
    places = WaitingPlace.objects.filter(learner=request.user).with_number()
    return get_object_or_404(places, pk=place_id)
