"""Which questions are too hard or give nothing: on the dashboard of content."""

from typing import Any

from django.db.models import Avg, Count, FloatField, Max, QuerySet
from django.db.models.functions import Cast, Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.dashboards.answers import CONTENT, Answer, Picture, Question, Row, register
from home import charts
from quizzes.analysis import words
from quizzes.analysis.access import sees_all_attempts
from quizzes.analysis.figures import EASY, ENOUGH, HARD
from quizzes.attempts.models import Attempt, Response
from quizzes.banks.models import Question as BankQuestion

# So many of the newest answers are looked at: older ones tell of what has been mended since.
NEWEST = 20_000
MOST = 8


def ask() -> Answer:
    """Answer for all quizzes, from the newest answers; three queries."""
    newest = Response.objects.aggregate(newest=Max("pk"))["newest"] or 0
    answered: QuerySet[Any] = Response.objects.filter(
        pk__gt=newest - NEWEST, attempt__state=Attempt.State.GRADED, points__gt=0
    )
    rows = (
        answered.order_by()
        .values_list("question_version__question_key")
        .annotate(
            answers=Count("pk"),
            facility=Avg(Coalesce(Cast("fraction", FloatField()), 0.0)),
            quiz=Max("attempt__quiz"),
        )
        .filter(answers__gte=ENOUGH)
    )
    odd = [row for row in rows if not HARD < row[2] < EASY]
    if not odd:
        return Answer(_("None: no question with ten answers is nearly always right or wrong."))
    named = _names({key for key, *_rest in odd})
    hard = sorted((row for row in odd if row[2] <= HARD), key=lambda row: row[2])
    easy = sorted((row for row in odd if row[2] >= EASY), key=lambda row: -row[2])
    said = _("Too hard: %(hard)s. So easy that they give nothing: %(easy)s.")
    pictures = [
        _picture(_("Too hard: a fifth or less is got"), hard, named),
        _picture(_("Too easy: nearly everybody is right"), easy, named),
    ]
    return Answer(
        said % {"hard": len(hard), "easy": len(easy)},
        [picture for picture in pictures if picture.rows],
    )


def _names(keys: set[Any]) -> dict[Any, str]:
    """Return what to call the questions, by key."""
    found = BankQuestion.objects.filter(translation_key__in=keys, locale__language_code="fi")
    return {
        key: name or code
        for key, name, code in found.values_list("translation_key", "name", "code")
    }


def _picture(name: str, rows: list[Any], named: dict[Any, str]) -> Picture:
    told = [
        (named.get(key) or _("a question deleted since"), share, answers, key, quiz)
        for key, answers, share, quiz in rows
    ]
    return Picture(
        name=name,
        said=_("A bar for each question: the mean mark of what could be got."),
        headings=[_("Question"), _("Facility"), _("Answers")],
        rows=[
            Row(
                title,
                [words.percent(100 * share, 0), answers],
                reverse("item_analysis_question", args=[quiz, key]),
            )
            for title, share, answers, key, quiz in told
        ],
        drawn=charts.bars(
            [
                (title, share, f"{words.percent(100 * share, 0)} ({answers})", False)
                for title, share, answers, _key, _quiz in told[:MOST]
            ]
        ),
    )


def connect() -> None:
    """Ask the question."""
    asks = gettext_lazy("Which questions are too hard or give nothing?")
    register(CONTENT, Question("questions", asks, ask, 70, sees_all_attempts))
