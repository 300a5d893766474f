"""Say what the clock would erase, its time being over, or erase it now."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from courses.forgetting import erase_old_work, report


class Command(BaseCommand):
    help = "Say what was written on runs that ended so long ago that the clock erases it."

    def add_arguments(self, parser: CommandParser) -> None:
        """Without `--now` nothing is changed."""
        parser.add_argument("--now", action="store_true", help="erase it now")

    def handle(self, *, now: bool, **options: Any) -> None:
        """Say it run by run; with `--now` erase it."""
        moment = timezone.now()
        if not settings.WORK_KEPT_DAYS:
            self.stdout.write("WORK_KEPT_DAYS is 0: everything is kept.")
            return
        rows = report(moment)
        for row in rows:
            self.stdout.write(
                f"{row.run}: {row.people} people, {row.works} works, {row.self_ratings} "
                f"self-assessments, {row.notes} notes, {row.messages} messages"
            )
        people = sum(row.people for row in rows)
        if now:
            erase_old_work(moment)
        done = "Erased" if now else "Due (nothing was changed; --now erases)"
        self.stdout.write(f"{done}: {people} enrolments on {len(rows)} runs.")
