"""Look courses through: after each change of their published pages, and once a day."""

import datetime
from typing import Any

from django.conf import settings
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import override

from courses.catalogue.models import Course
from courses.health import checks
from courses.health.models import CourseHealth

A_DAY = datetime.timedelta(days=1)
# One look takes a second or two: the clock does not stand still for a whole catalogue.
AT_ONCE = 3

Row = dict[str, Any]


def look_through(course: Course) -> CourseHealth:
    """Find what is wrong with a course now, and keep it in the words of each admin language."""
    pages = checks.pages_of(course)
    rows: list[Row] = []
    for language, _name in settings.LANGUAGES:
        with override(language):
            _say(rows, _look(course, pages), language)
    health, _created = CourseHealth.objects.update_or_create(
        course=course,
        defaults={
            "findings": rows,
            "looked_at": timezone.now(),
            "outline_version": course.outline_version,
        },
    )
    return health


def _look(course: Course, pages: checks.CoursePages) -> list[Row]:
    found = [(None, finding) for finding in checks.findings_of_course(course)]
    found += list(checks.findings_of_pages(pages))
    return [
        {
            "code": finding.code,
            "level": str(finding.level),
            "page": page.pk if page else None,
            "language": page.locale.language_code if page else "",
            "field": finding.field,
            "block": finding.block,
            "words": {},
            "said": finding.words,
        }
        for page, finding in found
    ]


def _say(rows: list[Row], found: list[Row], language: str) -> None:
    """Add the words of a language: the same is found in each, in the same order."""
    if not rows:
        rows.extend(found)
    for row, same in zip(rows, found, strict=False):
        row["words"][language] = same.pop("said")


def look_where_due(now: datetime.datetime) -> int:
    """
    Look through courses that have changed since, or were looked at a day ago; the clock's job.

    A few at a time, those never looked at first. What is retired has no health.
    """
    due = (
        Course.objects.filter(retired_at__isnull=True, pages__isnull=False)
        .filter(
            Q(health__isnull=True)
            | ~Q(health__outline_version=F("outline_version"))
            | Q(health__looked_at__lte=now - A_DAY)
        )
        .order_by(F("health__looked_at").asc(nulls_first=True), "pk")
        .distinct()[:AT_ONCE]
    )
    return len([look_through(course) for course in due])
