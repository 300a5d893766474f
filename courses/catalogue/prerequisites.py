"""What courses ask for before them, directly and by others."""

from collections import defaultdict
from collections.abc import Iterable

from django.utils.translation import gettext as _

from courses.catalogue.models import Course


def in_circle(course: Course, wanted: Iterable[Course]) -> list[Course]:
    """
    Return which of the wanted prerequisites wait for the course themselves, straight or not.

    Nobody could ever enrol on courses that wait for each other. One query, whatever the number
    of courses.
    """
    if course.pk is None:
        return []
    before: dict[int, set[int]] = defaultdict(set)
    pairs = Course.prerequisites.through.objects.values_list("from_course_id", "to_course_id")
    for later, earlier in pairs:
        before[later].add(earlier)
    return [one for one in wanted if course.pk in _all_before(one.pk, before)]


def _all_before(start: int, before: dict[int, set[int]]) -> set[int]:
    found, waiting = {start}, [start]
    while waiting:
        new = before[waiting.pop()] - found
        found |= new
        waiting.extend(new)
    return found


def circle_words(course: Course) -> str:
    """Say why a course cannot be asked for."""
    return _(
        "“%(course)s” itself asks for this course, straight or through others: nobody could "
        "ever enrol on either."
    ) % {"course": course}
