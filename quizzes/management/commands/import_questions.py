"""manage.py import_questions"""

import argparse
import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from quizzes.banks.models import QuestionBank
from quizzes.exchange.committing import changes, commit_import
from quizzes.exchange.detecting import FORMATS
from quizzes.exchange.messages import sentence
from quizzes.exchange.parsed import LARGEST_FILE, UnreadableError
from quizzes.exchange.planning import plan_import
from quizzes.exchange.reading import AUTO, FRACTIONS, read
from quizzes.exchange.telling import as_json, as_lines

LONGEST_BANK_NAME = 150


class Command(BaseCommand):
    help = "Import questions from a GIFT, Aiken or Moodle XML file into a question bank."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", help="the file to read")
        parser.add_argument("--format", choices=[AUTO, *FORMATS], default=AUTO)
        parser.add_argument(
            "--bank", required=True, metavar="NAME", help="made where it is missing"
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would happen; write nothing"
        )
        parser.add_argument("--json", action="store_true", help="print JSON and nothing else")
        parser.add_argument(
            "--fractions",
            choices=FRACTIONS,
            default=FRACTIONS[0],
            help="a share that is not allowed: refuse its question (error) or take the nearest",
        )
        parser.add_argument(
            "--publish",
            action="store_true",
            help="publish what is fit to be asked; otherwise all become drafts",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        as_data = options["json"]
        try:
            reading, planned = self._imported(**options)
        except (UnreadableError, CommandError) as error:
            message = sentence(error.remark) if isinstance(error, UnreadableError) else str(error)
            if not as_data:
                raise CommandError(message) from None
            self._print_json({"error": message})
            raise SystemExit(1) from None
        told = changes(reading, planned)
        if as_data:
            self._print_json(as_json(reading, told))
        else:
            for line in as_lines(reading, told):
                self.stdout.write(line)

    def _imported(self, **options: Any) -> Any:
        name = options["bank"].strip()
        if not name or len(name) > LONGEST_BANK_NAME or not name.isprintable():
            raise CommandError(
                f"The name of a bank has 1 to {LONGEST_BANK_NAME} characters on one line."
            )
        reading = read(
            _content(options["file"]),
            form=options["format"],
            nearest=options["fractions"] == "nearest",
        )
        if options["dry_run"]:
            bank = QuestionBank.objects.filter(name=name).first()
            return reading, plan_import(reading, bank, publish=options["publish"])
        _bank, planned = commit_import(reading=reading, bank_name=name, publish=options["publish"])
        return reading, planned

    def _print_json(self, what: dict[str, Any]) -> None:
        self.stdout.write(json.dumps(what, ensure_ascii=False))


def _content(path: str) -> bytes:
    try:
        with Path(path).open("rb") as file:
            # One byte more than is read shows that there is too much.
            return file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}.") from None
