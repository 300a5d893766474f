"""Addresses of courses for pages that have no page of the course at hand."""

from collections.abc import Iterable

from courses.catalogue.models import Course
from courses.pages.models import CoursePage
from courses.pages.outline import outline
from home.routing import address
from home.words import SOURCE_LANGUAGE


def course_addresses(course_ids: Iterable[int], language: str) -> dict[int, str]:
    """
    Return the address of each course's live page, by course; one query.

    The page in the language, else the Finnish one under the language's prefix; a course
    without either is left out.
    """
    rows = (
        CoursePage.objects.live()
        .filter(course__in=list(course_ids), locale__language_code__in={language, SOURCE_LANGUAGE})
        .values_list("course_id", "locale__language_code", "url_path")
    )
    found = {(course_id, code): address(language, url_path) for course_id, code, url_path in rows}
    return {
        course_id: found.get((course_id, language)) or found[course_id, SOURCE_LANGUAGE]
        for course_id in {course_id for course_id, _code in found}
        if (course_id, language) in found or (course_id, SOURCE_LANGUAGE) in found
    }


def first_step_address(course: Course, language: str) -> str | None:
    """Return where the course begins; None while it has no steps."""
    steps = outline(course, language).steps
    return steps[0].href if steps else None
