"""Which attempts an analysis is of: the same choice for screen, charts and files."""

import datetime
from dataclasses import dataclass

from django.db.models import F, TextChoices, Window
from django.db.models.functions import RowNumber
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.catalogue.runs import CourseRun
from quizzes.attempts.models import Attempt, AttemptQuerySet
from quizzes.quiz.models import Quiz


class Which(TextChoices):
    """Which attempts of one person on one course run are looked at."""

    HIGHEST = "highest", gettext_lazy("each person's best attempt")
    FIRST = "first", gettext_lazy("each person's first attempt")
    LAST = "last", gettext_lazy("each person's last attempt")
    ALL = "all", gettext_lazy("all attempts")

    @classmethod
    def counting_in(cls, quiz: Quiz) -> "Which":
        """Return those that the quiz's result is made of: all of them where it is an average."""
        return cls.ALL if quiz.counting == Quiz.Counting.AVERAGE else cls(quiz.counting)


_ORDER = {
    # The earliest of equals, as Moodle has it.
    Which.HIGHEST: (F("percent").desc(), F("score").desc(), F("number").asc(), F("pk").asc()),
    Which.FIRST: (F("number").asc(), F("pk").asc()),
    Which.LAST: (F("number").desc(), F("pk").desc()),
}


@dataclass(frozen=True)
class Choice:
    """What was asked for. Days bound the day of submitting: [start, end)."""

    quiz: Quiz
    which: Which
    run: CourseRun | None = None
    start: datetime.date | None = None
    end: datetime.date | None = None

    def of(self, attempts: AttemptQuerySet) -> AttemptQuerySet:
        """Return the attempts of the quiz in its run and period, in any state."""
        found = attempts.filter(quiz=self.quiz)
        if self.run:
            found = found.filter(enrolment__run=self.run)
        if self.start:
            found = found.filter(submitted_at__gte=_midnight(self.start))
        if self.end:
            found = found.filter(submitted_at__lt=_midnight(self.end))
        return found

    def counted(self, attempts: AttemptQuerySet) -> AttemptQuerySet:
        """Return those of them that count: graded, and one for each person where so chosen."""
        found = self.of(attempts).filter(state=Attempt.State.GRADED)
        if self.which == Which.ALL:
            return found
        place = Window(
            RowNumber(),
            partition_by=[F("enrolment__learner"), F("enrolment__run")],
            order_by=list(_ORDER[self.which]),
        )
        return found.annotate(place_of_its_kind=place).filter(place_of_its_kind=1)

    def in_words(self) -> str:
        """Return what was asked for, for the end of a file."""
        parts = [
            (_("quiz"), self.quiz.name),
            (_("attempts"), str(self.which.label)),
            (_("run"), self.run.code if self.run else ""),
            (_("submitted from"), self.start.isoformat() if self.start else ""),
            (_("submitted before"), self.end.isoformat() if self.end else ""),
        ]
        return ", ".join(f"{label} {value}" for label, value in parts if value)


def _midnight(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))
