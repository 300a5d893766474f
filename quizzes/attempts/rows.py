"""An attempt's questions, a row each, for its map, summary and lists."""

from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import get_language

from home.words import SOURCE_LANGUAGE
from quizzes.attempts.history import ResponseProposal
from quizzes.attempts.layout import Layout
from quizzes.attempts.models import Attempt, Response
from quizzes.content import Said
from quizzes.grading import essay
from quizzes.quiz.models import QuizPage

KIND = "question_version__content__kind"
SHOWN = ("position", "state", "answered_at", "flagged", "locked_at", "version")


def answer_rows(attempt: Attempt) -> list[dict[str, Any]]:
    """
    Return each place with its number (None: a text between) and how it stands; one query.

    `proposed`: an answer that waited offline has to be settled. `incomplete`: a text to be
    written lacks files or words; one query more where there are such texts.
    """
    proposals = ResponseProposal.objects.filter(response=OuterRef("pk"), settled_at__isnull=True)
    rows = list(
        attempt.responses.order_by("position")
        .annotate(proposed=Exists(proposals))
        .values(*SHOWN, "proposed", KIND)
    )
    incomplete = _incomplete(attempt) if any(row[KIND] == "essay" for row in rows) else set()
    numbers = Layout(attempt.copied, len(rows)).numbers
    return [
        row
        | {
            "number": numbers.get(row["position"]),
            "answered": row["state"] != Response.State.UNANSWERED or row["answered_at"] is not None,
            "checked": row["locked_at"] is not None,
            "incomplete": row["position"] in incomplete,
        }
        for row in rows
    ]


def _incomplete(attempt: Attempt) -> set[int]:
    """Return the places of answers that are there and lack something; one query."""
    written = attempt.responses.filter(
        question_version__content__kind="essay", answer__isnull=False
    )
    return {
        position
        for position, asked, answer in written.values_list(
            "position", "question_version__content__structure", "answer"
        )
        if answer and not essay.is_complete(asked, answer)
    }


def section_titles(attempt: Attempt) -> list[Said]:
    """
    Return the headings of an attempt's sections in the reader's language, else in Finnish.

    One query; none where the quiz has no sections.
    """
    if not attempt.copied.sections:
        return []
    language = (get_language() or SOURCE_LANGUAGE)[:2]
    pages = step_pages(attempt, language)
    return [
        next((said for page in pages if (said := _title(page, number))), Said("", language))
        for number in range(len(attempt.copied.sections))
    ]


def _title(page: QuizPage, number: int) -> Said | None:
    titles = [block.value for block in page.section_titles]
    if number >= len(titles) or not titles[number]:
        return None
    return Said(titles[number], page.locale.language_code)


def step_pages(attempt: Attempt, language: str) -> list[QuizPage]:
    """Return the live pages of an attempt's step: in a language, then in Finnish; one query."""
    found = QuizPage.objects.filter(
        live=True,
        translation_key=attempt.step.key,
        locale__language_code__in=[language, SOURCE_LANGUAGE],
    ).select_related("locale")
    return sorted(found, key=lambda page: page.locale.language_code != language)
