"""A plan as a calendar file: the sittings from today on."""

import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.activities.ics import Event, calendar
from courses.planning.keeping import Planned
from courses.planning.pace import Sitting


def calendar_of(planned: Planned) -> str:
    """
    Write the plan in the active language; none is left when the course is completed.

    A later file overtakes an earlier one, whatever has been done between them.
    """
    now = timezone.now()
    sittings = planned.pace.sittings if planned.study.enrolment.is_active else ()
    return calendar([_event(planned, one, now) for one in sittings], made_at=now)


def _event(planned: Planned, sitting: Sitting, now: datetime.datetime) -> Event:
    plan, enrolment = planned.plan, planned.study.enrolment
    # Of the wall clock: the same hour in winter and in summer.
    zone = timezone.get_current_timezone()
    begins = datetime.datetime.combine(sitting.day, plan.begins_at, tzinfo=zone)
    length = datetime.timedelta(minutes=sitting.minutes)
    host = settings.BASE_URL.rpartition("/")[2].partition(":")[0]
    return Event(
        uid=f"{plan.secret}-{sitting.day:%Y%m%d}@{host}",
        starts_at=begins,
        ends_at=begins.astimezone(datetime.UTC) + length,
        summary=_("Study: %(course)s") % {"course": enrolment.run.course.name},
        sequence=int(now.timestamp()) // 60,
        description="\n".join(sitting.titles),
        link=f"{settings.BASE_URL}{reverse('courses:continue', args=[enrolment.pk])}",
    )
