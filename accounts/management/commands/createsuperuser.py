"""Make an administrator who can sign in."""

from typing import Any

from django.contrib.auth.management.commands import createsuperuser

from accounts.addresses import count_as_confirmed
from accounts.models import User


class Command(createsuperuser.Command):
    """
    Django's command, and the address counts as confirmed.

    Whoever may run commands here needs no code by mail; mail may not even work yet.
    """

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the account, then confirm the address of whoever was not there before."""
        there = set(User.objects.filter(is_superuser=True).values_list("pk", flat=True))
        super().handle(*args, **options)
        for user in User.objects.filter(is_superuser=True).exclude(pk__in=there):
            count_as_confirmed(user)
