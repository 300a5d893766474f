"""What the pages of an open attempt are given."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from courses.catalogue.models import CourseStep
from courses.pages.outline import outline
from quizzes.attempts.asked_page import put_back, questions_on
from quizzes.attempts.layout import Layout
from quizzes.attempts.models import Attempt, Response
from quizzes.attempts.refusals import SaveRefusedError
from quizzes.attempts.rows import answer_rows, section_titles
from quizzes.attempts.timing import is_time_up


def question_context(
    attempt: Attempt,
    position: int,
    *,
    refused: Mapping[int, SaveRefusedError] | None = None,
    sent: Mapping[int, Any] | None = None,
) -> dict[str, Any]:
    """
    One page of questions with the map of all, and how much time is left; a 404 past the last.

    `refused`: the saves of this page that were refused, `sent`: what they held; what was
    typed stays in its field.
    """
    rows = answer_rows(attempt)
    layout = Layout(attempt.copied, len(rows))
    if not 1 <= position <= layout.count:
        raise Http404
    here = layout.page_of(position)
    asked = questions_on(attempt, layout, here, rows)
    put_back(asked, sent or {}, refused or {})
    titles = section_titles(attempt)
    for item in asked:
        section = layout.section_of(item.position)
        item.section = titles[section] if section is not None and section < len(titles) else None
    mapped = [row for row in rows if row["number"]]
    for row in mapped:
        row["is_here"] = layout.page_of(row["position"]) == here
    numbers = [item.number for item in asked if item.number]
    return frame(attempt) | {
        "asked": asked,
        "question": next((item.question for item in asked if item.number), asked[0].question),
        "place": layout.first_of(here),
        "is_alone": len(numbers) < 2,
        # What the form sends; a checked answer stays as it is.
        "positions": [item.position for item in asked if item.number and not item.is_locked],
        "numbers": numbers,
        "rows": mapped,
        "answered_count": sum(row["answered"] for row in mapped),
        "flagged_count": sum(row["flagged"] for row in mapped),
        "is_sequential": attempt.copied.is_sequential,
        "before": layout.first_of(here - 1) if here and not attempt.copied.is_sequential else None,
        "after": layout.first_of(here + 1) if here + 1 < len(layout.pages) else None,
        "has_files": any(item.question.kind == "essay" for item in asked),
    }


def first_unanswered(attempt: Attempt) -> int:
    """Return where to go on: the first question without an answer, else the first."""
    if attempt.copied.is_sequential:
        return attempt.reached
    open_ones = attempt.responses.filter(
        state=Response.State.UNANSWERED, locked_at__isnull=True
    ).exclude(position__in=attempt.copied.texts)
    found = open_ones.order_by("position").values_list("position", flat=True).first()
    return found or Layout(attempt.copied, attempt.responses.count()).first_of(0)


def summary_context(attempt: Attempt) -> dict[str, Any]:
    """Every question, and which of them are unanswered, marked, or wait for a choice."""
    rows = [row for row in answer_rows(attempt) if row["number"]]
    return frame(attempt) | {
        "rows": rows,
        "unanswered": [row for row in rows if not row["answered"]],
        "incomplete": [row for row in rows if row["incomplete"]],
        "flagged": [row for row in rows if row["flagged"]],
        "proposed": [row for row in rows if row["proposed"]],
        "is_sequential": attempt.copied.is_sequential,
        "submit_only": attempt.state == Attempt.State.OVERDUE,
        "continue_at": attempt.reached if attempt.copied.is_sequential else None,
    }


def counted_context(attempt: Attempt) -> dict[str, Any]:
    """What is saved of an attempt, question by question."""
    return frame(attempt) | {"rows": [row for row in answer_rows(attempt) if row["number"]]}


def elsewhere_context(attempt: Attempt, position: int) -> dict[str, Any]:
    """Where one is in an attempt whose questions come in order; a 404 past the last."""
    rows = answer_rows(attempt)
    layout = Layout(attempt.copied, len(rows))
    if not 1 <= position <= layout.count:
        raise Http404
    return frame(attempt) | {
        "is_back": position < attempt.reached,
        "reached": attempt.reached,
        "number": layout.numbers.get(attempt.reached),
    }


def is_elsewhere(attempt: Attempt, position: int) -> bool:
    """Whether questions come in order and this one is not where the learner is."""
    if not attempt.copied.is_sequential:
        return False
    layout = Layout(attempt.copied, attempt.responses.count())
    if not 1 <= position <= layout.count:
        return False
    return layout.page_of(position) != layout.page_of(attempt.reached)


def frame(attempt: Attempt) -> dict[str, Any]:
    """What every page of an attempt has."""
    now = timezone.now()
    length = attempt.deadline_at - attempt.started_at if attempt.deadline_at else None
    return {
        "attempt": attempt,
        "title": attempt.step.title,
        "quiz_href": quiz_address(attempt.step),
        "seconds_left": seconds_left(attempt, now),
        "time_is_up": is_time_up(now, attempt.deadline_at),
        "seconds_in_all": int(length.total_seconds()) if length else None,
    }


def seconds_left(attempt: Attempt, now: datetime.datetime) -> int | None:
    """Return the whole seconds to the deadline, none below zero; None where there is none."""
    if attempt.deadline_at is None:
        return None
    return max(int((attempt.deadline_at - now).total_seconds()), 0)


def quiz_address(step: CourseStep) -> str:
    """Return the quiz's page in the reader's language; my studies where it is there no more."""
    shown = outline(step.course, get_language() or "fi").by_key.get(step.key)
    return shown.href if shown else reverse("courses:my_studies")
