"""
A person's e-mail address, which is the login.

allauth keeps addresses in rows of its own beside `User.email`. Whoever changes `User.email`
(an administrator, a command) knows nothing of them, so they are kept in step here.
"""

from typing import Any

from allauth.account.models import EmailAddress
from django.db.models.signals import post_save

from accounts.models import User


def connect() -> None:
    """Hear when a user is saved."""
    post_save.connect(_forget_former_addresses, sender=User, dispatch_uid="accounts_addresses")


def _forget_former_addresses(
    instance: User, created: bool, update_fields: Any = None, **kwargs: Any
) -> None:
    """
    Drop addresses that are no longer the person's: nobody signs in or resets by them.

    The new one starts unconfirmed, so its next sign-in asks for a code.
    """
    if created or (update_fields is not None and "email" not in update_fields):
        return
    EmailAddress.objects.filter(user=instance).exclude(email__iexact=instance.email).delete()


def count_as_confirmed(user: User) -> None:
    """Let a person sign in whose account was made by somebody who vouches for the address."""
    EmailAddress.objects.update_or_create(
        user=user, email=user.email.lower(), defaults={"verified": True, "primary": True}
    )
