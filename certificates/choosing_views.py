"""A holder's choices: the name on the public page, and hearing of changes in the course."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from accounts.models import User
from certificates import choosing
from certificates.digest import learner_of
from certificates.mine import own_certificate
from certificates.models import Certificate


@login_required
def name(request: HttpRequest, number: str) -> HttpResponse:
    """Show or hide one's name on the public page."""
    certificate = own_certificate(request, number)
    # Signing in again leads back here by GET.
    if request.method == "POST":
        is_shown = request.POST.get("shown") == "1"
        choosing.show_name(certificate=certificate, by=request.user, shown=is_shown)
        said = (
            _("Your name is shown on the public page.")
            if is_shown
            else _("Your name is hidden on the public page.")
        )
        messages.success(request, said)
    return redirect("my_certificates:one", number)


@login_required
def changes(request: HttpRequest, number: str) -> HttpResponse:
    """Ask to hear of changes in the course, or to hear no more."""
    certificate = own_certificate(request, number)
    if request.method == "POST":
        on = request.POST.get("on") == "1"
        choosing.tell_changes(certificate=certificate, on=on)
        said = (
            _("We mail you when something changes in the course, at most once a week.")
            if on
            else _("We mail you no changes in the course.")
        )
        messages.success(request, said)
    return redirect("my_certificates:one", number)


# The link's signature says who asks; a mail program that asks has no cookies (RFC 8058).
@csrf_exempt
def changes_off(request: HttpRequest, token: str) -> HttpResponse:
    """Show what the link does, and do it on POST; to follow a link changes nothing."""
    learner = get_object_or_404(User, pk=learner_of(token), is_active=True)
    if request.method == "POST":
        choosing.tell_no_changes(learner)
    asked = Certificate.objects.of_learner(learner).in_force().filter(tells_changes=True)
    return render(request, "certificates/changes_off.html", {"is_on": asked.exists()})
