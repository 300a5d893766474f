"""Enrolling on a run and withdrawing, as pages."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from courses.catalogue.runs import CourseRun
from courses.enrolling.asking import EnrolForm
from courses.enrolling.enrol import enrol, withdraw
from courses.enrolling.key_tries import key_tries, say_wait
from courses.enrolling.models import Enrolment
from courses.enrolling.offers import Offer
from courses.enrolling.refusals import EnrolmentRefusedError, Refusal, refusal_reason
from courses.pages.addresses import course_addresses, first_step_address

# A wrong key is a mistake in the form, a missing invitation a closed door; all others say
# that the run cannot take this person now.
STATUSES = {Refusal.WRONG_KEY: 400, Refusal.NOT_INVITED: 403}
REFUSED = 409


@login_required
def enrol_on_run(request: HttpRequest, run_id: int) -> HttpResponse:
    """Ask what the run needs to know; enrol on POST, or say why not."""
    run = get_object_or_404(
        CourseRun.objects.select_related("course", "organiser").with_taken_seats(), pk=run_id
    )
    shown = _shown(run)
    reason = refusal_reason(run, request.user)
    if reason not in (None, Refusal.NOT_INVITED):
        return _answer(request, shown, reason=reason)
    data = request.POST if request.method == "POST" else None
    form = EnrolForm(data, run=run, learner=request.user, invited=reason is None)
    if request.method != "POST":
        return _answer(request, shown, form=form)
    if not form.is_valid():
        return _answer(request, shown, form=form, status=400)
    if "key" in form.fields and (wait := key_tries(request).wait()):
        return _too_many_keys(request, shown, form, wait)
    try:
        _enrol(request, run, form)
    except EnrolmentRefusedError as refusal:
        return _refused(request, shown, form, refusal.reason)
    messages.success(request, _("You are enrolled on %(course)s.") % {"course": run.course.name})
    return redirect(first_step_address(run.course, get_language() or "fi") or shown["course_href"])


def _shown(run: CourseRun) -> dict[str, Any]:
    """What every answer about a run shows; the run of a hidden course is as if not there."""
    href = course_addresses([run.course_id], get_language() or "fi").get(run.course_id)
    if href is None:
        raise Http404("The course has no live page.")
    return {"run": run, "course": run.course, "offer": Offer(run, None), "course_href": href}


def _answer(
    request: HttpRequest,
    shown: dict[str, Any],
    *,
    form: EnrolForm | None = None,
    reason: Refusal | None = None,
    status: int | None = None,
) -> HttpResponse:
    if status is None:
        status = STATUSES.get(reason, REFUSED) if reason else 200
    context = shown | {"form": form, "reason": reason}
    return render(request, "courses/enrol.html", context, status=status)


def _enrol(request: HttpRequest, run: CourseRun, form: EnrolForm) -> Enrolment:
    return enrol(
        run=run,
        learner=request.user,
        consents=form.cleaned_data["consents"],
        key=form.cleaned_data.get("key", ""),
        details=form.details,
    )


def _refused(
    request: HttpRequest, shown: dict[str, Any], form: EnrolForm, reason: Refusal
) -> HttpResponse:
    """Show the form again with the reason: at the key where the key is wrong."""
    if reason == Refusal.WRONG_KEY:
        key_tries(request).count()
        form.add_error("key", str(reason.label))
        return _answer(request, shown, form=form, status=STATUSES[reason])
    return _answer(request, shown, form=form, reason=reason)


def _too_many_keys(
    request: HttpRequest, shown: dict[str, Any], form: EnrolForm, wait: int
) -> HttpResponse:
    """Say at the key how long to wait; neither this key nor what else was typed is lost."""
    form.add_error("key", say_wait(wait))
    response = _answer(request, shown, form=form, status=429)
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
