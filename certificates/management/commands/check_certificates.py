"""Check that every kept file of a certificate is the one that was issued."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import override

from certificates.checking_files import Result, check_files, sum_up


class Command(BaseCommand):
    help = (
        "Hash every kept PDF anew and compare it with what was issued; report what is missing, "
        "changed or unreadable, what was never made, and files of no certificate."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Hash, say how many; end with an error that names what is wrong."""
        # One language in one report, as the other commands have it.
        with override("en"):
            self._report(sum_up(check_files()))

    def _report(self, result: Result) -> None:
        for name, fault in result.faults:
            self.stdout.write(f"{name}: {fault.label}")
        if result.waiting:
            self.stdout.write(f"{result.waiting} files are on their way, for less than an hour.")
        self.stdout.write(f"{result.whole} certificates are as they were issued.")
        if result.faults:
            raise CommandError(f"{len(result.faults)} files are not as they should be.")
