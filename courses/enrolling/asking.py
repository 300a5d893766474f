"""What is asked of a learner who enrols: no more than this run needs and we do not know yet."""

import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.learner_id import in_full, validate_learner_id
from accounts.models import Organisation, User
from accounts.names import NameFormField
from courses.catalogue.runs import CourseRun
from courses.enrolling import consent

EARLIEST_BIRTH = datetime.date(1900, 1, 1)
# Fields of `User` that may be told while enrolling.
DETAILS = ("first_name", "last_name", "birth_date", "learner_id")


class EnrolForm(forms.Form):
    """
    Ask for what is missing: the key of an invitation, official names, and what a
    polytechnic's study register needs. Consent is asked each time and never assumed.
    """

    key = forms.CharField(
        label=_("Key"),
        max_length=40,
        help_text=_("You got it with the invitation. Capitals do not matter."),
        error_messages={"required": _("Write the key that you got with the invitation.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    first_name = NameFormField(
        label=_("Given names"),
        max_length=150,
        help_text=_("All your official given names. They are printed on the certificate."),
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    last_name = NameFormField(
        label=_("Surname"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
    )
    birth_date = forms.DateField(
        label=_("Date of birth"),
        required=False,
        input_formats=["%d.%m.%Y", "%Y-%m-%d"],
        help_text=_("For the study register, such as 31.1.1980."),
        error_messages={"invalid": _("Write the date as day.month.year, such as 31.1.1980.")},
        widget=forms.DateInput(
            format="%d.%m.%Y", attrs={"autocomplete": "bday", "inputmode": "text"}
        ),
    )
    learner_id = forms.CharField(
        label=_("National learner id"),
        max_length=40,
        required=False,
        help_text=_("Oppijanumero, such as 1.2.246.562.24.12345678907. Leave empty if unsure."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    consents = forms.BooleanField(
        label=consent.TEXT,
        required=False,
        help_text=_(
            "You may enrol without this. Then your result is not entered in a study register; the "
            "organiser's study office still sees it in its list, marked as without consent."
        ),
    )

    def __init__(self, *args: Any, run: CourseRun, learner: User, invited: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        wanted = {"consents"}
        if not invited:
            wanted.add("key")
        if not (learner.first_name and learner.last_name):
            wanted |= {"first_name", "last_name"}
            self.initial |= {"first_name": learner.first_name, "last_name": learner.last_name}
        if run.organiser.kind == Organisation.Kind.POLYTECHNIC:
            wanted |= {name for name in ("birth_date", "learner_id") if not getattr(learner, name)}
        for name in self.fields.keys() - wanted:
            del self.fields[name]

    def clean_birth_date(self) -> datetime.date | None:
        """Refuse a day that nobody now living was born on."""
        day: datetime.date | None = self.cleaned_data["birth_date"]
        if day is not None and not EARLIEST_BIRTH <= day <= timezone.localdate():
            raise forms.ValidationError(_("Check the year of birth."))
        return day

    def clean_learner_id(self) -> str:
        """Take the digits alone, too; refuse an id with a slip in it."""
        number = in_full(self.cleaned_data["learner_id"])
        if number:
            validate_learner_id(number)
        return number

    @property
    def details(self) -> dict[str, Any]:
        """What the learner told of themselves, by field of `User`; nothing left empty."""
        told = {name: self.cleaned_data.get(name) for name in DETAILS}
        return {name: value for name, value in told.items() if value}
