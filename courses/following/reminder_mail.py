"""The mail of a reminder: several occasions in one, and the way to turn reminders off."""

import datetime
from collections.abc import Iterable
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from courses.activities.webinars import WebinarSession
from courses.enrolling.models import Enrolment
from courses.following.occasions import (
    AFTER_SILENCE,
    BEFORE_DEADLINE,
    BEFORE_END,
    BEFORE_WEBINAR,
    read_name,
)
from courses.following.participants import Participant, enrolments_of, participants
from courses.notice_kinds import REMINDER
from home.moments import span_in_words
from home.notices.telling import tell
from home.words import day_in_words

# The sign is told from an enrolment's number by a dot: addresses in mails break at colons.
_signer = signing.Signer(sep=".", salt="courses.reminders")


def token_of(enrolment_id: int) -> str:
    """Return what the link in a reminder carries: it turns off reminders of this enrolment."""
    return _signer.sign(str(enrolment_id))


def enrolment_of(token: str) -> int | None:
    """Return the enrolment of a link; None for one that we did not sign."""
    try:
        return int(_signer.unsign(token))
    except signing.BadSignature:
        return None


def mail_reminder(payload: dict[str, Any]) -> None:
    """
    Mail what somebody is to be reminded of, where it still makes sense.

    Nothing to who has finished, left, or turned reminders off since; nothing of what is done
    by now, cancelled, or past.
    """
    found = enrolments_of_one(payload["enrolment"])
    if found is None:
        return
    learner = found.enrolment.learner
    with override(learner.language):
        lines = list(lines_of(found, payload["occasions"]))
        if lines:
            _send(found.enrolment, lines, key=_key(payload))


def enrolments_of_one(pk: int) -> Participant | None:
    """Return a participant whom a reminder may reach."""
    run_ids = Enrolment.objects.filter(pk=pk).values_list("run_id", flat=True)
    rows = enrolments_of(list(run_ids)).filter(
        pk=pk,
        withdrawn_at__isnull=True,
        completed_at__isnull=True,
        reminders_off_at__isnull=True,
        learner__is_active=True,
    )
    return next(iter(participants(rows)), None)


def lines_of(one: Participant, names: Iterable[str]) -> Iterable[str]:
    """Say what somebody is reminded of, each thing once; one query for the webinars."""
    today = timezone.localdate()
    told = [read_name(name) for name in names]
    sessions = {
        session.pk: session
        for session in WebinarSession.objects.filter(
            run=one.enrolment.run_id,
            pk__in=[about for kind, about, _day in told if kind == BEFORE_WEBINAR],
            cancelled_at__isnull=True,
            starts_at__gt=timezone.now(),
        ).select_related("step")
    }
    for kind, about, day in dict.fromkeys(told):
        if kind == BEFORE_DEADLINE and about is not None:
            line = _deadline(one, about, day, today)
        elif kind == BEFORE_WEBINAR and about in sessions:
            line = _webinar(one, sessions[about])
        elif kind == BEFORE_END and day >= today:
            line = _("The course run ends on %(day)s.") % {"day": day_in_words(day)}
        elif kind == AFTER_SILENCE and one.trace.last_sign <= day:
            line = _("You were last on the course on %(day)s. You can go on where you were.") % {
                "day": day_in_words(day)
            }
        else:
            line = ""
        if line:
            yield line


def _deadline(one: Participant, step_id: int, day: datetime.date, today: datetime.date) -> str:
    step = one.study.by_id.get(step_id)
    is_settled = step_id in one.study.done or one.has_handed_in(step_id)
    if step is None or is_settled or day < today or one.study.days[step_id].due_on != day:
        return ""
    return _("%(step)s: due on %(day)s.") % {"step": step.title, "day": day_in_words(day)}


def _webinar(one: Participant, session: WebinarSession) -> str:
    if session.step_id in one.study.done:
        return ""
    title = session.title or (session.step.title if session.step else "")
    return _("%(webinar)s: %(time)s.") % {
        "webinar": title or _("Webinar"),
        "time": span_in_words(session.starts_at, session.ends_at),
    }


def _key(payload: dict[str, Any]) -> str:
    """Name the event: the occasions, short enough for a key."""
    names = "|".join(sorted(payload["occasions"]))
    return f"courses.remind:{payload['enrolment']}:{sha256(names.encode()).hexdigest()[:32]}"


def _send(enrolment: Enrolment, lines: list[str], *, key: str) -> None:
    off = reverse("courses:reminders_off", args=[token_of(enrolment.pk)])
    link = f"{settings.BASE_URL}{off}"
    go_on = f"{settings.BASE_URL}{reverse('courses:continue', args=[enrolment.pk])}"
    tell(
        kind=REMINDER,
        key=key,
        person=enrolment.learner,
        template="courses/email/reminder",
        context={
            "run": enrolment.run,
            "course": enrolment.run.course.name,
            "lines": lines,
            "link": go_on,
            "off_link": link,
        },
        link=go_on,
        # What it is about; the mail's subject tells the course alone.
        title=" ".join([f"{enrolment.run.course.name}.", *lines]),
        # RFC 8058: the mail program itself may ask for no more, with one click.
        headers={
            "List-Unsubscribe": f"<{link}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )
