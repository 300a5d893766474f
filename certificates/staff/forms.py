"""The forms of staff's rooms: what to show of the list, and why something is done."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from certificates.codes import read_code
from certificates.models import Certificate
from certificates.records import CertificateQuerySet
from certificates.refusals import CertificateRefusal
from courses.models import CourseRun, ProgrammeRun
from home.words import seen


class ListForm(forms.Form):
    """What to show of the certificates; every choice is among the person's own."""

    search = forms.CharField(
        label=_("Search"),
        max_length=200,
        required=False,
        help_text=_("Name, number or code of the certificate, or code of the course."),
    )
    run = forms.ModelChoiceField(label=_("Course run"), queryset=None, required=False)
    programme_run = forms.ModelChoiceField(
        label=_("Run of a programme"), queryset=None, required=False
    )
    state = forms.ChoiceField(
        label=_("State"), choices=[("", _("All")), *Certificate.State.choices], required=False
    )

    def __init__(self, data: Any, *, user: User) -> None:
        super().__init__(data)
        self.fields["run"].queryset = CourseRun.objects.kept_by(user).order_by("code")
        programmes = ProgrammeRun.objects.kept_by(user).order_by("code")
        self.fields["programme_run"].queryset = programmes
        if not programmes.exists():
            del self.fields["programme_run"]

    def of(self, certificates: CertificateQuerySet) -> CertificateQuerySet:
        """Return those asked for; nothing where a choice makes no sense."""
        if not self.is_valid():
            return certificates.none()
        asked = self.cleaned_data
        if asked["run"]:
            certificates = certificates.filter(completion__run=asked["run"])
        if asked.get("programme_run"):
            certificates = certificates.filter(
                programme_enrolment__programme_run=asked["programme_run"]
            )
        if asked["state"]:
            certificates = certificates.in_state(asked["state"])
        for word in asked["search"].split():
            certificates = certificates.filter(
                Q(holder_name__icontains=word)
                | Q(number__icontains=word)
                | Q(course_code__icontains=word)
                | Q(run_code__icontains=word)
                | Q(code=read_code(asked["search"]) or "")
            )
        return certificates


class ReasonForm(forms.Form):
    """A reason that somebody reads later; what turns or hides its letters is left out."""

    def clean_reason(self) -> str:
        """Return it without signs that cannot be seen; something to read must be left."""
        reason = seen(self.cleaned_data["reason"])
        if not reason:
            raise forms.ValidationError(CertificateRefusal.NO_REASON.label, code="required")
        return reason


class PublicReasonForm(ReasonForm):
    """Why a certificate is revoked; whoever checks it reads this."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "Anyone who checks the certificate reads it, and the holder gets it by mail. Write "
            "nothing here that is private."
        ),
    )


class StaffReasonForm(ReasonForm):
    """Why a certificate is issued anew; only staff read this."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It stays on record with your name and the time. The learner can ask for it."),
    )
