"""Fields of the site's own."""

from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import Q
from wagtail.fields import StreamField

from accounts.groups import CONTENT_MAKERS


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


class EditorField(models.ForeignKey):
    """
    One of those who make content; forms offer nobody else.

    Every learner has an account, and no editor should find them listed. Migrations are told of
    an ordinary foreign key, which it is.
    """

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """Tell migrations what the column is."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.ForeignKey", args, kwargs

    def clone(self) -> models.Field:
        """Return the column as migrations know it: only they ask for a copy."""
        _name, _path, args, kwargs = self.deconstruct()
        return models.ForeignKey(*args, **kwargs)

    def formfield(self, **kwargs: Any) -> Any:
        """Offer editors, moderators, subject experts and administrators who may sign in."""
        people = get_user_model()
        groups = people.groups.through.objects.filter(group__name__in=CONTENT_MAKERS)
        makers = people.objects.filter(
            Q(is_superuser=True) | Q(pk__in=groups.values("user")), is_active=True
        )
        offered = makers.order_by("last_name", "first_name", "pk")
        return super().formfield(**{"queryset": offered} | kwargs)
