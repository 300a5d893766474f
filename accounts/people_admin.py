"""
People in Wagtail's admin, for administrators.

A person made here can sign in at once: the administrator vouches for the address. Deleting
somebody here is the same erasing that they could do themselves, since records point at them.
"""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.views import users
from wagtail.users.views.bulk_actions import DeleteBulkAction

from accounts import personal_data
from accounts.addresses import count_as_confirmed
from accounts.groups import in_words
from accounts.keeping import RowsPaginator
from accounts.learner_id import in_full
from accounts.models import User
from accounts.protection import protected, tell_if_new

OWN_FIELDS = {
    "preferred_name",
    "language",
    "profession",
    "home_organisation",
    "contact_is_protected",
    "birth_date",
    "learner_id",
}


class PeopleFormMixin:
    """What a person's form in the admin knows beside Wagtail's fields."""

    fields: dict[str, forms.Field]
    cleaned_data: dict[str, Any]
    # An empty password is no weakness: nobody can sign in by it.
    password_required = False
    error_messages = UserCreationForm.error_messages | {
        "duplicate_username": _("Someone already uses this e-mail address.")
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Whoever signs up tells their names when they want a certificate, not before.
        for name in ("first_name", "last_name"):
            self.fields[name].required = False
        self.fields["first_name"].label = _("Given names")
        self.fields["first_name"].help_text = _("All official ones; certificates print them.")
        self.fields["last_name"].label = _("Surname")
        self.fields["groups"].label_from_instance = in_words
        self.fields["birth_date"].widget = forms.DateInput(
            format="%Y-%m-%d", attrs={"type": "date"}
        )

    def clean_email(self) -> str:
        """Addresses are kept in small letters; so two of one person meet at this field."""
        return str(self.cleaned_data["email"]).lower()

    def clean_learner_id(self) -> str:
        """Write it as registers do."""
        return in_full(self.cleaned_data["learner_id"])

    def _save_m2m(self) -> None:
        """Show the way to the admin in the page's header to whom a group lets in."""
        super()._save_m2m()  # type: ignore[misc]
        user = self.instance  # type: ignore[attr-defined]
        user.is_staff = user.is_superuser or user.groups.exists()
        user.save(update_fields=["is_staff"])
        tell_if_new(user, self.changed_data)  # type: ignore[attr-defined]


class NewPersonForm(PeopleFormMixin, UserCreationForm):
    """Somebody whom an administrator lets in."""

    class Meta(UserCreationForm.Meta):
        fields = UserCreationForm.Meta.fields | OWN_FIELDS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].help_text = _(
            "Leave empty: the person then chooses one by “I have forgotten my password”."
        )

    def save(self, commit: bool = True) -> User:
        """Make the person, with an address that counts as confirmed."""
        if not self.cleaned_data["password1"]:
            self.instance.set_unusable_password()
        user: User = super().save(commit)
        if commit:
            count_as_confirmed(user)
        return user


class PersonForm(PeopleFormMixin, UserEditForm):
    """Somebody who is here already. A changed address is confirmed at the next sign-in."""

    class Meta(UserEditForm.Meta):
        fields = UserEditForm.Meta.fields | OWN_FIELDS


class PeopleFilterSet(users.UserFilterSet):
    """Wagtail's filters, with groups by the names that their readers know."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["group"].field.label_from_instance = in_words


def people_shown_to(user: User, people: QuerySet[User]) -> QuerySet[User]:
    """Leave out whom a person may not see: the protected are administrators' alone."""
    return people if user.is_superuser else people.exclude(protected())


class PeopleIndexView(users.IndexView):
    """Everybody who has not been erased, and whom the person may see."""

    paginator_class = RowsPaginator

    def get_base_queryset(self) -> QuerySet[User]:
        """Leave out the rows that are nobody's."""
        people = super().get_base_queryset().filter(erased_at__isnull=True)
        return people_shown_to(self.request.user, people)


class ShownPersonMixin:
    """A view of one person answers 404 for whom the asker may not see."""

    request: Any

    def get_object(self, *args: Any, **kwargs: Any) -> User:
        """Find the person among those whom the asker may see."""
        found: User = super().get_object(*args, **kwargs)  # type: ignore[misc]
        shown = people_shown_to(self.request.user, User.objects.all())
        return get_object_or_404(shown, pk=found.pk)


class PersonEditView(ShownPersonMixin, users.EditView):
    """One person's details."""


class PersonHistoryView(ShownPersonMixin, users.HistoryView):
    """What was done to one person's account."""


class PersonDeleteView(ShownPersonMixin, users.DeleteView):
    """Erase a person: certificates and completions stay as the law asks, without the account."""

    page_title = _("Erase")

    @property
    def confirmation_message(self) -> Any:
        """Say what goes and what stays."""
        return _(
            "Everything about this person is erased, except what the law tells to keep: "
            "completions and certificates. This cannot be undone."
        )

    def get_usage_url(self) -> None:
        """No list of what points here; erasing bears it."""

    def delete_action(self) -> None:
        """Erase instead of deleting the row."""
        personal_data.erase(user=self.object)


class EraseBulkAction(DeleteBulkAction):
    """The same for several people."""

    display_name = _("Erase")
    aria_label = _("Erase the people chosen")

    @classmethod
    def execute_action(cls, objects: list[User], **kwargs: Any) -> tuple[int, int]:
        """Erase each instead of deleting rows."""
        for user in objects:
            personal_data.erase(user=user)
        return len(objects), 0


class PeopleViewSet(users.UserViewSet):
    """Wagtail's list of users with our fields."""

    index_view_class = PeopleIndexView
    edit_view_class = PersonEditView
    history_view_class = PersonHistoryView
    filterset_class = PeopleFilterSet
    delete_view_class = PersonDeleteView

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        """Return the form for a new person, or for one who is here."""
        return PersonForm if for_update else NewPersonForm
