"""manage.py import_course"""

import argparse
import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from courses.packages.importing import bring
from courses.packages.reading import contents_of
from courses.packages.report import Report, UnreadablePackageError


class Command(BaseCommand):
    help = (
        "Bring a course from a file: one of export_course, a Moodle course backup (.mbz), or an "
        "IMS Common Cartridge. All of it or nothing; its pages become drafts."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", help="the file to read")
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would become of it; write nothing"
        )
        parser.add_argument("--json", action="store_true", help="print JSON and nothing else")
        parser.add_argument(
            "--publish",
            action="store_true",
            help="publish what the file has as published and what is fit for readers",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = self._brought(**options)
        except UnreadablePackageError as error:
            if not options["json"]:
                raise CommandError(str(error)) from None
            report = Report("")
            report.refuse(Path(options["file"]).name, "", str(error))
            self.stdout.write(json.dumps(report.as_json(), ensure_ascii=False))
            raise SystemExit(1) from None
        if options["json"]:
            self.stdout.write(json.dumps(report.as_json(), ensure_ascii=False))
        else:
            for line in report.as_lines():
                self.stdout.write(line)

    def _brought(self, **options: Any) -> Report:
        try:
            with Path(options["file"]).open("rb") as file, contents_of(file) as contents:
                return bring(
                    contents, publish=options["publish"], dry_run=options["dry_run"]
                ).report
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}.") from None
