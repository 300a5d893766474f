"""Write a completion list to a file."""

import argparse
import datetime
import hashlib
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.dateparse import parse_date

from accounts.models import Organisation
from courses.catalogue.runs import CourseRun
from courses.progress.models import Completion
from courses.registrar.exporting import SHEET_WRITERS as WRITERS
from courses.registrar.exporting import write_whole
from courses.registrar.listing import Choice


class Command(BaseCommand):
    help = "Write the completions of a course run or an organisation to a file."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Take the run or the organisation, the period, the format and the file."""
        whose = parser.add_mutually_exclusive_group(required=True)
        whose.add_argument("--run", help="course run code, such as TKK1-2026K")
        whose.add_argument("--organisation", help="id or key of the organisation")
        parser.add_argument("--from", dest="start", help="first completion date, YYYY-MM-DD")
        parser.add_argument("--to", dest="end", help="the day after the last one, YYYY-MM-DD")
        parser.add_argument("--format", required=True, dest="kind", help=" or ".join(WRITERS))
        parser.add_argument("--output", required=True, type=Path, help="the file to write")

    def handle(
        self,
        *,
        run: str | None,
        organisation: str | None,
        start: str | None,
        end: str | None,
        kind: str,
        output: Path,
        **options: Any,
    ) -> None:
        """Parse, write whole, say what was written."""
        if kind not in WRITERS:
            raise CommandError(f"There is no format {kind}. Choose {' or '.join(WRITERS)}.")
        choice = Choice(
            run=_run(run), organiser=_organisation(organisation), start=_day(start), end=_day(end)
        )
        if choice.start and choice.end and choice.end <= choice.start:
            raise CommandError("The period is empty: --to is the day after the last one.")
        try:
            rows = write_whole(output, kind, choice.of(Completion.objects.all()), choice)
        except OSError as error:
            raise CommandError(f"{output} could not be written: {error.strerror}.") from error
        with output.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        self.stdout.write(f"{rows} rows, sha256 {digest}, {output}")


def _run(code: str | None) -> CourseRun | None:
    if code is None:
        return None
    found = CourseRun.objects.filter(code=code).first()
    if found is None:
        raise CommandError(f"No course run has the code {code}.")
    return found


def _organisation(typed: str | None) -> Organisation | None:
    if typed is None:
        return None
    by_id = Organisation.objects.filter(pk=int(typed)) if typed.isdecimal() else None
    found = (by_id.first() if by_id else None) or Organisation.objects.filter(key=typed).first()
    if found is None:
        raise CommandError(f"No organisation has the id or key {typed}.")
    return found


def _day(typed: str | None) -> datetime.date | None:
    if typed is None:
        return None
    try:
        day = parse_date(typed)
    except ValueError:
        day = None
    if day is None:
        raise CommandError(f"{typed} is not a date. Write it as 2026-11-22.")
    return day
