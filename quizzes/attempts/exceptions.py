"""Which exceptions hold for an enrolment: read with it, without a query more."""

from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject

from courses.enrolling.models import Enrolment
from quizzes.attempts.rules import MOMENTS, REPLACED, Rules, effective_rules, moment
from quizzes.quiz.models import Quiz
from quizzes.quiz.overrides import QuizOverride

FIELDS = (*REPLACED, "extra_attempts")


def with_exceptions(rows: QuerySet[Any], *, quiz: Any, learner: Any, run: Any) -> QuerySet[Any]:
    """
    Read along with rows the exceptions of a quiz that hold for a learner on a run.

    Each of the three is a value, or an `OuterRef` to a field of the rows. A learner's exception
    stays when they leave a run and come back: it is theirs, not the enrolment's.
    """
    own = QuizOverride.objects.filter(quiz=quiz, enrolment__learner=learner, enrolment__run=run)
    runs = QuizOverride.objects.filter(quiz=quiz, run=run)
    return rows.annotate(
        own_exception=_plain(own.order_by("-enrolment")), runs_exception=_plain(runs)
    )


def enrolments_with_exceptions(quiz: Quiz) -> QuerySet[Any]:
    """Enrolments with what is theirs in a quiz."""
    return with_exceptions(
        Enrolment.objects.all(), quiz=quiz, learner=OuterRef("learner"), run=OuterRef("run")
    )


def attempts_with_exceptions(attempts: QuerySet[Any]) -> QuerySet[Any]:
    """Attempts with what their learners have in their quizzes."""
    return with_exceptions(
        attempts,
        quiz=OuterRef("quiz"),
        learner=OuterRef("enrolment__learner"),
        run=OuterRef("enrolment__run"),
    )


def quiz_with_exceptions(quiz_id: int, enrolment: Enrolment | None) -> Any:
    """Read a quiz with what an enrolment has in it."""
    quizzes = with_exceptions(
        Quiz.objects.all(),
        quiz=OuterRef("pk"),
        learner=enrolment.learner_id if enrolment else None,
        run=enrolment.run_id if enrolment else None,
    )
    return quizzes.get(pk=quiz_id)


def _plain(rows: QuerySet[QuizOverride]) -> Subquery:
    return Subquery(rows.values(plain=JSONObject(**{name: name for name in FIELDS}))[:1])


def rules_for(row: Any, quiz: Quiz) -> Rules:
    """Return the rules of a quiz as they hold for a row that came with its exceptions."""
    return effective_rules(Rules.of(quiz), exceptions_of(row))


def exceptions_of(row: Any) -> list[dict[str, Any]]:
    """Return the exceptions that came with a row; the learner's goes before the run's."""
    found = [row.own_exception, row.runs_exception]
    return [
        {name: moment(value) if name in MOMENTS else value for name, value in plain.items()}
        for plain in found
        if plain
    ]
