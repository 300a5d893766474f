"""Organisations, and who acts for them, in Wagtail's admin. For administrators."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup

from accounts.keeping import KeptViewSet
from accounts.models import Membership, Organisation, User


class OrganisationForm(WagtailAdminModelForm):
    """Lets an organisation ask for personal identity codes only where they can be kept."""

    def clean_uses_identity_codes(self) -> bool:
        """Refuse without a key to encrypt with."""
        wanted: bool = self.cleaned_data["uses_identity_codes"]
        if wanted and not settings.IDENTITY_CODE_KEYS:
            raise ValidationError(
                _(
                    "Codes cannot be kept here: the server has no key to encrypt them with. Ask "
                    "whoever runs the server to set IDENTITY_CODE_KEYS."
                ),
                code="no_key",
            )
        return wanted


class OrganisationViewSet(KeptViewSet):
    """Bodies that organise training, or whose people take it."""

    model = Organisation
    icon = "group"
    menu_label = _("Organisations")
    menu_order = 100
    list_display = [Column("name", label=_("Name")), Column("get_kind_display", label=_("Kind"))]
    list_filter = ["kind"]
    search_fields = ["name_fi", "name_sv", "key", "business_id"]
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [FieldPanel("name_fi"), FieldPanel("name_sv"), FieldPanel("name_en")],
                heading=_("Name"),
            ),
            FieldPanel(
                "key",
                help_text=_("Short and lasting: other systems know it by this."),
            ),
            FieldPanel("kind"),
            FieldPanel("county", help_text=_("Of a project or a municipality.")),
            FieldRowPanel([FieldPanel("starts_year"), FieldPanel("ends_year")]),
            FieldRowPanel([FieldPanel("business_id"), FieldPanel("institution_code")]),
            FieldPanel("uses_identity_codes"),
        ],
        base_form_class=OrganisationForm,
    )


class MembershipForm(WagtailAdminModelForm):
    """The person by address: there are too many people for a list to choose from."""

    email = forms.EmailField(
        label=_("E-mail address of the person"),
        help_text=_("They have an account already. Make one under Users where they have not."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["email"].initial = self.instance.user.email

    def clean_email(self) -> str:
        """Find the person."""
        email: str = self.cleaned_data["email"]
        person = User.objects.filter(email__iexact=email, erased_at__isnull=True).first()
        if person is None:
            raise ValidationError(_("Nobody here has this address."), code="unknown")
        self.instance.user = person
        return email

    def clean(self) -> dict[str, Any]:
        """Want a role once; Django leaves the rule out, as the person is no field of the form."""
        cleaned = super().clean()
        same = Membership.objects.exclude(pk=self.instance.pk).filter(
            user_id=self.instance.user_id,
            organisation=cleaned.get("organisation"),
            role=cleaned.get("role"),
        )
        if same.exists():
            raise ValidationError(_("This person has this role already."), code="again")
        return cleaned


class MembershipIndexView(generic.IndexView):
    """The list, with people and organisations in the same query."""

    def get_base_queryset(self) -> Any:
        """Read what each row says."""
        return super().get_base_queryset().select_related("user", "organisation")


class MembershipViewSet(ModelViewSet):
    """Who acts for an organisation, and in which role."""

    model = Membership
    index_view_class = MembershipIndexView
    icon = "user"
    menu_label = _("Memberships")
    menu_order = 200
    copy_view_enabled = False
    add_to_reference_index = False
    search_backend_name = None
    search_fields = ["user__email", "user__last_name", "user__first_name", "organisation__name_fi"]
    list_display = [
        Column("user", label=_("Person")),
        Column("organisation", label=_("Organisation")),
        Column("get_role_display", label=_("Role")),
    ]
    list_filter = ["role", "organisation"]
    list_per_page = 50
    edit_handler = ObjectList(
        [
            FieldPanel("email"),
            FieldPanel("organisation", heading=_("Organisation")),
            FieldPanel(
                "role",
                help_text=_(
                    "Study staff see completions and keep course runs. A teacher reads the lists "
                    "of the organisation's runs. A member of staff may enrol on courses to which "
                    "the organisation is invited."
                ),
            ),
        ],
        base_form_class=MembershipForm,
    )


class OrganisationGroup(ModelViewSetGroup):
    """Organisations in the menu."""

    menu_label = _("Organisations")
    menu_icon = "group"
    menu_order = 590
    items = (OrganisationViewSet, MembershipViewSet)
