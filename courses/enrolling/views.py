"""Enrolling on a run and withdrawing, as pages."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from courses.catalogue.runs import CourseRun
from courses.enrolling.asking import EnrolForm
from courses.enrolling.enrol import enrol, withdraw
from courses.enrolling.key_tries import key_tries, say_wait
from courses.enrolling.models import Enrolment
from courses.enrolling.offers import Offer
from courses.enrolling.refusals import (
    EnrolmentRefusedError,
    Refusal,
    missing_before,
    refusal_reason,
)
from courses.enrolling.waiting_places import WaitingPlace
from courses.pages import going_to
from courses.pages.addresses import course_addresses, first_step_address

# A wrong key is a mistake in the form, a missing invitation a closed door; all others say
# that the run cannot take this person now.
STATUSES = {Refusal.WRONG_KEY: 400, Refusal.NOT_INVITED: 403, Refusal.LINK_USED: 403}
REFUSED = 409
# What a personal link adds to the address.
TOKEN = "kutsu"  # noqa: S105 – a word in an address


@sensitive_post_parameters("identity_code")
@login_required
def enrol_on_run(request: HttpRequest, run_id: int) -> HttpResponse:
    """Ask what the run needs to know; enrol on POST, or say why not."""
    run = found_run(run_id)
    show = shown(run)
    token = request.GET.get(TOKEN, "")
    reason = refusal_reason(run, request.user, token=token)
    if reason in (Refusal.WAITING, Refusal.OFFER_LAPSED) or has_offer(run, request):
        return redirect("courses:waiting_place", place_of(run, request).pk)
    if reason not in (None, Refusal.NOT_INVITED, Refusal.LINK_USED):
        return _answer(request, show, reason=reason)
    data = request.POST if request.method == "POST" else None
    form = EnrolForm(data, run=run, learner=request.user, invited=reason is None)
    if request.method != "POST":
        said = reason if reason == Refusal.LINK_USED else None
        return _answer(request, show, form=form, reason=said)
    if not form.is_valid():
        return _answer(request, show, form=form, status=400)
    if "key" in form.fields and (wait := key_tries(request).wait()):
        return too_many_keys(request, show, form, wait)
    try:
        enrol(run=run, learner=request.user, token=token, **told(form))
    except EnrolmentRefusedError as refusal:
        return refused(request, show, form, refusal.reason)
    return enrolled(request, run, show)


def found_run(run_id: int) -> CourseRun:
    """The run with its seats; 404 where there is none."""
    runs = CourseRun.objects.select_related("course", "organiser", "programme_run__programme")
    return get_object_or_404(runs.with_taken_seats(), pk=run_id)


def has_offer(run: CourseRun, request: HttpRequest) -> bool:
    """Whether a seat on the run is offered to the reader: they answer on its own page."""
    return (
        WaitingPlace.objects.holding_a_seat().filter(run=run, learner_id=request.user.pk).exists()
    )


def place_of(run: CourseRun, request: HttpRequest) -> WaitingPlace:
    """The reader's place on the run's waiting list."""
    return WaitingPlace.objects.open().get(run=run, learner_id=request.user.pk)


def told(form: EnrolForm) -> dict[str, Any]:
    """What a filled form says, as `enrol` wants it."""
    said = form.cleaned_data
    return {
        "consents": said["consents"],
        "key": said.get("key", ""),
        "details": form.details,
        "identity_code": said.get("identity_code", ""),
    }


def enrolled(request: HttpRequest, run: CourseRun, show: dict[str, Any]) -> HttpResponse:
    """Say so, and lead to the page that they were going to, else to the first step."""
    messages.success(request, _("You are enrolled on %(course)s.") % {"course": run.course.name})
    first = first_step_address(run.course, get_language() or "fi")
    return redirect(going_to.taken(request, run.course_id) or first or show["course_href"])


def shown(run: CourseRun) -> dict[str, Any]:
    """What every answer about a run shows; the run of a hidden course is as if not there."""
    href = course_addresses([run.course_id], get_language() or "fi").get(run.course_id)
    if href is None:
        raise Http404("The course has no live page.")
    return {"run": run, "course": run.course, "offer": Offer(run, None), "course_href": href}


def _answer(
    request: HttpRequest,
    show: dict[str, Any],
    *,
    form: EnrolForm | None = None,
    reason: Refusal | None = None,
    status: int | None = None,
) -> HttpResponse:
    if status is None:
        status = STATUSES.get(reason, REFUSED) if reason else 200
    # The form is shown by other addresses too; the link goes on to wherever it is sent.
    context = show | {"form": form, "reason": reason, "token": request.GET.get(TOKEN, "")}
    if reason == Refusal.PREREQUISITES:
        context["missing"] = missing_courses(request, show["run"])
    if reason == Refusal.WAITING_LIST_OPEN:
        # The key and the link that let them in to the run let them in to its list.
        context |= {"key": form.cleaned_data.get("key", "") if form else "", "form": None}
    return render(request, "courses/enrol.html", context, status=status)


def missing_courses(request: HttpRequest, run: CourseRun) -> list[dict[str, Any]]:
    """The courses to be completed first, with their pages."""
    courses = missing_before(run.course, request.user)
    if not courses:
        return []
    hrefs = course_addresses([course.pk for course in courses], get_language() or "fi")
    return [{"names": course.names, "href": hrefs.get(course.pk, "")} for course in courses]


def refused(
    request: HttpRequest, show: dict[str, Any], form: EnrolForm, reason: Refusal
) -> HttpResponse:
    """Show the form again with the reason: at the key where the key is wrong."""
    if reason == Refusal.WRONG_KEY:
        key_tries(request).count()
        form.add_error("key", str(reason.label))
        return _answer(request, show, form=form, status=STATUSES[reason])
    return _answer(request, show, form=form, reason=reason)


def too_many_keys(
    request: HttpRequest, show: dict[str, Any], form: EnrolForm, wait: int
) -> HttpResponse:
    """Say at the key how long to wait; neither this key nor what else was typed is lost."""
    form.add_error("key", say_wait(wait))
    response = _answer(request, show, form=form, status=429)
    response.headers["Retry-After"] = str(wait)
    return response


@login_required
def withdraw_from(request: HttpRequest, enrolment_id: int) -> HttpResponse:
    """Ask before withdrawing; a completed enrolment stays."""
    enrolment = get_object_or_404(
        Enrolment.objects.filter(learner=request.user).select_related("run__course"),
        pk=enrolment_id,
    )
    if enrolment.withdrawn_at:
        # From another tab, or by the way back: there is nothing to say once more.
        return redirect("courses:my_studies")
    if request.method == "POST" and not enrolment.completed_at:
        withdraw(enrolment)
        messages.success(
            request,
            _("You have withdrawn from %(course)s.") % {"course": enrolment.run.course.name},
        )
        return redirect("courses:my_studies")
    status = REFUSED if enrolment.completed_at else 200
    return render(request, "courses/withdraw.html", {"enrolment": enrolment}, status=status)
