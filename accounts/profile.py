"""A person's own details."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods

from accounts.births import can_be_born_on
from accounts.learner_id import in_full
from accounts.models import User
from accounts.protection import tell_if_new

DATES = ["%d.%m.%Y", "%Y-%m-%d"]


class ProfileForm(forms.ModelForm):
    """Names, language and work; the e-mail address has its own page with a confirmation."""

    class Meta:
        model = User
        fields = [
            "first_name",
            "last_name",
            "preferred_name",
            "language",
            "profession",
            "employer",
            "county",
            "home_organisation",
            "contact_is_protected",
            "birth_date",
            "learner_id",
        ]
        labels = {"home_organisation": _("Your organisation")}
        help_texts = {
            "contact_is_protected": _(
                "Turvakielto. Your e-mail address, employer, county and own organisation are then "
                "shown to nobody, and are left out of every list and file that is made from now "
                "on. Staff see your name and that you have non-disclosure. Mail comes to you as "
                "before."
            ),
            "first_name": _("All your official given names. They are printed on certificates."),
            "preferred_name": _("The name that this site calls you by."),
            "profession": _("Such as social worker or occupational health nurse."),
            "county": _("Where you work. It tells where in the country people have been trained."),
            "home_organisation": _("Your employer, or the wellbeing services county you work in."),
            "birth_date": _(
                "Needed only when a polytechnic enters your course in its study register. "
                "Such as 31.1.1980."
            ),
            "learner_id": _(
                "Needed only for the study register too. You find it in My Studyinfo: "
                "1.2.246.562.24. and 11 digits."
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["birth_date"] = forms.DateField(
            label=self.fields["birth_date"].label,
            help_text=self.fields["birth_date"].help_text,
            required=False,
            input_formats=DATES,
            error_messages={"invalid": _("Write the date as day.month.year, such as 31.1.1980.")},
            # Typed: a day long ago is far in a calendar, and browsers write dates their own way.
            widget=forms.DateInput(format="%d.%m.%Y"),
        )
        for name in ("home_organisation", "county"):
            organisation = self.fields[name]
            organisation.empty_label = _("Not told")
            organisation.choices = self._by_name(organisation.choices)
        for name, purpose in {
            "first_name": "given-name",
            "last_name": "family-name",
            "preferred_name": "nickname",
            "profession": "organization-title",
            "employer": "organization",
            "birth_date": "bday",
        }.items():
            self.fields[name].widget.attrs["autocomplete"] = purpose

    @staticmethod
    def _by_name(choices: Any) -> list[tuple[Any, str]]:
        """Sort by the name that is read, which in Swedish is not the Finnish one."""
        nobody, *organisations = choices
        return [nobody, *sorted(organisations, key=lambda choice: choice[1].casefold())]

    def clean_first_name(self) -> str:
        """A name that was given may be corrected, but not taken away."""
        return self._still_given("first_name")

    def clean_last_name(self) -> str:
        """A name that was given may be corrected, but not taken away."""
        return self._still_given("last_name")

    def _still_given(self, field: str) -> str:
        name: str = self.cleaned_data[field]
        if self.initial.get(field) and not name:
            raise ValidationError(
                _(
                    "Certificates and the study register need your name. Correct it here; it "
                    "goes when you erase your account."
                ),
                code="required",
            )
        return name

    def clean_birth_date(self) -> Any:
        """A day that has been, in a living person's time."""
        born = self.cleaned_data["birth_date"]
        if born and born > timezone.localdate():
            raise ValidationError(_("A date of birth is in the past."), code="future")
        if born and not can_be_born_on(born, timezone.localdate()):
            raise ValidationError(_("Check the year of birth."), code="year")
        return born

    def clean_learner_id(self) -> str:
        """Write it as registers do."""
        return in_full(self.cleaned_data["learner_id"])


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit_profile(request: HttpRequest) -> HttpResponse:
    """Show and save a person's own details."""
    form = ProfileForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        person = form.save()
        tell_if_new(person, form.changed_data)
        return _back_in_their_language(request, person)
    return render(request, "accounts/profile.html", {"form": form})


def _back_in_their_language(request: HttpRequest, person: User) -> HttpResponseRedirect:
    """The language that they chose begins at once, with the words that it is saved."""
    with override(person.language):
        # At once: a lazy string would be read in the language of the request.
        messages.success(request, str(_("Your details are saved.")))
        return redirect(reverse("accounts:profile"))
