"""The form of a message: to whom, and what; and of a template."""

import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from courses.catalogue.models import CourseStep
from courses.catalogue.runs import CourseRun
from courses.following.choosing import Choice, Show
from courses.following.filling import PLACES, unknown_places
from courses.following.models import MessageTemplate
from courses.following.participants import Participant

LONGEST_BODY = 10_000


class Who(models.TextChoices):
    """To whom a message goes."""

    CHOSEN = "chosen", gettext_lazy("Those ticked in the list")
    SHOWN = "shown", gettext_lazy("Those found in the list")
    ACTIVE = "active", gettext_lazy("All who study on the run")
    SILENT = "silent", gettext_lazy("The silent ones")
    STUCK = "stuck", gettext_lazy("The stuck ones")
    UNDONE = "undone", gettext_lazy("Those who study and have not done this step:")


# Only with what the list sent along.
FROM_THE_LIST = (Who.CHOSEN, Who.SHOWN)


class WrittenForm(forms.Form):
    """Subject and body; in both, only what can be filled in may stand in braces."""

    subject = forms.CharField(label=gettext_lazy("Subject"), max_length=200)
    body = forms.CharField(
        label=gettext_lazy("Message"),
        max_length=LONGEST_BODY,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=gettext_lazy(
            "These are filled in for each reader, in their language: {name}, {course}, {run} and "
            "{link}, which leads to where they are on the course."
        ),
    )

    def clean_subject(self) -> str:
        """Refuse places that nobody fills in."""
        return _with_known_places(self.cleaned_data["subject"])

    def clean_body(self) -> str:
        """Refuse places that nobody fills in."""
        return _with_known_places(self.cleaned_data["body"])


def _with_known_places(text: str) -> str:
    if unknown := unknown_places(text):
        raise ValidationError(
            _("%(unknown)s cannot be filled in. Use %(places)s, or write without braces.")
            % {
                "unknown": ", ".join(unknown),
                "places": ", ".join(f"{{{place}}}" for place in PLACES),
            }
        )
    return text


class MessageForm(WrittenForm):
    """A message to participants of one run."""

    who = forms.ChoiceField(
        label=gettext_lazy("To whom"), choices=Who.choices, widget=forms.RadioSelect
    )
    step = forms.ModelChoiceField(
        label=gettext_lazy("Step"), queryset=CourseStep.objects.none(), required=False
    )
    shows_address = forms.BooleanField(
        label=gettext_lazy("Answers come to my own address, which the readers then see"),
        required=False,
    )
    form_key = forms.UUIDField(widget=forms.HiddenInput)
    field_order = ("who", "step", "subject", "body", "shows_address", "form_key")

    def __init__(self, *args: Any, run: CourseRun, user: User, asked: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.ticked = {int(pk) for pk in asked.getlist("to") if pk.isdecimal() and len(pk) < 19}
        # Who was found in the list, when the message was begun there.
        self.listed = Choice.of(asked) if "show" in asked else None
        self.fields["step"].queryset = CourseStep.objects.current().filter(course=run.course_id)
        self.fields["who"].choices = [
            (value, label)
            for value, label in Who.choices
            if value not in FROM_THE_LIST
            or (value == Who.CHOSEN and self.ticked)
            or (value == Who.SHOWN and self.listed)
        ]
        self.fields["who"].initial = asked.get("who") or Who.ACTIVE
        self.fields["step"].initial = asked.get("step", "")[:18] or None
        self.fields["form_key"].initial = uuid.uuid4()

    def clean(self) -> dict[str, Any]:
        """Ask for the step where it says whom."""
        said: dict[str, Any] = super().clean() or {}
        if said.get("who") == Who.UNDONE and not said.get("step") and "step" not in self.errors:
            self.add_error("step", _("Choose the step that has not been done."))
        return said

    def receivers(self, everybody: list[Participant]) -> list[Participant]:
        """Those it goes to: never who has withdrawn, or whose account is closed."""
        said = self.cleaned_data
        who, step = said["who"], said.get("step")
        if who == Who.SHOWN and self.listed:
            found = self.listed.of_all(everybody)
        elif who == Who.CHOSEN:
            found = [one for one in everybody if one.enrolment.pk in self.ticked]
        elif who == Who.UNDONE:
            active = Choice(show=Show.ACTIVE).of_all(everybody)
            found = [one for one in active if step.pk not in one.study.done]
        else:
            found = Choice(show=Show(who)).of_all(everybody)
        return [one for one in found if can_be_written_to(one)]

    @property
    def reply_to(self) -> str:
        """The sender's address, where they let it be seen."""
        return str(self.user.email) if self.cleaned_data["shows_address"] else ""


def can_be_written_to(one: Participant) -> bool:
    """
    Whether somebody is still on the run and has an account that is read.

    Whether there is such an account is not told of those who have not answered: they count.
    """
    enrolment = one.enrolment
    return enrolment.withdrawn_at is None and (
        enrolment.waits_for_answer or enrolment.learner.is_active
    )


class TemplateForm(WrittenForm):
    """A template of an organisation."""

    name = forms.CharField(label=gettext_lazy("Name of the template"), max_length=100)
    field_order = ("name", "subject", "body")

    def __init__(self, *args: Any, template: MessageTemplate, **kwargs: Any) -> None:
        initial = {field: getattr(template, field) for field in ("name", "subject", "body")}
        super().__init__(*args, initial=initial, **kwargs)
        self.template = template

    def clean_name(self) -> str:
        """Refuse the name of another template of the organisation."""
        name: str = self.cleaned_data["name"]
        same = MessageTemplate.objects.filter(
            organisation=self.template.organisation_id, name=name
        ).exclude(pk=self.template.pk)
        if same.exists():
            raise ValidationError(_("Your organisation has a template of this name already."))
        return name

    def save(self) -> MessageTemplate:
        """Keep it."""
        for field in ("name", "subject", "body"):
            setattr(self.template, field, self.cleaned_data[field])
        self.template.save()
        return self.template
