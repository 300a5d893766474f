"""The webinars of a run as calendar files: what is taken from a page and what mails bring."""

from collections.abc import Iterable

from django.conf import settings
from django.utils import timezone

from courses.activities.ics import Event, calendar
from courses.activities.webinars import WebinarSession
from courses.catalogue.runs import CourseRun


def calendar_of(run: CourseRun, sessions: Iterable[WebinarSession]) -> str:
    """Write sessions of a run, each with its step, in the active language."""
    return calendar(
        [_event(session, run) for session in sessions],
        made_at=timezone.now(),
        organiser=run.organiser.name,
        organiser_address=settings.DEFAULT_FROM_EMAIL.rpartition("<")[2].rstrip(">"),
    )


def called(session: WebinarSession, run: CourseRun) -> str:
    """What learners know a session by: its title, else its step, else the course."""
    return session.title or (session.step.title if session.step else run.course.name)


def _event(session: WebinarSession, run: CourseRun) -> Event:
    return Event(
        uid=f"{session.uid}@{settings.BASE_URL.rpartition('/')[2].partition(':')[0]}",
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        summary=called(session, run),
        sequence=session.sequence,
        description=f"{run.course.name} ({run.code})",
        place=session.place,
        link=session.link,
        is_cancelled=session.cancelled_at is not None,
    )
