"""Give Wagtail's groups what their work needs; migrations of each app call this once."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

# Wagtail's own groups, and ours beside them: migrations and code know them by these names.
EDITORS = "Editors"
MODERATORS = "Moderators"
SUBJECT_EXPERTS = "Subject experts"
CONTENT_MAKERS = (EDITORS, MODERATORS, SUBJECT_EXPERTS)
WORDS = {
    EDITORS: _("Editors"),
    MODERATORS: _("Moderators"),
    SUBJECT_EXPERTS: _("Subject experts"),
}


def in_words(group: Any) -> str:
    """Return a group's name in the reader's language, where it is one of Wagtail's."""
    return str(WORDS.get(group.name, group.name))


def allow(apps: Any, group: str, permissions: Iterable[str]) -> None:
    """
    Let a group do things: "courses.change_course". Repeating it changes nothing.

    Runs once, in a migration: an administrator may take a permission away afterwards, and
    it stays away. Raises LookupError for a model that is none.
    """
    found, _made = apps.get_model("auth", "Group").objects.get_or_create(name=group)
    found.permissions.add(*(_permission(apps, name) for name in permissions))


def disallow(apps: Any, group: str, permissions: Iterable[str]) -> None:
    """Take the same things back: the reverse of the migration."""
    for found in apps.get_model("auth", "Group").objects.filter(name=group):
        found.permissions.remove(*(_permission(apps, name) for name in permissions))


def _permission(apps: Any, name: str) -> Any:
    """Return a permission; Django and Wagtail would make it only after the last migration."""
    label, _dot, codename = name.partition(".")
    action, _line, model = codename.partition("_")
    options = apps.get_model(label, model)._meta
    content_type, _made = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label=label, model=model
    )
    permission, _made = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type,
        codename=codename,
        defaults={"name": f"Can {action} {options.verbose_name}"},
    )
    return permission
