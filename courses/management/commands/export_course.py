"""manage.py export_course"""

import argparse
import tempfile
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from courses.catalogue.models import Course
from courses.packages.exporting import gather, write


class Command(BaseCommand):
    help = "Write a course with its media and questions into one file."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("code", metavar="CODE", help="the code of the course")
        parser.add_argument("--output", required=True, metavar="FILE", help="the zip to write")

    def handle(self, *args: Any, **options: Any) -> None:
        course = Course.objects.filter(code=options["code"]).first()
        if course is None:
            raise CommandError(f"There is no course {options['code']}.")
        try:
            contents, _packing = gather(course)
        except LookupError as error:
            raise CommandError(str(error.args[0])) from None
        target = Path(options["output"])
        try:
            # Half a file is never left under the name that was asked for.
            with tempfile.NamedTemporaryFile(dir=target.parent, delete=False) as file:
                write(contents, file)
            Path(file.name).replace(target)
        except OSError as error:
            raise CommandError(f"{target}: {error.strerror}.") from None
        for line in contents.report.as_lines():
            if contents.report.refused:
                self.stderr.write(line)
        pages, media = len(contents.pages), len(contents.media)
        self.stdout.write(f"{target}: {course.code}, {pages} pages, {media} files.")
