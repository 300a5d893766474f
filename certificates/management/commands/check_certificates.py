"""Check that every kept file of a certificate is the one that was issued."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from certificates.checking_files import check_files, faults_among


class Command(BaseCommand):
    help = (
        "Hash every kept PDF anew and compare it with what was issued; report what is missing, "
        "changed or unreadable, what was never made, and files of no certificate."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Hash, say how many; end with an error that names what is wrong."""
        count, faults = faults_among(check_files())
        for name, fault in faults:
            self.stdout.write(f"{name}: {fault.label}")
        if faults:
            raise CommandError(f"{len(faults)} of {count} are not as they should be.")
        self.stdout.write(f"{count} certificates are as they were issued.")
