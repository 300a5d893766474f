"""Findings of accessibility in Wagtail's menu: written by editors, never deleted."""

import datetime

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn

from accounts.keeping import KeptViewSet
from home.accessibility.models import AccessibilityFinding, Hindered
from home.whole_rows import WholeRowForm

WORDS = ("place", "what", "meanwhile")


class FindingForm(WholeRowForm):
    """One finding; what was mended has been mended by now."""

    mended_at = {
        "home_finding_is_whole_in_swedish": "what_sv",
        "home_finding_is_whole_in_english": "what_en",
        "home_finding_breaks_a_criterion": "criterion",
        "home_finding_mended_after_it_was_found": "mended_on",
        "home_finding_planned_after_it_was_found": "planned_by",
    }

    hinders = forms.MultipleChoiceField(
        label=gettext_lazy("Whom it hinders"),
        choices=Hindered.choices,
        widget=forms.CheckboxSelectMultiple,
    )

    def clean_mended_on(self) -> datetime.date | None:
        """Promises belong elsewhere: readers take this day for a fact."""
        return self._past("mended_on")

    def clean_found_on(self) -> datetime.date | None:
        """Nothing is found ahead of its day."""
        return self._past("found_on")

    def _past(self, name: str) -> datetime.date | None:
        day: datetime.date | None = self.cleaned_data[name]
        if day and day > timezone.localdate():
            raise forms.ValidationError(_("This day has not come yet."))
        return day


def state(finding: AccessibilityFinding) -> str:
    """Say how it stands."""
    if finding.mended_on:
        return _("Mended")
    return _("Late") if finding.is_late else _("Open")


class FindingViewSet(KeptViewSet):
    """What hinders somebody, for the accessibility statement."""

    model = AccessibilityFinding
    icon = "view"
    menu_label = gettext_lazy("Accessibility")
    menu_order = 295
    list_display = [
        TitleColumn(
            "place_fi",
            label=gettext_lazy("Where"),
            url_name="accessibility_findings:edit",
            classname="title",
        ),
        Column("criterion", label=gettext_lazy("Criterion")),
        DateColumn("found_on", label=gettext_lazy("Found"), sort_key="found_on"),
        DateColumn("planned_by", label=gettext_lazy("To be mended by"), sort_key="planned_by"),
        Column("state", label=gettext_lazy("State"), accessor=state),
    ]
    list_filter = ["ground", "mended_on"]
    search_fields = ["place_fi", "what_fi", "criterion"]
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [
                    *(FieldPanel(f"{name}_fi") for name in WORDS),
                    FieldPanel("hinders"),
                    FieldRowPanel([FieldPanel("criterion"), FieldPanel("ground")]),
                ],
                heading=gettext_lazy("What stands in whose way"),
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("found_on"), FieldPanel("planned_by")]),
                    FieldPanel("mended_on"),
                ],
                heading=gettext_lazy("Days"),
            ),
            MultiFieldPanel(
                [FieldPanel(f"{name}_sv") for name in WORDS],
                heading=gettext_lazy("In Swedish"),
                help_text=gettext_lazy("Where it is empty, its readers get the Finnish words."),
            ),
            MultiFieldPanel(
                [FieldPanel(f"{name}_en") for name in WORDS],
                heading=gettext_lazy("In English"),
                help_text=gettext_lazy("Where it is empty, its readers get the Finnish words."),
            ),
        ],
        base_form_class=FindingForm,
    )
