"""What is new in a learner's courses since they took or completed them."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils import timezone

from courses.catalogue.changes import CurriculumChange
from courses.enrolling.models import Enrolment
from courses.progress.models import Completion

# What was noted before is no news, and the page shows so many.
NEWS_DAYS, SHOWN = 90, 5


@dataclass(frozen=True)
class Changed:
    """A change, and the course's page; `href` is empty where it has none today."""

    change: CurriculumChange
    href: str


def changed(
    enrolments: Iterable[Enrolment],
    completions: Mapping[int, Completion],
    hrefs: Mapping[int, str],
) -> list[Changed]:
    """
    Return the latest changes of the learner's courses, newest first; withdrawn ones are left out.

    Told to everybody who has the course, whatever mails they asked for. The day of the
    completion counts: who completed a course on the day of a change may have studied what was
    there before. Who is still studying meets what was there on the day of enrolling.
    """
    since: dict[int, datetime.date] = {}
    for enrolment in enrolments:
        if enrolment.withdrawn_at is not None:
            continue
        course, completion = enrolment.run.course_id, completions.get(enrolment.pk)
        day = completion.completed_on if completion else timezone.localdate(enrolment.enrolled_at)
        # Of several, the latest: what was studied again is known.
        since[course] = max(day, since.get(course, day))
    lately = timezone.now() - datetime.timedelta(days=NEWS_DAYS)
    rows = CurriculumChange.objects.filter(course__in=since, noted_at__gte=lately)
    rows = rows.select_related("course").order_by("-changed_on", "-pk")
    news = [change for change in rows if change.changed_on >= since[change.course_id]]
    return [Changed(change, hrefs.get(change.course_id, "")) for change in news[:SHOWN]]
