"""
Mails on webinars that were moved or cancelled, each with the calendar file of what holds now.

Whoever studies on the run gets one mail for a change. A change that the next one has overtaken
before its mails went out is not told: the mails of the next one say what holds.
"""

import datetime
from email.mime.text import MIMEText
from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from courses.activities.calendar_files import calendar_of, called
from courses.activities.webinars import WebinarSession
from courses.enrolling.models import Enrolment
from courses.notice_kinds import WEBINAR
from home import outbox
from home.moments import span_in_words
from home.notices import telling

TELL_CHANGED = "courses.webinar_changed"


class Change(models.TextChoices):
    """What became of a webinar; the label is the subject of its mail."""

    MOVED = "moved", _("The webinar has a new time: %(webinar)s")
    ELSEWHERE = "elsewhere", _("The webinar has a new place or link: %(webinar)s")
    CANCELLED = "cancelled", _("The webinar is cancelled: %(webinar)s")
    RESTORED = "restored", _("The webinar is held after all: %(webinar)s")


def change_between(before: WebinarSession, after: WebinarSession) -> Change | None:
    """Which change of a session its participants must know of to be there; None for others."""
    if (before.starts_at, before.ends_at) != (after.starts_at, after.ends_at):
        return Change.MOVED
    if (before.link, before.place) != (after.link, after.place):
        return Change.ELSEWHERE
    return None


def tell(change: Change, session: WebinarSession, *, before: WebinarSession | None = None) -> int:
    """
    Write down a mail to everybody who studies on the run; return how many.

    Call it in the transaction of the change, with the session as it was where it was moved.
    A webinar that is over, before and after, is told to nobody.
    """
    times = [known for known in (before, session) if known]
    if all(known.ends_at <= timezone.now() for known in times):
        return 0
    studying = Enrolment.objects.active().filter(run=session.run_id, learner__is_active=True)
    about: dict[str, Any] = {
        "session": session.pk,
        "change": change.value,
        "holds": _what_holds(session),
    }
    if before is not None:
        about["was"] = _times(before)
    entries = [
        (f"{TELL_CHANGED}:{session.pk}:{session.sequence}:{pk}", about | {"enrolment": pk})
        for pk in studying.order_by("pk").values_list("pk", flat=True)
    ]
    outbox.send_many(effect=TELL_CHANGED, entries=entries)
    return len(entries)


def _what_holds(session: WebinarSession) -> list[Any]:
    """What a mail says of a session, to know whether it still holds when the mail is made."""
    return [
        *_times(session),
        session.link,
        session.place,
        session.cancelled_at is not None,
    ]


def _times(session: WebinarSession) -> list[str]:
    return [
        moment.astimezone(datetime.UTC).isoformat()
        for moment in (session.starts_at, session.ends_at)
    ]


def mail_change(payload: dict[str, Any]) -> None:
    """Mail a change to one learner who still studies on the run, unless it is overtaken."""
    sessions = WebinarSession.objects.select_related("run__course", "run__organiser", "step")
    session = sessions.filter(pk=payload["session"]).first()
    if session is None or _what_holds(session) != payload["holds"]:
        return
    studying = Enrolment.objects.active().select_related("learner")
    enrolment = studying.filter(pk=payload["enrolment"], learner__is_active=True).first()
    if enrolment is None:
        return
    with override(enrolment.learner.language):
        link = f"{settings.BASE_URL}{reverse('courses:continue', args=[enrolment.pk])}"
        context = _said_of(session, payload) | {"link": link}
        file = _file_of(session)
    telling.tell(
        kind=WEBINAR,
        key=f"{TELL_CHANGED}:{session.pk}:{session.sequence}",
        person=enrolment.learner,
        template="courses/email/webinar_changed",
        context=context,
        link=link,
        attachments=[file],
    )


def _said_of(session: WebinarSession, payload: dict[str, Any]) -> dict[str, Any]:
    change = Change(payload["change"])
    title = called(session, session.run)
    return {
        "change": change.value,
        "subject": " ".join((str(change.label) % {"webinar": title}).split()),
        "session": session,
        "webinar": title,
        "course": session.run.course.name,
        "run": session.run.code,
        "when": span_in_words(session.starts_at, session.ends_at),
        "was": span_in_words(*map(datetime.datetime.fromisoformat, payload["was"]))
        if change == Change.MOVED
        else "",
    }


def _file_of(session: WebinarSession) -> MIMEText:
    """Return the calendar file; its type says whether it announces or takes back (RFC 6047)."""
    file = MIMEText(calendar_of(session.run, [session]), "calendar", "utf-8")
    file.set_param("method", "CANCEL" if session.cancelled_at else "PUBLISH")
    name = f"{session.run.code}-{str(session.uid)[:8]}.ics"
    file.add_header("Content-Disposition", "attachment", filename=name)
    return file
