"""Where a personal link leads."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from courses.catalogue.invitations import Invitation
from courses.catalogue.runs import CourseRun
from courses.enrolling.offers import Offer
from courses.enrolling.refusals import Refusal
from courses.enrolling.views import TOKEN
from courses.pages.addresses import course_addresses


def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """
    Show what one is invited to, and ask to sign in or sign up; that leads back here.

    Neither the invited address nor a name is shown: whoever holds the link sees this page.
    """
    invitations = Invitation.objects.select_related("course", "run__organiser")
    found = get_object_or_404(invitations, token=token)
    href = course_addresses([found.course_id], get_language() or "fi").get(found.course_id)
    runs = _runs(found)
    if request.user.is_authenticated and len(runs) == 1:
        target = reverse("courses:enrol", args=[runs[0].pk])
        return redirect(f"{target}?{urlencode({TOKEN: token})}")
    context = {
        "invitation": found,
        "course": found.course,
        "course_href": href,
        "offers": [Offer(run, None) for run in runs],
        "token": token,
        "sign_in_query": urlencode({"next": request.path}),
        "used": Refusal.LINK_USED.label if found.used_at else "",
    }
    return render(request, "courses/invitation.html", context)


def _runs(found: Invitation) -> list[CourseRun]:
    """The run that it is for, or every run of the course that is not over."""
    runs = CourseRun.objects.select_related("course", "organiser").with_taken_seats()
    if found.run_id:
        return list(runs.filter(pk=found.run_id))
    return list(
        runs.filter(course=found.course)
        .open_for_enrolment(timezone.localdate())
        .order_by("-standing", "starts_on", "code")
    )
