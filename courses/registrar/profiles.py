"""Profiles of lists in the administration, for the study staff of their organisation."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.admin.views import generic

from accounts.keeping import KeptAddView, KeptEditView, KeptViewSet
from accounts.models import Organisation
from courses.registrar.columns import BY_KEY, DEFAULT_KEYS, IDENTITY_CODE
from courses.registrar.identity_codes_kept import are_asked_by
from courses.registrar.models import ListProfile
from home.whole_rows import WholeRowForm

LONGEST_LABEL = 100


class ColumnsWidget(forms.Widget):
    """A table of every column: its place (empty: left out) and its label. Needs no script."""

    template_name = "courses/register/columns_widget.html"

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """Lay out the chosen columns in their order, then the others."""
        chosen = {column["key"]: column for column in value or []}
        keys = [*chosen, *(key for key in BY_KEY if key not in chosen)]
        places = {key: place for place, key in enumerate(chosen, start=1)}
        rows = [
            {
                "key": key,
                "heading": BY_KEY[key].heading,
                "place": places.get(key, ""),
                "label": chosen.get(key, {}).get("label", ""),
            }
            for key in keys
            if key in BY_KEY
        ]
        context: dict[str, Any] = super().get_context(name, value, attrs)
        return context | {"rows": rows, "name": name, "longest_label": LONGEST_LABEL}

    def _render(self, template_name: str, context: Any, renderer: Any = None) -> SafeString:
        """Find the template where the others are; Django looks among its own alone."""
        return render_to_string(template_name, context)

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[dict[str, str]]:
        """Read places and labels; columns with the same place keep their usual order."""
        chosen = []
        for usual, key in enumerate(BY_KEY):
            place = data.get(f"{name}-{key}-place", "").strip()
            if not place:
                continue
            number = int(place) if place.isdecimal() and len(place) < 6 else 10**6
            label = data.get(f"{name}-{key}-label", "").strip()[:LONGEST_LABEL]
            chosen.append((number, usual, {"key": key, "label": label}))
        return [column for _number, _usual, column in sorted(chosen, key=lambda one: one[:2])]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Never: no place at all means no column at all."""
        return False


class ColumnsField(forms.Field):
    """Which columns, in which order, under which labels."""

    widget = ColumnsWidget

    def validate(self, value: list[dict[str, str]]) -> None:
        """Want one column at least."""
        if not value:
            raise ValidationError(_("Give at least one column its place."), code="required")

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare lists."""
        return (initial or []) != (data or [])


class ListProfileForm(WholeRowForm):
    """Offers the person's own organisations; a profile never changes hands."""

    mended_at = {"courses_profile_one_default": "is_default"}

    columns = ColumnsField(
        label=_("Columns"),
        help_text=_(
            "Number the columns in the order in which they stand; a column without a number is "
            "left out. An empty label: the column's own heading."
        ),
        initial=lambda: [{"key": key, "label": ""} for key in DEFAULT_KEYS],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = Organisation.objects.kept_by(self.for_user)
        self.fields["organisation"].queryset = kept
        if self.instance.pk:
            self.fields["organisation"].disabled = True
        else:
            self.initial.setdefault("organisation", kept.first())
            self.initial["columns"] = [{"key": key, "label": ""} for key in DEFAULT_KEYS]

    def clean(self) -> dict[str, Any]:
        """Refuse identity codes where the organisation does not ask for them."""
        cleaned: dict[str, Any] = super().clean()
        organisation = cleaned.get("organisation")
        wants_codes = any(column["key"] == IDENTITY_CODE for column in cleaned.get("columns", []))
        if wants_codes and organisation and not are_asked_by(organisation):
            self.add_error(
                "columns",
                _(
                    "This organisation does not ask for personal identity codes: leave that "
                    "column without a number. An administrator sets what it asks for."
                ),
            )
        return cleaned


class ScopedProfiles:
    """Answers 404 for a profile of somebody else's, whatever the view does with it."""

    request: Any
    kwargs: dict[str, Any]

    def kept_profiles(self) -> QuerySet[ListProfile]:
        """The profiles that this person keeps."""
        return ListProfile.objects.kept_by(self.request.user).select_related("organisation")

    def get_object(self, queryset: Any = None) -> ListProfile:
        """Find the profile among them."""
        return get_object_or_404(self.kept_profiles(), pk=self.kwargs["pk"])


class ProfileIndexView(ScopedProfiles, generic.IndexView):
    """The profiles that this person keeps."""

    def get_base_queryset(self) -> QuerySet[ListProfile]:
        """Scope the list."""
        return self.kept_profiles()


class ProfileAddView(ScopedProfiles, KeptAddView):
    """A new profile; the form offers the person's own organisations only."""


class ProfileEditView(ScopedProfiles, KeptEditView):
    """A profile; deliveries made with it keep the layout that it had then."""


class ProfileHistoryView(ScopedProfiles, generic.history.HistoryView):
    """Who changed this profile, and when."""


class ListProfileViewSet(KeptViewSet):
    """Profiles of lists, reached from the deliveries."""

    model = ListProfile
    icon = "list-ul"
    menu_label = _("Profiles of lists")
    add_to_admin_menu = False
    index_view_class = ProfileIndexView
    add_view_class = ProfileAddView
    edit_view_class = ProfileEditView
    history_view_class = ProfileHistoryView
    list_display = [
        "name",
        "organisation",
        BooleanColumn("is_default", label=_("used unless another is chosen")),
    ]
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("organisation"), FieldPanel("name")]),
            FieldPanel("is_default"),
            FieldPanel("columns"),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("language"), FieldPanel("date_format")]),
                    FieldRowPanel([FieldPanel("delimiter"), FieldPanel("ending")]),
                    FieldPanel("with_bom"),
                ],
                heading=_("How the file is written"),
            ),
        ],
        base_form_class=ListProfileForm,
    )
