"""
A learner's say on being enrolled by staff, and on being registered: at once or later.
"""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from courses.enrolling.asking import EnrolForm
from courses.enrolling.consenting import give_details
from courses.enrolling.models import Enrolment
from courses.enrolling.refusals import EnrolmentRefusedError
from courses.enrolling.views import REFUSED, missing_courses, shown, told
from courses.pages import going_to


@sensitive_post_parameters("identity_code")
@login_required
def consent(request: HttpRequest, enrolment_id: int) -> HttpResponse:
    """
    Ask those whom staff enrolled what the form asks of others; anybody may change consent.

    Who completed the course without it may give it still. Whoever lacks a course that this one
    builds on cannot take the place yet, and reads why.
    """
    mine = Enrolment.objects.standing_ones().filter(
        Q(completed_at__isnull=True) | Q(consented_at__isnull=True), learner=request.user
    )
    enrolment = get_object_or_404(
        mine.select_related("run__course", "run__organiser"), pk=enrolment_id
    )
    missing = missing_courses(request, enrolment.run) if enrolment.waits_for_answer else []
    if missing:
        return _answer(request, enrolment, missing=missing, status=REFUSED)
    data = request.POST if request.method == "POST" else None
    form = EnrolForm(
        data,
        run=enrolment.run,
        learner=request.user,
        initial={"consents": enrolment.consented_at is not None},
    )
    if data is not None and form.is_valid():
        said = told(form)
        del said["key"]
        try:
            give_details(enrolment=enrolment, **said)
        except EnrolmentRefusedError:
            # A completion was annulled a moment ago: the page says what is missing now.
            return redirect("courses:consent", enrolment.pk)
        messages.success(request, _thanks(enrolment))
        return redirect(_back(request, enrolment))
    return _answer(request, enrolment, form=form, status=400 if data is not None else 200)


def _back(request: HttpRequest, enrolment: Enrolment) -> str:
    """Where they were going when the course was closed to them, else my studies."""
    taken = going_to.taken(request, enrolment.run.course_id) if enrolment.waits_for_answer else ""
    return taken or reverse("courses:my_studies")


def _thanks(enrolment: Enrolment) -> str:
    """Say what the form did: the first time it took the place."""
    if enrolment.waits_for_answer:
        words = _("You are enrolled on %(course)s.")
        return words % {"course": enrolment.run.course.name}
    return _("Your details are saved.")


def _answer(
    request: HttpRequest, enrolment: Enrolment, *, status: int, **more: Any
) -> HttpResponse:
    context = shown(enrolment.run) | {"enrolment": enrolment} | more
    return render(request, "courses/consent.html", context, status=status)
