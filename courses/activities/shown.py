"""What the templates of the activities' pages are given; each page's `get_context` asks here."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail.rich_text import expand_db_html

from courses.activities.desks import Desk, Typed, take_unsent
from courses.activities.pages import AssignmentPage, SelfAssessmentPage, WebinarPage
from courses.activities.sampling import sample_work
from courses.activities.terms import (
    Part,
    Wanted,
    has_words,
    terms_of,
    wanted,
    webinar_terms,
)
from courses.activities.works import Work, works_of
from courses.catalogue.models import CourseStep
from courses.lessons.shown import body_shown
from courses.pages.models import StepPage
from courses.pages.reading import Reading, read
from courses.pages.sampling import sample_asked
from courses.pages.views import step_context
from home.routing import language_of

# Where a view leaves what was not saved, for the page that it shows again.
TYPED = "_typed"


def assignment_context(request: HttpRequest, page: AssignmentPage) -> dict[str, Any]:
    """The task, the criteria, and what the learner has written and handed in."""
    reading = read(request, page)
    step = step_of(request, reading, page)
    desks = _desks(request, reading, step, [Part.WHOLE])
    desk = desks[0] if desks else None
    return _context(request, reading, page) | {
        "step": step,
        "wanted": desk.wanted if desk else Wanted(),
        "desk": desk,
    }


def webinar_context(request: HttpRequest, page: WebinarPage) -> dict[str, Any]:
    """The times, the attendance, and the texts before and after."""
    from courses.activities.webinar_shown import sessions_shown

    reading = read(request, page)
    step = step_of(request, reading, page)
    desks = _desks(request, reading, step, [Part.BEFORE, Part.DIARY])
    by_part = {desk.part: desk for desk in desks}
    tasks = {Part.BEFORE: page.task_before, Part.DIARY: page.diary}
    return _context(request, reading, page) | {
        "step": step,
        "terms": webinar_terms(step),
        "before": by_part.get(Part.BEFORE),
        "diary": by_part.get(Part.DIARY),
        "tasks": {
            str(part.value): expand_db_html(words)
            for part, words in tasks.items()
            if has_words(words)
        },
        "words_language": language_of(page),
        **sessions_shown(request, reading, step),
    }


def _context(request: HttpRequest, reading: Reading, page: Any) -> dict[str, Any]:
    fresh = bool(getattr(request, "is_preview", False))
    return step_context(reading) | {
        "body": body_shown(request, page, reading),
        "is_looking_in": reading.enrolment is None and not fresh,
    }


def step_of(request: HttpRequest, reading: Reading, page: StepPage) -> CourseStep:
    """The step with its terms; a preview shows those of the draft, which nobody has yet."""
    if getattr(request, "is_preview", False) or reading.step is None:
        return CourseStep(
            course=reading.course,
            key=page.translation_key,
            kind=page.step_kind,
            titles={language_of(page): page.title},
            terms=terms_of({language_of(page): page}),
        )
    return CourseStep.objects.get(pk=reading.step.id)


def _desks(
    request: HttpRequest, reading: Reading, step: CourseStep, parts: list[Part]
) -> list[Desk]:
    """The desks of the parts that the step has."""
    asked = {part: terms for part in parts if (terms := wanted(step, part))}
    mode = sample_asked(request)
    if mode and reading.enrolment is not None:
        return [
            Desk(
                part,
                terms,
                sample_work(mode, enrolment=reading.enrolment, step=step, part=part, wanted=terms),
                is_sample=True,
            )
            for part, terms in asked.items()
        ]
    if reading.enrolment is None or step.pk is None:
        # What somebody typed whose place is gone meanwhile is on the page all the same.
        sent: dict[str, Typed] = request.__dict__.get(TYPED, {})
        return [Desk(part, terms, typed=sent.get(part)) for part, terms in asked.items()]
    works = works_of(reading.enrolment, step, dict(asked))
    return [_desk(request, work) for work in works.values()]


def _desk(request: HttpRequest, work: Work) -> Desk:
    typed: dict[str, Typed] = request.__dict__.get(TYPED, {})
    found = typed.get(work.part)
    desk = Desk(work.part, work.wanted, work, found)
    if found is None and work.can_write:
        unsent = take_unsent(request, work.enrolment, work.step.key, desk.name)
        if unsent is not None and unsent != work.text:
            told = Typed(unsent, work.version, _("This text was not saved: you were signed out."))
            return Desk(work.part, work.wanted, work, told, unsent=True)
    return desk


def self_assessment_context(request: HttpRequest, page: SelfAssessmentPage) -> dict[str, Any]:
    """The statements to rate, or what was said of them."""
    from courses.activities import rating_views

    return rating_views.self_assessment_context(request, page)
