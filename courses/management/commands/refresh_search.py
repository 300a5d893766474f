"""Bring the search index to what is published; the clock does it every round."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from courses.searching.indexing import refresh


class Command(BaseCommand):
    help = "Index what was published since the last time, for the site's search."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--all", action="store_true", help="look at every part, not the changed ones only"
        )

    def handle(self, **options: Any) -> None:
        changed = refresh(everything=options["all"])
        self.stdout.write(f"{changed} entries changed.")
