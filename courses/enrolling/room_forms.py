"""The forms of the room where study staff enrol, invite and move people."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import DomainNameValidator
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.account_data import refuse_nobody
from accounts.models import Organisation
from accounts.names import NameFormField
from courses.catalogue.invitations import KEY_TOO_SHORT, SHORTEST_KEY, Invitation, tidy_key
from courses.catalogue.runs import CourseRun, RegistrarClass
from courses.enrolling.models import Enrolment
from home.tables import LARGEST_FILE
from home.words import day_in_words

CLASSES = [(value, f"{value} – {label}") for value, label in RegistrarClass.choices]


class AddressField(forms.EmailField):
    """An address as accounts have it."""

    def clean(self, value: Any) -> str:
        """Write it in small letters; refuse the address of an erased account."""
        email = super().clean(value).lower()
        refuse_nobody(email)
        return email


class RegisterForm(forms.Form):
    """What the study register gets to know of one enrolment."""

    registrar_class = forms.TypedChoiceField(
        label=_("Class (Luokittelu)"), choices=CLASSES, coerce=int
    )
    study_right = forms.CharField(label=_("Study-right key"), max_length=60, required=False)


class HandForm(RegisterForm):
    """Somebody who is enrolled by hand, late too."""

    email = AddressField(label=_("E-mail address"), max_length=254)
    first_name = NameFormField(
        label=_("Given names"),
        max_length=150,
        required=False,
        help_text=_("Used only where the address has no account yet."),
    )
    last_name = NameFormField(label=_("Surname"), max_length=150, required=False)
    despite_dates = forms.BooleanField(label=_("Even though enrolment is not open"), required=False)
    despite_seats = forms.BooleanField(label=_("Even if no seat is free"), required=False)
    note = forms.CharField(
        label=_("Note"),
        max_length=1000,
        required=False,
        help_text=_("Why dates or seats are passed. The run's staff see it, the learner does not."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    field_order = ("email", "first_name", "last_name", "registrar_class", "study_right")

    def clean(self) -> dict[str, Any]:
        """Passing a rule wants a note."""
        said = super().clean()
        passes = said.get("despite_dates") or said.get("despite_seats")
        if passes and not said.get("note"):
            self.add_error("note", _("Write why dates or seats are passed."))
        return said


class WithdrawForm(forms.Form):
    """Why staff withdraw somebody."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The learner gets it by mail."),
    )


class RunToMoveTo(forms.ModelChoiceField):
    """Runs by their codes; one that is over says so, since nothing is studied on it any more."""

    def label_from_instance(self, run: CourseRun) -> str:
        """The code, with the last day of one that has ended."""
        if run.ends_on and run.ended_before(timezone.localdate()):
            return gettext("%(run)s (ended %(day)s)") % {
                "run": run.code,
                "day": day_in_words(run.ends_on),
            }
        return run.code


class MoveForm(forms.Form):
    """Which other run of the course somebody goes to; to one that is over only by a tick."""

    to = RunToMoveTo(label=_("Course run"), queryset=CourseRun.objects.none())
    despite_seats = forms.BooleanField(label=_("Even if no seat is free"), required=False)
    despite_end = forms.BooleanField(label=_("Even if the run has ended"), required=False)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The learner gets it by mail."),
    )

    def __init__(self, *args: Any, user: Any, enrolment: Enrolment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = (
            CourseRun.objects.kept_by(user)
            .filter(course=enrolment.run.course_id, archived_at__isnull=True)
            .exclude(pk=enrolment.run_id)
            .order_by("-starts_on", "code")
        )

    def clean(self) -> dict[str, Any]:
        """A run that is over is chosen on purpose."""
        said = super().clean()
        to = said.get("to")
        if to and to.ended_before(timezone.localdate()) and not said.get("despite_end"):
            words = _(
                "%(run)s ended %(day)s: the learner could only read there. To move them all the "
                "same, choose “Even if the run has ended”."
            )
            self.add_error("to", words % {"run": to.code, "day": day_in_words(to.ends_on)})
        return said


class InviteForm(forms.Form):
    """One invitation to a run: an address, a domain, an organisation or a key."""

    email = AddressField(label=_("E-mail address"), max_length=254, required=False)
    mail = forms.BooleanField(
        label=_("Mail a personal link to the address"), required=False, initial=True
    )
    email_domain = forms.CharField(
        label=_("E-mail domain"),
        max_length=120,
        required=False,
        help_text=_("Everybody whose address ends so: example.fi"),
    )
    organisation = forms.ModelChoiceField(
        label=_("Organisation"),
        queryset=Organisation.objects.none(),
        required=False,
        help_text=_("Those whom an administrator has confirmed as its people."),
    )
    key = forms.CharField(
        label=_("Key"),
        min_length=SHORTEST_KEY,
        max_length=40,
        required=False,
        error_messages={"min_length": KEY_TOO_SHORT},
        help_text=_("Whoever types this when enrolling."),
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # One's own, and those that send people to study; not the other polytechnics.
        polytechnic = Q(kind=Organisation.Kind.POLYTECHNIC)
        mine = Q(pk__in=Organisation.objects.kept_by(user).values("pk"))
        self.fields["organisation"].queryset = Organisation.objects.filter(~polytechnic | mine)

    def clean_email_domain(self) -> str:
        """A domain without the sign before it."""
        domain = self.cleaned_data["email_domain"].strip().lower().removeprefix("@")
        if domain:
            DomainNameValidator(message=_("Write a domain such as example.fi."))(domain)
        return domain

    def clean_key(self) -> str:
        """A key that can be typed as it is shown."""
        key = tidy_key(self.cleaned_data["key"])
        if 0 < len(key) < SHORTEST_KEY:
            raise ValidationError(KEY_TOO_SHORT)
        return key

    def clean(self) -> dict[str, Any]:
        """Each invitation names one of them."""
        said = super().clean()
        named = [name for name in Invitation.NAMES if said.get(name)]
        if not self.errors and len(named) != 1:
            raise ValidationError(_("Name one: an address, a domain, an organisation or a key."))
        return said


class FileForm(forms.Form):
    """A file of people."""

    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "CSV or XLSX, 5 MB at most. The first row names the columns; one of them is the "
            "e-mail address."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.xlsx"}),
    )

    def clean_file(self) -> Any:
        """Refuse one that is too large before it is read."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise ValidationError(_("The file is larger than 5 MB."))
        return file


class InviteFileForm(FileForm):
    """A file of those to invite."""

    mail = forms.BooleanField(
        label=_("Mail a personal link to each of them"), required=False, initial=True
    )
