"""A person's own details."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from accounts.models import User


class ProfileForm(forms.ModelForm):
    """Names and language; the e-mail address has its own page with a confirmation."""

    class Meta:
        model = User
        fields = [
            "first_name",
            "last_name",
            "preferred_name",
            "language",
            "profession",
            "home_organisation",
        ]
        help_texts = {
            "first_name": _("All your official given names. They are printed on certificates."),
        }


@login_required
def edit_profile(request: HttpRequest) -> HttpResponse:
    """Show and save a person's own details."""
    form = ProfileForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Your details are saved."))
        return redirect("accounts:profile")
    return render(request, "accounts/profile.html", {"form": form})
