"""Lists in Wagtail's admin that open only some of the views that Wagtail would."""

from typing import Any

from wagtail.admin.viewsets.model import ModelViewSet

# List, add, edit.
LISTED = frozenset({"index", "index_results", "add", "edit"})
HISTORY = frozenset({"history", "history_results"})
# The views that other views link to, where these have an address.
LINKED = ("delete", "history", "usage")


class ClosedViewSet(ModelViewSet):
    """A list of which a view has an address only where it is named here."""

    opened: frozenset[str] = LISTED
    copy_view_enabled = False
    add_to_reference_index = False
    list_per_page = 50

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Name no address that is not there."""
        missing = {f"{name}_url_name": None for name in LINKED if name not in self.opened}
        return super().get_common_view_kwargs(**missing | kwargs)

    def get_urlpatterns(self) -> list[Any]:
        """Leave out what is not opened."""
        return [found for found in super().get_urlpatterns() if found.name in self.opened]


class KeptViewSet(ClosedViewSet):
    """A list of what other records point at: it is added to and changed, never deleted from."""

    opened = LISTED | HISTORY
    search_backend_name = None
