"""Encrypt personal identity codes with the newest key."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from courses.registrar.identity_codes_kept import UnreadableCodeError, can_be_kept, renew


class Command(BaseCommand):
    help = "Encrypt personal identity codes with the first of IDENTITY_CODE_KEYS."

    def handle(self, *args: Any, **options: Any) -> None:
        """Renew, say how many."""
        if not can_be_kept():
            raise CommandError("IDENTITY_CODE_KEYS is empty: there is no key to encrypt with.")
        try:
            renewed = renew()
        except UnreadableCodeError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{renewed} codes were encrypted anew.")
