"""Columns of the editors' lists of snippets."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column


class StateColumn(Column):
    """Whether readers may meet it. Wagtail's own column asks twice a row for more than that."""

    def get_value(self, instance: Any) -> str:
        """Return the state in words."""
        if not instance.live:
            return _("draft")
        return (
            _("published, with a newer draft")
            if instance.has_unpublished_changes
            else _("published")
        )
