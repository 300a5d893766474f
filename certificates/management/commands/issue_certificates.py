"""Issue the certificates that a run lacks, and make their files."""

from itertools import islice
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from certificates import signing
from certificates.bulk import (
    files_to_make,
    grounds_without,
    issue_for,
    make_file,
    missing_in,
)
from certificates.freezing import holder_name
from certificates.refusals import CertificateRefusedError
from courses.models import Completion, CourseRun, ProgrammeRun

# How often it says how far it is, in certificates.
STEP = 100
# So many of those to come are named by a dry run.
NAMED = 20


class Command(BaseCommand):
    help = (
        "Issue the certificates that a course run, or a run of a programme, lacks, and make "
        "their files. Stopped midway, it goes on where it ended."
    )

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--run", required=True, help="code of the run, such as TK-3001")
        parser.add_argument(
            "--dry-run", action="store_true", help="only say how many there would be, and whose"
        )

    def handle(self, *, run: str, dry_run: bool = False, **options: Any) -> None:
        """Issue, then make files; ends with an error that names what could not be done."""
        found: Any = (
            CourseRun.objects.filter(code=run).first()
            or ProgrammeRun.objects.filter(code=run).first()
        )
        if found is None:
            raise CommandError(f"No course run and no run of a programme has the code {run}.")
        if dry_run:
            self._name(found)
            return
        if signing.is_configured():
            try:
                signing.key_in_use()
            except signing.SigningKeyError as error:
                raise CommandError(f"Nothing was issued: {error}") from error
        faults = self._issue(found) + self._make_files(found)
        if faults:
            raise CommandError("\n".join([*faults[:NAMED], f"{len(faults)} were not done."]))

    def _name(self, run: CourseRun | ProgrammeRun) -> None:
        count = missing_in(run).count()
        self.stdout.write(f"{count} certificates would be issued.")
        for ground in islice(grounds_without(run), NAMED):
            name = holder_name(ground) if isinstance(ground, Completion) else ground.learner
            self.stdout.write(f"  {name}")
        if count > NAMED:
            self.stdout.write(f"  … and {count - NAMED} more.")

    def _issue(self, run: CourseRun | ProgrammeRun) -> list[str]:
        count, faults = missing_in(run).count(), []
        for number, ground in enumerate(grounds_without(run), start=1):
            try:
                issue_for(ground)
            except CertificateRefusedError as refusal:
                faults.append(f"{ground}: {refusal}")
            self._tell("Issued", number, count)
        return faults

    def _make_files(self, run: CourseRun | ProgrammeRun) -> list[str]:
        waiting = files_to_make(run)
        count, faults = waiting.count(), []
        keys, made = list(waiting.values_list("pk", "number")), 0
        for key, name in keys:
            if fault := make_file(key, name):
                faults.append(f"{name}: {fault}")
                continue
            made += 1
            self._tell("Files", made, count)
        return faults

    def _tell(self, what: str, number: int, count: int) -> None:
        if number % STEP == 0 or number == count:
            self.stdout.write(f"{what}: {number} / {count}")
            self.stdout.flush()
