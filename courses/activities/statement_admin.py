"""
Statements of competence in Wagtail's admin, for editors.

They belong to no organisation, so Wagtail's own permissions are enough. Ratings point at
statements: one that is no longer asked is retired, and only what nobody has rated goes.
"""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from modelcluster.forms import BaseChildFormSet
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column

from accounts.keeping import KeptViewSet
from courses.activities.statements import StatementSet

LANGUAGES = ("fi", "sv", "en")
LONGEST_STATEMENT = 300
LONGEST_END = 100


def words_field(label: Any, *, longest: int, required: bool = False) -> forms.CharField:
    """A field for one language's words."""
    return forms.CharField(label=label, max_length=longest, required=required)


def put_words(form: forms.ModelForm, column: str) -> None:
    """Show a column's words in the fields of its languages."""
    words = getattr(form.instance, column)
    for language in LANGUAGES:
        form.fields[f"{column}_{language}"].initial = words.get(language, "")


def take_words(form: forms.ModelForm, column: str) -> None:
    """Put what the fields of the languages say into the column."""
    said = {language: form.cleaned_data[f"{column}_{language}"] for language in LANGUAGES}
    setattr(form.instance, column, {language: words for language, words in said.items() if words})


class StatementForm(WagtailAdminModelForm):
    """One statement in three languages; whether it is still asked is one tick."""

    words_fi = words_field(gettext_lazy("In Finnish"), longest=LONGEST_STATEMENT, required=True)
    words_sv = words_field(gettext_lazy("In Swedish"), longest=LONGEST_STATEMENT)
    words_en = words_field(gettext_lazy("In English"), longest=LONGEST_STATEMENT)
    retired = forms.BooleanField(
        label=gettext_lazy("Retired"),
        required=False,
        help_text=gettext_lazy(
            "No longer asked. Who has rated it before the training rates it after it too."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        put_words(self, "words")
        self.fields["retired"].initial = self.instance.retired_at is not None

    def _post_clean(self) -> None:
        """The words are on the instance from here on: the parent saves it, not this form."""
        super()._post_clean()
        if self.errors:
            return
        take_words(self, "words")
        retired = self.cleaned_data["retired"]
        if retired != (self.instance.retired_at is not None):
            self.instance.retired_at = timezone.now() if retired else None


class StatementFormSet(BaseChildFormSet):
    """The statements of a set, in order."""

    def clean(self) -> None:
        """Keep what ratings point at."""
        super().clean()
        gone = [form.instance.pk for form in self.deleted_forms if form.instance.pk]
        if gone and self.instance.is_rated():
            raise ValidationError(
                _("Learners have rated themselves on these: retire a statement, do not delete it.")
            )


class StatementsPanel(InlinePanel):
    """Statements with a field for each language."""

    def get_form_options(self) -> dict[str, Any]:
        """Use our form for each of them."""
        options: dict[str, Any] = super().get_form_options()
        options["formsets"][self.relation_name] |= {
            "form": StatementForm,
            "formset": StatementFormSet,
        }
        return options


class StatementSetForm(WagtailAdminModelForm):
    """A set with the words of its scale's ends; once rated its scale stays."""

    lowest_fi = words_field(gettext_lazy("In Finnish"), longest=LONGEST_END, required=True)
    lowest_sv = words_field(gettext_lazy("In Swedish"), longest=LONGEST_END)
    lowest_en = words_field(gettext_lazy("In English"), longest=LONGEST_END)
    highest_fi = words_field(gettext_lazy("In Finnish"), longest=LONGEST_END, required=True)
    highest_sv = words_field(gettext_lazy("In Swedish"), longest=LONGEST_END)
    highest_en = words_field(gettext_lazy("In English"), longest=LONGEST_END)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        put_words(self, "lowest")
        put_words(self, "highest")
        if self.instance.is_rated():
            self.fields["levels"].disabled = True
            self.fields["levels"].help_text = _(
                "Learners have rated themselves on this scale: it stays."
            )

    def _post_clean(self) -> None:
        """The words of the scale's ends are on the instance before it is saved."""
        super()._post_clean()
        if not self.errors:
            take_words(self, "lowest")
            take_words(self, "highest")


def _ends(column: str, heading: Any) -> MultiFieldPanel:
    fields = [FieldPanel(f"{column}_{language}") for language in LANGUAGES]
    return MultiFieldPanel([FieldRowPanel(fields)], heading=heading)


class StatementSetViewSet(KeptViewSet):
    """What learners rate themselves on, before and after a training."""

    model = StatementSet
    icon = "order"
    menu_label = gettext_lazy("Statements")
    menu_order = 250
    list_display = [
        "name",
        Column("levels", label=gettext_lazy("Levels")),
    ]
    search_fields = ["name"]
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [FieldPanel("name"), FieldPanel("levels")], heading=gettext_lazy("Scale")
            ),
            _ends("lowest", gettext_lazy("What the lowest level means")),
            _ends("highest", gettext_lazy("What the highest level means")),
            StatementsPanel(
                "statements",
                heading=gettext_lazy("Statements"),
                label=gettext_lazy("Statement"),
                panels=[
                    FieldPanel("words_fi"),
                    FieldPanel("words_sv"),
                    FieldPanel("words_en"),
                    FieldPanel("retired"),
                ],
                min_num=1,
                help_text=gettext_lazy(
                    "Each is one thing that the learner can do, in the first person. The same "
                    "ones are asked before and after."
                ),
            ),
        ],
        base_form_class=StatementSetForm,
    )
