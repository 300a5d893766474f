"""manage.py export_questions"""

import argparse
import os
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from quizzes.banks.models import QuestionBank
from quizzes.exchange.exporting import WRITERS, export_bank
from quizzes.exchange.messages import sentence


class Command(BaseCommand):
    help = "Export a question bank as GIFT or Moodle XML. What the file cannot hold is said."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--bank", required=True, metavar="NAME")
        parser.add_argument("--format", required=True, choices=WRITERS)
        parser.add_argument("--output", metavar="FILE", help="else it is printed")

    def handle(self, *args: Any, **options: Any) -> None:
        bank = QuestionBank.objects.filter(name=options["bank"].strip()).first()
        if bank is None:
            raise CommandError(f"There is no question bank “{options['bank']}”.")
        text, lost = export_bank(bank, options["format"])
        for change in lost:
            self.stderr.write(f"{change.name}: {sentence(change.what)}")
        if options["output"]:
            _write(Path(options["output"]), text)
        else:
            self.stdout.write(text, ending="")


def _write(path: Path, text: str) -> None:
    """Write beside, then rename: a full disk leaves no half file under the name."""
    beside = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        beside.write_bytes(text.encode())
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise CommandError(f"{path}: {error.strerror}.") from None
