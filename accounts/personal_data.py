"""
What is held on a person, across the apps: to hand over, and to forget.

Each app registers its part in `ready()`. Django calls that in the order of INSTALLED_APPS,
upper layers first; erasing keeps that order, so that what points at a row goes before it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User

Rows = dict[str, Any] | list[dict[str, Any]]


@dataclass(frozen=True)
class Part:
    """One app's part; `keep_until` says what stays after erasing and until when, if anything."""

    export: Callable[[User], Rows]
    erase: Callable[[User], None]
    keep_until: Any = ""


_parts: dict[str, Part] = {}


class Refusal(TextChoices):
    """Why an account is not erased; the label is the sentence that the person reads."""

    LAST_ADMINISTRATOR = (
        "last_administrator",
        _("You are the only administrator. Make somebody else one first."),
    )


class ErasingRefusedError(Exception):
    """Erasing was refused; `reason` says why."""

    def __init__(self, reason: Refusal) -> None:
        super().__init__(str(reason.label))
        self.reason = reason


def register(
    name: str,
    *,
    export: Callable[[User], Rows],
    erase: Callable[[User], None],
    keep_until: Any = "",
) -> None:
    """
    Name a part of what is held on people.

    `export` returns rows of the one person as JSON can say them; `erase` is called inside
    the transaction and must bear a person who has nothing.
    """
    _parts[name] = Part(export, erase, keep_until)


def kept() -> list[Any]:
    """Return in words what stays after erasing."""
    return [part.keep_until for part in _parts.values() if part.keep_until]


def export_of(user: User) -> dict[str, Any]:
    """Return everything that is held on a person, by part."""
    return {
        "service": "Työkykypolku",
        "exported_at": timezone.now(),
        **{name: part.export(user) for name, part in reversed(_parts.items())},
    }


def refusal_reason(user: User) -> Refusal | None:
    """Return why this person may not be erased; None when they may."""
    others = User.objects.filter(is_superuser=True, is_active=True).exclude(pk=user.pk)
    if user.is_superuser and not others.exists():
        return Refusal.LAST_ADMINISTRATOR
    return None


@transaction.atomic
def erase(*, user: User) -> None:
    """
    Forget a person: every part erases its own, and the account becomes nobody's.

    Raises ErasingRefusedError with the reason. Repeating the call changes nothing.
    """
    # Serialise among administrators too: two must not leave at once as "not the last".
    list(User.objects.select_for_update().filter(is_superuser=True).order_by("pk"))
    user = User.objects.select_for_update().get(pk=user.pk)
    if reason := refusal_reason(user):
        raise ErasingRefusedError(reason)
    for part in _parts.values():
        part.erase(user)
