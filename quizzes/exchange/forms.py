"""The form with which a file of questions comes in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from home.uploads import UploadForm, drafts_or
from quizzes.banks.models import QuestionBank
from quizzes.exchange.parsed import LARGEST_FILE
from quizzes.exchange.reading import AUTO
from quizzes.exchange.texts import HARMFUL

FORMATS = [
    (AUTO, _("find out from the file")),
    ("gift", "GIFT"),
    ("aiken", "Aiken"),
    ("moodle-xml", "Moodle XML"),
]


class QuestionFileForm(UploadForm):
    """A file of questions, the bank that it goes into, and what to do where there is a choice."""

    largest = LARGEST_FILE
    too_large = _("The file is larger than 20 MB. Divide it into several files.")
    file = forms.FileField(
        label=_("File"),
        help_text=_("GIFT, Aiken or Moodle XML; at most 20 MB and 10,000 questions."),
    )
    bank = forms.ModelChoiceField(
        QuestionBank.objects.all(), label=_("Question bank"), required=False
    )
    new_bank = forms.CharField(
        label=_("Or a new bank"),
        max_length=150,
        required=False,
        help_text=_("It is made when the questions are imported."),
    )
    format = forms.ChoiceField(label=_("Format"), choices=FORMATS, initial=AUTO)
    publish = drafts_or(
        _("published, where they are fit to be asked"), label=_("The questions become")
    )
    nearest = forms.TypedChoiceField(
        label=_("A share of points that is not possible"),
        choices=[("", _("refuses its question")), ("yes", _("becomes the nearest possible one"))],
        widget=forms.RadioSelect,
        coerce=bool,
        required=False,
        initial="",
    )

    def clean(self) -> dict[str, Any]:
        """Ask for exactly one bank."""
        data = super().clean() or {}
        bank, new = data.get("bank"), " ".join(HARMFUL.sub("", data.get("new_bank") or "").split())
        if bool(bank) == bool(new) and "new_bank" not in self.errors:
            self.add_error("bank", _("Choose a bank, or name a new one; not both."))
        data["bank_name"] = bank.name if bank else new
        return data
