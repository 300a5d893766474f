"""Check that every stored score is what grading the stored answers anew gives."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from quizzes.assessing.checking import differences
from quizzes.attempts.models import Attempt


class Command(BaseCommand):
    help = "Grade every submitted attempt anew, and name each stored mark that differs."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take a quiz, or all."""
        parser.add_argument("--quiz", type=int, help="id of the quiz; without it, all quizzes")

    def handle(self, *, quiz: int | None, **options: Any) -> None:
        """Name the differences; the exit code is 1 where there are any."""
        attempts = Attempt.objects.all() if quiz is None else Attempt.objects.filter(quiz=quiz)
        count = 0
        for difference in differences(attempts):
            self.stdout.write(str(difference))
            count += 1
        if count:
            raise CommandError(f"{count} differences.")
        self.stdout.write("Every stored score is what its answers come to.")
