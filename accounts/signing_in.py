"""Lead Wagtail's sign-in addresses to the one sign-in of the site."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _


def to_sign_in(request: HttpRequest) -> HttpResponseRedirect:
    """
    Send whoever asks for the admin's sign-in to ours, keeping where they were going.

    Wagtail also sends those here who are signed in but have no business in the admin. Our
    sign-in would send them straight back, round and round; they are told instead.
    """
    if request.user.is_authenticated and not request.user.has_perm("wagtailadmin.access_admin"):
        raise PermissionDenied(_("Administration is for editors and staff."))
    target = reverse("account_login")
    going_to = request.GET.get("next", "")
    return redirect(f"{target}?{urlencode({'next': going_to})}" if going_to else target)


def to_sign_in_reset(request: HttpRequest) -> HttpResponseRedirect:
    """Send whoever asks for the admin's password reset to ours."""
    return redirect("account_reset_password")
