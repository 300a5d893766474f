"""Run what is due by time."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections

from home.clock import tick


class Command(BaseCommand):
    help = "Run what is due: expired attempts, effects, scheduled publishing. Once, or for ever."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--every", type=float, help="seconds between rounds; without it, once")

    def handle(self, *, every: float | None, **options: Any) -> None:
        while True:
            self.report(tick())
            if every is None:
                return
            close_old_connections()
            time.sleep(every)

    def report(self, done: dict[str, int | None] | None) -> None:
        if done is None:
            self.stdout.write("Another clock is running.")
            return
        for name, count in done.items():
            if count is None:
                self.stderr.write(f"{name}: failed, see the log")
            elif count:
                self.stdout.write(f"{name}: {count}")
