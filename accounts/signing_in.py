"""Lead Wagtail's sign-in addresses to the one sign-in of the site."""

from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode


def to_sign_in(request: HttpRequest) -> HttpResponseRedirect:
    """Send whoever asks for the admin's sign-in to ours, keeping where they were going."""
    target = reverse("account_login")
    going_to = request.GET.get("next", "")
    return redirect(f"{target}?{urlencode({'next': going_to})}" if going_to else target)


def to_sign_in_reset(request: HttpRequest) -> HttpResponseRedirect:
    """Send whoever asks for the admin's password reset to ours."""
    return redirect("account_reset_password")
