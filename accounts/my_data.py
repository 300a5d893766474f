"""A person's own data: download it, or have it erased."""

from typing import Any

from allauth.account.adapter import get_adapter
from django import forms
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from accounts import personal_data
from accounts.models import User


class EraseForm(forms.Form):
    """The password, so that nobody else at this screen can do it."""

    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        """Check the password; tries are limited as at sign-in."""
        password: str = self.cleaned_data["password"]
        if not get_adapter().reauthenticate(self.user, password):
            raise get_adapter().validation_error("incorrect_password")
        return password


@login_required
@require_safe
def my_data(request: HttpRequest) -> HttpResponse:
    """Say what is held, and offer to download or erase it."""
    return render(request, "accounts/my_data.html", {"kept": personal_data.kept()})


@login_required
@require_safe
def download(request: HttpRequest) -> HttpResponse:
    """Hand over everything that is held on the person, as one JSON file."""
    name = f"tyokykypolku-{timezone.localdate():%Y-%m-%d}.json"
    return JsonResponse(
        personal_data.export_of(request.user),
        json_dumps_params={"ensure_ascii": False, "indent": 2},
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@login_required
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest) -> HttpResponse:
    """Ask for the password, then erase the person and sign them out."""
    form = EraseForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            personal_data.erase(user=request.user)
        except personal_data.ErasingRefusedError as refused:
            form.add_error(None, str(refused.reason.label))
        else:
            logout(request)
            messages.success(request, _("Your account is erased."))
            return redirect(get_adapter(request).get_logout_redirect_url(request))
    return render(request, "accounts/erase.html", {"form": form, "kept": personal_data.kept()})
