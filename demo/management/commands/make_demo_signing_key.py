"""Make the key that signs the demo's certificates."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from demo.management.guard import is_demo
from demo.signing_key import write_key


class Command(BaseCommand):
    help = (
        "Make the demo's self-signed key for PDFs where PDF_SIGNING_KEY says, unless it is there."
    )

    def handle(self, **options: Any) -> None:
        if not is_demo():
            raise CommandError("Only a demo signs with a key of its own making: set DEMO=1.")
        if not settings.PDF_SIGNING_KEY or settings.PDF_SIGNING_KEY.startswith("pkcs11:"):
            raise CommandError("Say in PDF_SIGNING_KEY which file is to hold the key.")
        path = Path(settings.PDF_SIGNING_KEY)
        if not path.exists():
            write_key(path, settings.PDF_SIGNING_PASSPHRASE)
            self.stdout.write(f"Made {path.name}, which signs the demo's certificates.")
