"""Fields of the site's own."""

from typing import TYPE_CHECKING, Any

from django.db import models
from wagtail.fields import StreamField


class BodyField(StreamField):
    """
    A stream of blocks whose shape lives in code alone.

    Wagtail writes every block into migrations, so that a new help text is a migration of each
    page type. The database only holds JSON, and that is what migrations are told: a data
    migration reads and writes raw lists (docs/adr/0020-blocks-live-in-code.md).
    """

    if TYPE_CHECKING:
        # On a model the field is its value; Django's own fields are untyped and need no word.
        def __get__(self, instance: Any, owner: Any) -> Any: ...
        def __set__(self, instance: Any, value: Any) -> None: ...

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """Tell migrations what the column is: JSON."""
        name, _path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, "django.db.models.JSONField", [], kwargs

    def clone(self) -> models.Field:
        """Return the column as migrations know it: only they ask for a copy."""
        _name, _path, _args, kwargs = self.deconstruct()
        return models.JSONField(**kwargs)
