"""Enrolling on a whole programme and withdrawing from it, as pages."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from courses.catalogue.programmes import ProgrammeRun
from courses.enrolling.asking import EnrolForm
from courses.enrolling.key_tries import key_tries, say_wait
from courses.enrolling.models import ProgrammeEnrolment
from courses.enrolling.offers import Offer
from courses.enrolling.programmes import enrol_on_programme, runs_of, withdraw_from_programme
from courses.enrolling.refusals import EnrolmentRefusedError, Refusal, applicant, needs_invitation
from courses.enrolling.views import REFUSED, told
from courses.pages.addresses import course_addresses


@sensitive_post_parameters("identity_code")
@login_required
def enrol_programme(request: HttpRequest, programme_run_id: int) -> HttpResponse:
    """Ask once what all the runs need to know; enrol on all of them, or say which refuses."""
    found = ProgrammeRun.objects.select_related("programme", "organiser")
    programme_run = get_object_or_404(found, pk=programme_run_id)
    runs = runs_of(programme_run)
    hrefs = course_addresses([run.course_id for run in runs], get_language() or "fi")
    if not runs or len(hrefs) < len(runs):
        raise Http404("A course of the programme has no live page.")
    show = {
        "programme_run": programme_run,
        "offers": [(Offer(run, None), hrefs[run.course_id]) for run in runs],
    }
    data = request.POST if request.method == "POST" else None
    form = EnrolForm(
        data, run=_asking_most(runs), learner=request.user, invited=_invited(request, runs)
    )
    if data is None:
        return _answer(request, show, form)
    if not form.is_valid():
        return _answer(request, show, form, status=400)
    if "key" in form.fields and (wait := key_tries(request).wait()):
        form.add_error("key", say_wait(wait))
        response = _answer(request, show, form, status=429)
        response.headers["Retry-After"] = str(wait)
        return response
    try:
        enrol_on_programme(programme_run=programme_run, learner=request.user, **told(form))
    except EnrolmentRefusedError as refusal:
        if refusal.reason == Refusal.WRONG_KEY:
            key_tries(request).count()
        return _answer(request, show, form, refusal=refusal, status=REFUSED)
    words = _("You are enrolled on %(course)s.")
    messages.success(request, words % {"course": programme_run.programme.name})
    return redirect("courses:my_studies")


def _asking_most(runs: list[Any]) -> Any:
    """The run whose form asks what every other does: work, where any course asks for it."""
    return next((run for run in runs if run.course.asks_background), runs[0])


def _invited(request: HttpRequest, runs: list[Any]) -> bool:
    """Whether no run needs a key of this person."""
    return all(
        not needs_invitation(run) or applicant(run.course, request.user).is_invited(run)
        for run in runs
    )


def _answer(
    request: HttpRequest,
    show: dict[str, Any],
    form: EnrolForm,
    *,
    refusal: EnrolmentRefusedError | None = None,
    status: int = 200,
) -> HttpResponse:
    context = show | {"form": form, "refusal": refusal}
    return render(request, "courses/enrol_programme.html", context, status=status)


@login_required
def withdraw_programme(request: HttpRequest, programme_enrolment_id: int) -> HttpResponse:
    """Ask before withdrawing from a programme; what is completed stays."""
    mine = ProgrammeEnrolment.objects.filter(learner=request.user, withdrawn_at__isnull=True)
    found = mine.filter(completed_at__isnull=True).select_related("programme_run__programme")
    enrolment = get_object_or_404(found, pk=programme_enrolment_id)
    if request.method == "POST":
        withdraw_from_programme(enrolment)
        words = _("You have withdrawn from %(course)s.")
        messages.success(request, words % {"course": enrolment.programme_run.programme.name})
        return redirect("courses:my_studies")
    return render(request, "courses/withdraw_programme.html", {"enrolment": enrolment})
