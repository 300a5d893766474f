"""Lists in Wagtail's admin that open only some of the views that Wagtail would."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import ngettext
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import BasePermissionPolicy

from accounts.models import Membership, Organisation, User
from accounts.refused_forms import RefusedFormMixin

# List, add, edit.
LISTED = frozenset({"index", "index_results", "add", "edit"})
HISTORY = frozenset({"history", "history_results"})
# The views that other views link to, where these have an address.
LINKED = ("delete", "history", "usage")


class KeptAddView(RefusedFormMixin, generic.CreateView):
    """Adding to such a list."""


class KeptEditView(RefusedFormMixin, generic.EditView):
    """Changing what is in it."""


class RowsPaginator(WagtailPaginator):
    """Counts rows: a name in the plural after a number is wrong in Finnish."""

    @property
    def items_count_label(self) -> str:
        """How many there are."""
        return ngettext("%(count)s row", "%(count)s rows", self.count) % {"count": self.count}


def is_study_staff(user: User) -> bool:
    """Whether this person is an administrator, or study staff of some organisation."""
    if not hasattr(user, "_is_study_staff"):
        # Asked several times a page: by each item of the menu, and by the view.
        user._is_study_staff = Organisation.objects.kept_by(user).exists()
    return bool(user.is_active and (user.is_superuser or user._is_study_staff))


class ClosedViewSet(ModelViewSet):
    """A list of which a view has an address only where it is named here."""

    opened: frozenset[str] = LISTED
    add_view_class = KeptAddView
    edit_view_class = KeptEditView
    copy_view_enabled = False
    add_to_reference_index = False
    list_per_page = 50

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Name no address that is not there."""
        missing = {f"{name}_url_name": None for name in LINKED if name not in self.opened}
        return super().get_common_view_kwargs(**missing | kwargs)

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Count the list in words of its own."""
        return super().get_index_view_kwargs(**{"paginator_class": RowsPaginator} | kwargs)

    def get_urlpatterns(self) -> list[Any]:
        """Leave out what is not opened."""
        return [found for found in super().get_urlpatterns() if found.name in self.opened]


class KeptViewSet(ClosedViewSet):
    """A list of what other records point at: it is added to and changed, never deleted from."""

    opened = LISTED | HISTORY
    search_backend_name = None


class KeepersPolicy(BasePermissionPolicy):
    """
    Study staff list, add and change what belongs to their organisations. Nobody deletes it.

    The model's manager has `kept_by`.
    """

    permission_cache_name = "_keepers_permissions"

    def get_all_permissions_for_user(self, user: User) -> set[str]:
        """What this person may do with something of its kind."""
        if is_study_staff(user):
            return {"add", "change", "view"}
        return set()

    def user_has_permission(self, user: User, action: str) -> bool:
        """Whether this person may do it with something of its kind."""
        return action in self.get_cached_permissions_for_user(user)

    def user_has_permission_for_instance(self, user: User, action: str, instance: Any) -> bool:
        """Whether this person may do it with this one."""
        return (
            self.user_has_permission(user, action)
            and self.model.objects.kept_by(user).filter(pk=instance.pk).exists()
        )

    def users_with_any_permission(self, actions: Any) -> QuerySet[User]:
        """Administrators and study staff."""
        if not {"add", "change", "view"} & set(actions):
            return User.objects.none()
        return User.objects.filter(
            Q(is_superuser=True) | Q(memberships__role=Membership.Role.STUDY_STAFF), is_active=True
        ).distinct()
