"""What the pages of an ended attempt are given."""

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from courses.pages.outline import outline
from home.words import SOURCE_LANGUAGE
from quizzes.assessing.telling import Note, is_noted, notes_of
from quizzes.attempts.exceptions import rules_for
from quizzes.attempts.layout import Layout
from quizzes.attempts.models import Attempt, Response
from quizzes.attempts.pages import frame
from quizzes.attempts.reviewing import seen
from quizzes.attempts.rows import section_titles, step_pages
from quizzes.attempts.showing import pictures_on_page, show
from quizzes.attempts.starting import refused_until, start_refusal
from quizzes.attempts.words import number, percent, refusal_in_words
from quizzes.content import Said
from quizzes.grading.totals import scaled

# What a review says by the key that a question was asked with.
BY_THE_KEY = {"correctness": False, "answer_feedback": False, "right_answer": False}


@dataclass(frozen=True)
class Grade:
    """A result on the quiz's own scale; without one, in points."""

    value: Decimal
    highest: Decimal


def grade_of(attempt: Attempt) -> Grade | None:
    """Return the result of a graded attempt as learners read it."""
    if attempt.score is None:
        return None
    scale = attempt.copied.grade_max
    return Grade(*scaled(attempt.score, attempt.max_score, Decimal(scale) if scale else None))


def result_context(attempt: Attempt) -> dict[str, Any]:
    """What the attempt came to; whether one may try again; where the course goes on."""
    now = timezone.now()
    step = attempt.step
    tries = list(Attempt.objects.counted_for(attempt.enrolment, attempt.quiz))
    rules = rules_for(attempt, attempt.quiz)
    course = outline(step.course, get_language() or "fi")
    _before, after = course.around(step.key)
    allowed = rules.attempts_allowed
    shown = seen(attempt, now)
    refusal = start_refusal(rules, attempt.enrolment, tries, now)
    at = refused_until(refusal, rules, attempt.enrolment, tries)
    return frame(attempt) | {
        "grade": grade_of(attempt),
        "seen": shown,
        "passed_earlier": any(other.passed for other in tries if other.number != attempt.number),
        "refusal": refusal,
        "refusal_words": refusal_in_words(refusal, at),
        "rules": rules,
        "tries_left": max(allowed - len(tries), 0) if allowed else None,
        "overall": overall_feedback(attempt) if shown.overall_feedback else None,
        "waiting_count": attempt.responses.filter(state=Response.State.NEEDS_GRADING).count()
        if attempt.state == Attempt.State.NEEDS_GRADING
        else 0,
        "after": after,
        # An editor may have taken the page away; then there is nothing to try again.
        "is_gone": step.key not in course.by_key,
        "completed_href": reverse("courses:completed", args=[attempt.enrolment_id])
        if attempt.enrolment.completed_at
        else "",
    }


def overall_feedback(attempt: Attempt) -> Said | None:
    """
    Return the words of the band that the result lies in, in the reader's language.

    A band reaches from its percent up to the next one's; below the first there are none.
    """
    if attempt.percent is None:
        return None
    starts = list(attempt.quiz.bands.values_list("from_percent", flat=True))
    band = sum(start <= attempt.percent for start in starts) - 1
    if band < 0:
        return None
    for page in step_pages(attempt, (get_language() or SOURCE_LANGUAGE)[:2]):
        words = [block.value.source for block in page.band_words]
        if band < len(words) and words[band]:
            return Said(words[band], page.locale.language_code)
    return None


def review_context(attempt: Attempt) -> dict[str, Any]:
    """Every question with answer, marks and feedback, as far as they are shown now."""
    shown = seen(attempt, timezone.now())
    responses: QuerySet[Response] = attempt.responses.select_related("question_version").annotate(
        noted=is_noted()
    )
    found = list(responses) if shown.attempt else []
    layout = Layout(attempt.copied, len(found))
    titles = section_titles(attempt) if found else []
    drawn = pictures_on_page(found)
    notes = notes_of(attempt) if any(row.noted for row in found) else {}
    how = {"seen": shown, "drawn": drawn}
    items = [_item(row, layout, titles, how, notes.get(row.position)) for row in found]
    return frame(attempt) | {
        "seen": shown,
        "grade": grade_of(attempt),
        "closes_at": rules_for(attempt, attempt.quiz).closes_at,
        "items": items,
        "questions": [item["question"] for item in items if item["number"]],
        "answers_open": shown.right_answer,
    }


def _item(
    response: Response,
    layout: Layout,
    titles: list[Said],
    how: dict[str, Any],
    note: Note | None,
) -> dict[str, Any]:
    section = layout.section_of(response.position)
    number = layout.numbers.get(response.position)
    # A review shows them all on one page, so each has ids of its own.
    question = show(response, prefix=f"q{response.position}-", counted_as=number, **how)
    if note and note.is_corrected:
        # The key that it was asked with was wrong; the note says what holds.
        question = replace(question, seen=replace(question.seen, **BY_THE_KEY))
    return {
        "number": number,
        "note": note,
        "question": question,
        "section": titles[section] if section is not None and section < len(titles) else None,
    }


def result_in_words(attempt: Attempt) -> SafeString:
    """Say a pass in one sentence, with a link to the answers."""
    grade = grade_of(attempt)
    sentence = _("%(quiz)s: passed, %(score)s / %(max_score)s points, %(percent)s.") % {
        "quiz": attempt.step.title,
        "score": number(grade.value if grade else attempt.score),
        "max_score": number(grade.highest if grade else attempt.max_score),
        "percent": percent(attempt.percent),
    }
    link = reverse("quizzes:review", args=[attempt.pk])
    return format_html('{} <a href="{}">{}</a>', sentence, link, _("See the answers"))
