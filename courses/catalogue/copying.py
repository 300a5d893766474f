"""Copying a run to another time, and making a programme's runs in one go."""

import datetime
import uuid
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import Organisation
from courses.activities.webinars import WebinarSession
from courses.catalogue.programmes import Programme, ProgrammeRun
from courses.catalogue.requirements import StepDate
from courses.catalogue.runs import CourseRun
from courses.enrolling.waiting import close
from courses.following.models import ReminderRule

RUN_DATES = ("enrolment_opens_on", "enrolment_closes_on", "starts_on", "ends_on")
# What a copy of a run has as its model had it.
SAME = (
    "course",
    "organiser",
    "seats",
    "languages",
    "invited_only",
    "has_waiting_list",
    "hours_to_accept",
    "price",
    "payer",
    "registrar_class",
)


@transaction.atomic
def copy_run(run: CourseRun, *, code: str, days: int) -> CourseRun:
    """
    Copy a run so many days later, with its teachers, webinars, days of steps and reminders.

    People, invitations and links to webinars stay behind. Webinars keep their time of day
    across the change to summer time.
    """
    copy = CourseRun.objects.create(
        code=code,
        copied_from=run,
        **{name: getattr(run, name) for name in SAME},
        **{name: _later(getattr(run, name), days) for name in RUN_DATES},
    )
    copy.teachers.set(run.teachers.all())
    WebinarSession.objects.bulk_create(
        WebinarSession(
            uid=uuid.uuid4(),
            run=copy,
            step_id=session.step_id,
            title=session.title,
            place=session.place,
            starts_at=_same_hour(session.starts_at, days),
            ends_at=_same_hour(session.ends_at, days),
        )
        for session in run.sessions.filter(cancelled_at__isnull=True)
    )
    StepDate.objects.bulk_create(
        StepDate(
            run=copy,
            step_id=date.step_id,
            opens_on=_later(date.opens_on, days),
            due_on=_later(date.due_on, days),
        )
        for date in run.step_dates.all()
    )
    ReminderRule.objects.bulk_create(
        ReminderRule(run=copy, kind=rule.kind, days=rule.days) for rule in run.reminder_rules.all()
    )
    return copy


def _later(day: datetime.date | None, days: int) -> datetime.date | None:
    return day + datetime.timedelta(days=days) if day else None


def _same_hour(moment: datetime.datetime, days: int) -> datetime.datetime:
    """The same time on the clock so many days later."""
    local = timezone.localtime(moment).replace(tzinfo=None)
    return timezone.make_aware(local + datetime.timedelta(days=days))


@transaction.atomic
def archive(run: CourseRun, *, archived: bool) -> int:
    """
    Take a run out of use, or into use again; repeating the call changes nothing.

    Its waiting list and open offers end with it, and their people are told by mail: returns
    how many. They do not come back with the run.
    """
    run = CourseRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    if archived != (run.archived_at is not None):
        run.archived_at = timezone.now() if archived else None
        run.save(update_fields=["archived_at"])
    return close(run) if archived else 0


def codes_of(programme: Programme, code: str) -> dict[int, str]:
    """The code of each course's run, by course, in the programme's order."""
    places = programme.places.select_related("course").order_by("position")
    return {place.course_id: f"{code}-{place.course.code}" for place in places}


@transaction.atomic
def make_programme_run(
    *, programme: Programme, organiser: Organisation, code: str, terms: dict[str, Any]
) -> ProgrammeRun:
    """
    Make a programme's run: one run of each of its courses, all with the same terms.

    `terms`: fields of `CourseRun`. The codes are this one's and the course's.
    """
    made = ProgrammeRun.objects.create(programme=programme, organiser=organiser, code=code)
    CourseRun.objects.bulk_create(
        CourseRun(
            programme_run=made, course_id=course_id, organiser=organiser, code=run_code, **terms
        )
        for course_id, run_code in codes_of(programme, code).items()
    )
    return made
