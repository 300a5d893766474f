"""What is asked of a learner who enrols: no more than this run needs and we do not know yet."""

import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables

from accounts import identity_code
from accounts.births import can_be_born_on
from accounts.learner_id import in_full, validate_learner_id
from accounts.models import Organisation, User
from accounts.names import NameFormField
from courses.catalogue.runs import CourseRun
from courses.enrolling import consent
from courses.enrolling.models import Enrolment
from courses.registrar.identity_codes_kept import are_asked_by, have_codes

# Fields of `User` that may be told while enrolling.
REGISTER_DETAILS = ("birth_date", "learner_id")
BACKGROUND = ("profession", "employer", "county")
DETAILS = ("first_name", "last_name", *REGISTER_DETAILS, *BACKGROUND)
COUNTIES = ("county", "city", "region")


class NeverShown(forms.TextInput):
    """A line of text that is typed once and not sent back to the page."""

    def format_value(self, value: Any) -> None:
        """Leave it out."""


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
    identity_code = forms.CharField(
        label=_("Personal identity code"),
        max_length=20,
        required=False,
        help_text=_(
            "If you have no learner id. It is kept encrypted, goes to the study register and to "
            "no screen, and is erased after your result is there."
        ),
        widget=NeverShown(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    profession = forms.CharField(
        label=_("Profession"),
        max_length=120,
        required=False,
        help_text=_("Such as social worker or occupational health nurse."),
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )
    employer = forms.CharField(
        label=_("Employer"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    county = forms.ModelChoiceField(
        label=_("Wellbeing services county"),
        queryset=Organisation.objects.filter(kind__in=COUNTIES),
        required=False,
        empty_label=_("Not told"),
        help_text=_("Where you work. It tells where in the country people have been trained."),
    )
    consents = forms.BooleanField(
        required=False,
        help_text=_(
            "You may enrol without this. Then your result is not entered in a study register; the "
            "organiser's study office still sees it in its list, marked as without consent."
        ),
    )

    def __init__(
        self, *args: Any, run: CourseRun, learner: User, invited: bool = True, **kwargs: Any
    ):
        super().__init__(*args, **kwargs)
        self.learner = learner
        text = consent.text_of(consent.version_for(run.organiser))
        self.fields["consents"].label = text
        wanted = {"consents"}
        if not invited:
            wanted.add("key")
        if not (learner.first_name and learner.last_name):
            wanted |= {"first_name", "last_name"}
            self.initial |= {"first_name": learner.first_name, "last_name": learner.last_name}
        if run.organiser.kind == Organisation.Kind.POLYTECHNIC:
            wanted |= {name for name in REGISTER_DETAILS if not getattr(learner, name)}
        if _lacks_code(run, learner):
            wanted.add("identity_code")
        if run.course.asks_background and not _was_asked(learner):
            wanted |= {name for name in BACKGROUND if not getattr(learner, name)}
        for name in self.fields.keys() - wanted:
            del self.fields[name]
        if "county" in self.fields:
            counties = self.fields["county"].queryset
            # By the name that is read, which in Swedish is not the Finnish one.
            names = sorted((each.name.casefold(), each.pk, each.name) for each in counties)
            empty = ("", self.fields["county"].empty_label)
            self.fields["county"].choices = [empty, *((pk, name) for _key, pk, name in names)]

    def clean_birth_date(self) -> datetime.date | None:
        """Refuse a day that nobody who studies was born on."""
        day: datetime.date | None = self.cleaned_data["birth_date"]
        if day is not None and not can_be_born_on(day, timezone.localdate()):
            raise forms.ValidationError(_("Check the year of birth."))
        return day

    def clean_learner_id(self) -> str:
        """Take the digits alone, too; refuse an id with a slip in it."""
        number = in_full(self.cleaned_data["learner_id"])
        if number:
            validate_learner_id(number)
        return number

    def clean_identity_code(self) -> str:
        """Write it as registers do; refuse one with a slip in it."""
        code = identity_code.in_full(self.cleaned_data["identity_code"])
        if code:
            identity_code.validate_identity_code(code)
        return code

    @sensitive_variables("code")
    def clean(self) -> dict[str, Any]:
        """Refuse a code of somebody who was born on another day."""
        cleaned = super().clean() or self.cleaned_data
        born = cleaned.get("birth_date") or self.learner.birth_date
        code = cleaned.get("identity_code")
        if born and code and identity_code.birth_date(code) != born:
            words = _("This code begins with another date than the date of birth. Check both.")
            self.add_error("identity_code", words)
        return cleaned

    @property
    def details(self) -> dict[str, Any]:
        """What the learner told of themselves, by field of `User`; nothing left empty."""
        told = {name: self.cleaned_data.get(name) for name in DETAILS}
        return {name: value for name, value in told.items() if value}


def _lacks_code(run: CourseRun, learner: User) -> bool:
    """Whether the organiser asks for identity codes, and this one has neither code nor id."""
    if not are_asked_by(run.organiser) or learner.learner_id:
        return False
    return not have_codes(organisation=run.organiser, people=[learner.pk])


def _was_asked(learner: User) -> bool:
    """Whether the learner has been asked about their work, and may have left it untold."""
    asked = Enrolment.objects.filter(
        learner=learner, run__course__asks_background=True, confirmed_at__isnull=False
    )
    return asked.exists()
