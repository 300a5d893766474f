"""Notes of a run's staff on a participant: written, and never changed."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy

from accounts.models import User
from courses.enrolling.models import Enrolment
from courses.following.models import Note

LONGEST_NOTE = 5_000


def write_note(*, enrolment: Enrolment, author: User, text: str) -> Note:
    """Write a note down."""
    return Note.objects.create(
        enrolment=enrolment, author=author, text=text, created_at=timezone.now()
    )


class NoteForm(forms.Form):
    """A note; says who will read it."""

    text = forms.CharField(
        label=gettext_lazy("New note"),
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy(
            "Read by the staff of this run. It is personal data: the participant gets it with "
            "their own data. It cannot be changed later. Write nothing about health."
        ),
    )
