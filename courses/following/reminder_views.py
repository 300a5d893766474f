"""Turning reminders off and on: by the link of a mail, and in my studies."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from courses.enrolling.models import Enrolment
from courses.following.reminder_mail import enrolment_of


# The link's signature says who asks; a mail program that asks has no cookies (RFC 8058).
@csrf_exempt
def reminders_off(request: HttpRequest, token: str) -> HttpResponse:
    """Show what the link does, and do it on POST; to follow a link changes nothing."""
    found = Enrolment.objects.select_related("run__course")
    enrolment = get_object_or_404(found, pk=enrolment_of(token))
    if request.method == "POST":
        turn(enrolment, on=False)
    return render(request, "courses/following/reminders_off.html", {"enrolment": enrolment})


@login_required
def reminders(request: HttpRequest, enrolment_id: int) -> HttpResponse:
    """Turn the reminders of one's own enrolment on or off."""
    mine = Enrolment.objects.active().filter(learner=request.user)
    enrolment = get_object_or_404(mine, pk=enrolment_id)
    # Signing in again leads back here by GET.
    if request.method == "POST":
        on = request.POST.get("on") == "1"
        turn(enrolment, on=on)
        said = _("Reminders are on.") if on else _("Reminders are off.")
        messages.success(request, said)
    return redirect("courses:my_studies")


def turn(enrolment: Enrolment, *, on: bool) -> None:
    """Turn them on or off; off stays as it was first asked for."""
    if on == (enrolment.reminders_off_at is None):
        return
    enrolment.reminders_off_at = None if on else timezone.now()
    enrolment.save(update_fields=["reminders_off_at"])
