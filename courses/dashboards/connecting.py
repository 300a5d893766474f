"""The questions that courses ask on the dashboards; other apps add theirs."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from courses.dashboards import (
    ageing,
    coming_in,
    content_health,
    hours,
    languages,
    lessons,
    readers,
    results,
    schedule,
    stopping,
    waiting,
)
from courses.dashboards.answers import CONTENT, TEACHING, Question, register


def answers_feedback(user: User) -> bool:
    """Whether feedback is this person's to answer."""
    return user.has_perm("home.change_feedback")


# In the order of a week's work: what is urgent first.
ASKED: tuple[tuple[dict[str, Question], Any], ...] = (
    (TEACHING, Question("schedule", _("Who is on schedule?"), schedule.ask, 10)),
    (TEACHING, Question("waiting", _("Is grading waiting?"), waiting.ask, 20)),
    (TEACHING, Question("stopping", _("Where do people stop?"), stopping.ask, 30)),
    (TEACHING, Question("results", _("How do quizzes go?"), results.ask, 40)),
    (TEACHING, Question("hours", _("When do people study?"), hours.ask, 50)),
    (TEACHING, Question("completions", _("Are completions coming?"), coming_in.ask, 60)),
    (CONTENT, Question("health", _("Which courses are healthy?"), content_health.ask, 10)),
    (CONTENT, Question("ageing", _("Which pages grow old?"), ageing.ask, 20)),
    (CONTENT, Question("languages", _("Which translations lag?"), languages.ask, 30)),
    (
        CONTENT,
        Question("readers", _("What do readers say?"), readers.ask, 40, answers_feedback),
    ),
    (CONTENT, Question("long", _("Which lessons take longer than said?"), lessons.ask_long, 50)),
    (CONTENT, Question("left", _("At which lessons do readers stop?"), lessons.ask_left, 60)),
)


def connect() -> None:
    """Ask them."""
    for room, question in ASKED:
        register(room, question)
