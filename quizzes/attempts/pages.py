"""What the pages of an attempt are given."""

import datetime
from typing import Any
from uuid import uuid4

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from courses.catalogue.models import CourseStep
from courses.pages.outline import outline
from quizzes.attempts.models import Attempt, Response
from quizzes.attempts.reviewing import answers_open
from quizzes.attempts.showing import show
from quizzes.attempts.starting import start_refusal
from quizzes.attempts.timing import is_time_up
from quizzes.attempts.words import number, percent


def question_context(attempt: Attempt, position: int) -> dict[str, Any]:
    """One question with the map of all, and how much time is left; a 404 past the last one."""
    response = get_object_or_404(
        attempt.responses.select_related("question_version"), position=position
    )
    response.attempt = attempt
    rows = question_rows(attempt)
    positions = [row["position"] for row in rows]
    return _frame(attempt) | {
        "question": show(response),
        "rows": rows,
        "answered_count": sum(row["answered"] for row in rows),
        "before": position - 1 if position - 1 in positions else None,
        "after": position + 1 if position + 1 in positions else None,
        # A new key for each page: sent again by a reload, it is the same save.
        "key": uuid4(),
    }


def question_rows(attempt: Attempt) -> list[dict[str, Any]]:
    """Return each question's place and whether it is answered; one query."""
    rows = attempt.responses.order_by("position").values_list("position", "state", "answered_at")
    return [
        {
            "position": position,
            "answered": state != Response.State.UNANSWERED,
            "answered_at": answered_at,
        }
        for position, state, answered_at in rows
    ]


def first_unanswered(attempt: Attempt) -> int:
    """Return where to go on: the first question without an answer, else the first."""
    open_ones = attempt.responses.filter(state=Response.State.UNANSWERED).order_by("position")
    return open_ones.values_list("position", flat=True).first() or 1


def summary_context(attempt: Attempt) -> dict[str, Any]:
    """Every question, and which of them are unanswered."""
    rows = question_rows(attempt)
    return _frame(attempt) | {
        "rows": rows,
        "unanswered": [row for row in rows if not row["answered"]],
    }


def result_context(attempt: Attempt) -> dict[str, Any]:
    """What the attempt came to; whether one may try again; where the course goes on."""
    step = attempt.step
    counted = Attempt.objects.counted_for(attempt.enrolment, attempt.quiz)
    tries = list(counted.values_list("number", "passed"))
    refusal = start_refusal(attempt.quiz, attempt.enrolment, len(tries), timezone.now())
    _, after = outline(step.course, get_language() or "fi").around(step.key)
    allowed = attempt.quiz.attempts_allowed
    return _frame(attempt) | {
        "passed_earlier": any(passed for number, passed in tries if number != attempt.number),
        "refusal": refusal,
        "tries_left": max(allowed - len(tries), 0) if allowed else None,
        "after": after,
        "completed_href": reverse("courses:completed", args=[attempt.enrolment_id])
        if attempt.enrolment.completed_at
        else "",
    }


def review_context(attempt: Attempt) -> dict[str, Any]:
    """Every question with answer and marks; with feedback where `answers_open`."""
    responses: QuerySet[Response] = attempt.responses.select_related("question_version")
    return _frame(attempt) | {
        "questions": [show(response) for response in responses],
        "answers_open": answers_open(attempt, timezone.now()),
    }


def counted_context(attempt: Attempt) -> dict[str, Any]:
    """What is saved of an attempt, question by question."""
    return _frame(attempt) | {"rows": question_rows(attempt)}


def result_in_words(attempt: Attempt) -> SafeString:
    """Say a pass in one sentence, with a link to the answers."""
    sentence = _("%(quiz)s: passed, %(score)s / %(max_score)s points, %(percent)s.") % {
        "quiz": attempt.step.title,
        "score": number(attempt.score),
        "max_score": number(attempt.max_score),
        "percent": percent(attempt.percent),
    }
    link = reverse("quizzes:review", args=[attempt.pk])
    return format_html('{} <a href="{}">{}</a>', sentence, link, _("See the answers"))


def _frame(attempt: Attempt) -> dict[str, Any]:
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
