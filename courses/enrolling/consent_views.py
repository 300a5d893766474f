"""A learner's say on being registered, given while enrolling or later."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from courses.enrolling.asking import EnrolForm
from courses.enrolling.consenting import give_details
from courses.enrolling.models import Enrolment
from courses.enrolling.views import shown, told


@sensitive_post_parameters("identity_code")
@login_required
def consent(request: HttpRequest, enrolment_id: int) -> HttpResponse:
    """
    Ask those whom staff enrolled what the form asks of others; anybody may change consent.

    Who completed the course without it may give it still.
    """
    mine = Enrolment.objects.standing_ones().filter(
        Q(completed_at__isnull=True) | Q(consented_at__isnull=True), learner=request.user
    )
    enrolment = get_object_or_404(
        mine.select_related("run__course", "run__organiser"), pk=enrolment_id
    )
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
        give_details(enrolment=enrolment, **said)
        messages.success(request, _("Your details are saved."))
        return redirect("courses:my_studies")
    context = shown(enrolment.run) | {"enrolment": enrolment, "form": form}
    return render(request, "courses/consent.html", context, status=400 if data else 200)
