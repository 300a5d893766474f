"""Forms of those who mend questions: what is wrong, how it is treated, and who answers for it."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.widgets import AdminAutoHeightTextInput

from accounts.models import User
from home.words import day_in_words
from quizzes.assessing.flaws import Asked, AskedVersion
from quizzes.assessing.treating import By, Part, Treatment
from quizzes.attempts.words import number

LONGEST_NOTE = 2_000
WORDS = AdminAutoHeightTextInput(attrs={"rows": 3})


class FlagForm(forms.Form):
    """What is wrong with a question."""

    note = forms.CharField(
        label=gettext_lazy("What is wrong"),
        help_text=gettext_lazy("So that somebody else can mend it: which option, which word."),
        max_length=LONGEST_NOTE,
        widget=WORDS,
    )


class DismissForm(forms.Form):
    """Why nothing has to be done."""

    answer = forms.CharField(
        label=gettext_lazy("Why nothing was wrong"), max_length=LONGEST_NOTE, widget=WORDS
    )


class TreatForm(forms.Form):
    """How the answers are graded anew."""

    by = forms.ChoiceField(label=gettext_lazy("How"), widget=forms.RadioSelect)
    options = forms.MultipleChoiceField(
        label=gettext_lazy("Which options"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("For disregarding and granting."),
    )
    versions = forms.MultipleChoiceField(
        label=gettext_lazy("Answers to which versions"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose one version at least.")},
    )

    def __init__(self, *args: Any, asked: Asked, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["by"].choices = [
            (by.value, label) for by, label in TREATMENTS.items() if self._offers(by, asked)
        ]
        self.fields["by"].initial = By.VERSION.value if asked.is_corrected else None
        self.fields["options"].choices = [(part.key, _part(part)) for part in asked.parts]
        self.fields["versions"].choices = [(found.key, _version(found)) for found in asked.versions]
        self.fields["versions"].initial = asked.flawed_keys
        if not asked.parts:
            del self.fields["options"]

    @staticmethod
    def _offers(by: By, asked: Asked) -> bool:
        if by == By.VERSION:
            return asked.is_corrected and asked.kind != "essay"
        if by == By.DISREGARD:
            return bool(asked.parts) and asked.kind != "true_false"
        return bool(asked.parts) if by == By.GRANT else True

    def clean(self) -> dict[str, Any]:
        """Disregarding and granting need something to disregard or grant."""
        data = super().clean() or {}
        if data.get("by") in (By.DISREGARD, By.GRANT) and not data.get("options"):
            self.add_error("options", _("Choose one option at least."))
        return data

    def treatment(self) -> Treatment:
        """Return what was chosen; call when the form is valid."""
        data = self.cleaned_data
        by = By(data["by"])
        options = data.get("options", ()) if by in (By.DISREGARD, By.GRANT) else ()
        return Treatment(by, tuple(options), tuple(data["versions"]))


TREATMENTS = {
    By.VERSION: gettext_lazy("Grade anew by the corrected question"),
    By.DISREGARD: gettext_lazy("Disregard options: they count neither for nor against"),
    By.GRANT: gettext_lazy("Grant options: they count as answered right"),
    By.FULL: gettext_lazy("Full marks for everybody who was asked"),
}


class ApplyForm(forms.Form):
    """Why, and whether somebody answers for passed results that fall."""

    live_key = forms.CharField(required=False, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=gettext_lazy("What was wrong"),
        help_text=gettext_lazy("The learners read this, in their mail and beside their answer."),
        max_length=LONGEST_NOTE,
        widget=WORDS,
    )
    may_lower = forms.BooleanField(required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["may_lower"].label = _(
            "I, %(name)s, decide that passed results may be lowered."
        ) % {"name": user.display_name}
        self.fields["may_lower"].help_text = _(
            "Without this every passed result stays as it is. Completions and certificates "
            "stay in any case."
        )


def _part(part: Part) -> str:
    words = {"true": _("True"), "false": _("False")}.get(part.words, part.words)
    return words if part.worth is None else f"{words} ({number(part.worth * 100)} %)"


def _version(found: AskedVersion) -> str:
    days = dict.fromkeys([day_in_words(found.first.date()), day_in_words(found.last.date())])
    answers = ngettext("%(count)s answer", "%(count)s answers", found.answers) % {
        "count": found.answers
    }
    words = _("Version %(number)s, asked %(days)s: %(answers)s") % {
        "number": found.number,
        "days": "–".join(days),
        "answers": answers,
    }
    return f"{words} – {_('published now')}" if found.is_live else words
