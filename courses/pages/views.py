"""What the templates of a course's pages are given; each page's `get_context` asks here."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language

from courses.catalogue.choosing import choose
from courses.catalogue.listing import access_in_words, grouped, listed_courses, parts_of, place_of
from courses.enrolling.offers import offers
from courses.enrolling.programme_offers import programme_offers
from courses.lessons.margins import margin_of, with_margin, words_of
from courses.lessons.shown import body_shown, keep_walk
from courses.pages.gate import Closed
from courses.pages.models import CoursePage, LessonPage, ModulePage, StepPage
from courses.pages.next_action import next_action
from courses.pages.outline_rows import outline_rows, path_rows
from courses.pages.reading import Reading, read
from courses.pages.saving import has_choices
from courses.progress.completing import open_step
from courses.progress.studies import studies_by_course
from courses.searching.finding import LONGEST_SEARCH, courses_found
from home.routing import address


def catalogue_context(request: HttpRequest) -> dict[str, Any]:
    """Courses in groups, those that were chosen, and how the reader stands on theirs."""
    language = get_language() or "fi"
    listed = listed_courses(language)
    choice = choose(listed, request.GET.dict())
    typed = request.GET.get("q", "").strip()[:LONGEST_SEARCH]
    shown = [one for one in listed if choice.keeps(one.course.pk)]
    if typed:
        found = courses_found(typed, language=language, user=request.user)
        shown = [one for one in shown if one.course.pk in found]
    groups = grouped(shown)
    programmes = [group.programme.pk for group in groups if group.programme]
    return {
        "groups": groups,
        "choice": choice,
        "typed": typed,
        "count": len(shown),
        "is_chosen": bool(typed or choice.chosen),
        "studies": studies_by_course(request.user),
        "programme_offers": programme_offers(programmes, request.user) if programmes else [],
    }


def course_context(request: HttpRequest, page: CoursePage) -> dict[str, Any]:
    """The course with its contents, runs, and the one next action."""
    reading = read(request, page)
    offered = offers(reading.course, request.user)
    place = place_of(reading.course)
    return {
        "reading": reading,
        "course": reading.course,
        "access": access_in_words(reading.course),
        "place": place,
        "parts": parts_of(place, get_language() or "fi") if place else [],
        "modules": path_rows(reading),
        "offers": offered,
        "programme_offers": programme_offers([place.programme.pk], request.user) if place else [],
        "action": next_action(reading, offered, request.user),
        "can_save": _can_save(reading, request),
    }


def _can_save(reading: Reading, request: HttpRequest) -> bool:
    """Whether there are lessons that this learner's browser may keep."""
    if reading.enrolment is None or getattr(request, "is_preview", False):
        return False
    return has_choices(reading, request.user)


def lesson_context(request: HttpRequest, page: LessonPage) -> dict[str, Any]:
    """A lesson beside its outline; a preview shows the draft as it is, whoever looks."""
    reading = read(request, page)
    body = body_shown(request, page, reading)
    margin = margin_of(request, page, reading, body)
    return step_context(reading) | {
        "body": with_margin(request, body, margin),
        "done_url": done_url(reading),
        "margin": margin,
        "words": words_of(body),
        "module_left": module_left(reading),
    }


def module_left(reading: Reading) -> int:
    """How many minutes the other undone steps of the same module take."""
    here = reading.step
    module = next((each for each in reading.outline.modules if here in each.steps), None)
    others = [step for step in module.steps if step != here] if module else []
    return sum(step.minutes for step in others if step.key not in reading.done)


def step_context(reading: Reading) -> dict[str, Any]:
    """What stands round every step: the outline, the course's address, the way on."""
    rows = outline_rows(reading)
    here = next((index for index, row in enumerate(rows) if row["is_current"]), None)
    return {
        "reading": reading,
        "course_href": course_href(reading),
        "modules": rows,
        "module": reading.outline.modules[here] if here is not None else None,
        "module_number": here + 1 if here is not None else None,
    }


def closed_context(page: StepPage, reading: Reading, reason: Closed) -> dict[str, Any]:
    """Why a step stays closed, and the course that it belongs to."""
    return {
        "page": page,
        "reading": reading,
        "reason": reason,
        "course_href": course_href(reading),
    }


def course_href(reading: Reading) -> str:
    """The course page's address, in the language that it is read in."""
    return address(get_language() or "fi", reading.course_page.url_path)


def done_url(reading: Reading) -> str:
    """Where the form "mark as done" goes; empty for a reader who has no active place today."""
    if reading.enrolment is None or reading.step is None or reading.time_words or reading.waits:
        return ""
    return reverse("courses:complete_step", args=[reading.enrolment.pk, reading.step.key])


def remember_visit(request: HttpRequest, page: StepPage) -> None:
    """Keep where an active learner was, so that the next visit leads here; and how they went."""
    reading = read(request, page)
    enrolment, step = reading.enrolment, reading.step
    if enrolment is None or enrolment.waits_for_answer:
        return
    keep_walk(request, page, reading)
    if step is not None and enrolment.is_active:
        open_step(enrolment, step.id)


def way_into(request: HttpRequest, page: ModulePage) -> str:
    """The address of a module's first step; the course's page for a module without any."""
    reading = read(request, page)
    module = next((m for m in reading.outline.modules if m.key == page.translation_key), None)
    if module is None or not module.steps:
        return course_href(reading)
    return module.steps[0].href
