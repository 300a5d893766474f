"""Write a completion list to a file."""

import argparse
import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.dateparse import parse_date

from accounts.models import Organisation
from courses.catalogue.runs import CourseRun
from courses.registrar.commanded import FORMATS, NotWrittenError, reasons, sha256_of, write_list
from courses.registrar.listing import Choice
from courses.registrar.models import ListProfile


class Command(BaseCommand):
    help = "Write the completions of a course run or an organisation to a file. No delivery."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Take the run or the organisation, the period, the format and the file."""
        whose = parser.add_mutually_exclusive_group(required=True)
        whose.add_argument("--run", help="course run code, such as TKK1-2026K")
        whose.add_argument("--organisation", help="id or key of the organisation")
        parser.add_argument("--from", dest="start", help="first completion date, YYYY-MM-DD")
        parser.add_argument("--to", dest="end", help="the day after the last one, YYYY-MM-DD")
        parser.add_argument("--format", required=True, dest="kind", help=" or ".join(FORMATS))
        parser.add_argument("--profile", help="name of the organisation's profile of lists")
        parser.add_argument("--output", required=True, type=Path, help="the file to write")

    def handle(
        self,
        *,
        run: str | None,
        organisation: str | None,
        start: str | None,
        end: str | None,
        kind: str,
        profile: str | None,
        output: Path,
        **options: Any,
    ) -> None:
        """Parse, write whole, say what was written."""
        if kind not in FORMATS:
            raise CommandError(f"There is no format {kind}. Choose {' or '.join(FORMATS)}.")
        choice = Choice(
            run=_run(run), organiser=_organisation(organisation), start=_day(start), end=_day(end)
        )
        if choice.start and choice.end and choice.end <= choice.start:
            raise CommandError("The period is empty: --to is the day after the last one.")
        whose = choice.organiser or choice.run.organiser  # type: ignore[union-attr]  # one is given
        try:
            written = write_list(
                path=output,
                kind=kind,
                choice=choice,
                organisation=whose,
                profile=_profile(profile, whose, kind),
            )
        except NotWrittenError as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"{output} could not be written: {error.strerror}.") from error
        if written.left_out_rows:
            self.stderr.write(f"{written.left_out_rows} rows were left out: {reasons(written)}.")
        self.stdout.write(f"{written.rows} rows, sha256 {sha256_of(output)}, {output}")


def _run(code: str | None) -> CourseRun | None:
    if code is None:
        return None
    found = CourseRun.objects.select_related("organiser").filter(code=code).first()
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


def _profile(name: str | None, organisation: Organisation, kind: str) -> ListProfile | None:
    if name is None:
        return None
    if kind == "virta":
        raise CommandError("The national format has its own columns: leave --profile out.")
    profiles = ListProfile.objects.filter(organisation=organisation)
    found = profiles.filter(name=name).first()
    if found is None:
        known = ", ".join(profiles.values_list("name", flat=True)) or "none at all"
        raise CommandError(f"{organisation.name_fi} has no profile {name}. Its profiles: {known}.")
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
