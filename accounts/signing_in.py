"""Lead Wagtail's sign-in addresses to the one sign-in of the site."""

from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """
    Send whoever asks for the admin's sign-in to ours, keeping where they were going.

    Wagtail also sends those here who are signed in but have no business in the admin. Our
    sign-in would send them straight back, round and round; they are told instead.
    """
    if request.user.is_authenticated and not request.user.has_perm("wagtailadmin.access_admin"):
        return _denied(request)
    target = reverse("account_login")
    going_to = request.GET.get("next", "")
    return redirect(f"{target}?{urlencode({'next': going_to})}" if going_to else target)


def _denied(request: HttpRequest) -> HttpResponse:
    # Wagtail has left a message that says the same as the page; reading it takes it away.
    list(get_messages(request))
    context = {"reason": _("Administration is for editors and staff."), "messages": []}
    return render(request, "403.html", context, status=403)


def to_sign_in_reset(request: HttpRequest) -> HttpResponseRedirect:
    """Send whoever asks for the admin's password reset to ours."""
    return redirect("account_reset_password")
