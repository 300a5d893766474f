"""What has changed in its course, or in a programme's courses, since a certificate was earned."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from certificates.facts import in_language
from certificates.models import Certificate
from courses.models import Course, CurriculumChange
from courses.pages.outline import outline


@dataclass(frozen=True)
class ShownChange:
    """A change as its reader sees it; `href` is empty where no step can be read."""

    key: int
    changed_on: datetime.date
    course: str
    summary: str
    step: str
    step_language: str
    href: str


def changes_since(certificate: Certificate) -> list[CurriculumChange]:
    """
    Return what has changed since, newest first.

    Since the completion, its own day included: who completed a course on the day of a change
    may have studied what was there before. After a renewal, whatever came or was noted later.
    """
    changes = CurriculumChange.objects.filter(course__in=_course_ids(certificate))
    changes = changes.filter(changed_on__gte=certificate.completed_on)
    if renewed_on := certificate.renewed_on:
        day_after = beginning_of(renewed_on + datetime.timedelta(days=1))
        changes = changes.filter(Q(changed_on__gt=renewed_on) | Q(noted_at__gte=day_after))
    return list(changes.select_related("course", "step"))


def beginning_of(day: datetime.date) -> datetime.datetime:
    """The first moment of a day in Finland."""
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))


def shown(changes: Iterable[CurriculumChange], language: str) -> list[ShownChange]:
    """Say changes in the active language, with the way to the steps that are there today."""
    found = []
    for change in changes:
        # Its words may be in another language than the reader's: a step without a translation.
        said, step = in_language(change.step.titles, language) if change.step else ("", "")
        found.append(
            ShownChange(
                key=change.pk,
                changed_on=change.changed_on,
                course=change.course.name,
                summary=change.summary,
                step=step,
                step_language=said,
                href=_address(change, language),
            )
        )
    return found


def _course_ids(certificate: Certificate) -> list[int]:
    if certificate.completion:
        return [certificate.completion.course_id]
    of_programme = Course.objects.filter(
        places__programme__programme_runs__enrolments=certificate.programme_enrolment_id
    )
    return list(of_programme.values_list("pk", flat=True))


def _address(change: CurriculumChange, language: str) -> str:
    # From the cache of the course's outline, where it is built already.
    step = outline(change.course, language).by_key.get(change.step.key) if change.step else None
    return step.href if step else ""
