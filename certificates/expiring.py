"""
Reminders that a certificate is about to expire: 60 and 14 days before, once each.

The clock begins each day in the morning, once (its key is the day). What is due then is
written down in one go, each reminder under a key of its own, so that a day begun twice, or
days on which the clock stood still, remind nobody twice and leave nobody out.
"""

import datetime
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from certificates import mornings
from certificates.facts import in_language
from certificates.models import Certificate
from home import clock, outbox
from home.notices.kinds import Kind, register
from home.notices.telling import tell
from home.words import day_in_words

DAYS_BEFORE = (60, 14)
PLAN, REMIND = "certificates.expiring", "certificates.expires"
EXPIRY = "expiry"


def connect() -> None:
    """Name the effects, the clock's job and what it tells of."""
    register(Kind(EXPIRY, _("A certificate that is about to expire")))
    outbox.register(PLAN, plan_day)
    outbox.register(REMIND, mail_reminder, queue="mail")
    clock.register("expiring certificates", begin_day)


def begin_day(now: datetime.datetime) -> int:
    """Begin today's reminders; the clock's job."""
    return mornings.begin(PLAN, mornings.day_of(now), now)


def plan_day(payload: dict[str, Any]) -> None:
    """Write down the reminders that are due on a day."""
    today = datetime.date.fromisoformat(payload["day"])
    outbox.send_many(
        effect=REMIND,
        entries=[
            (f"{REMIND}:{number}:{days}", {"certificate": pk, "days": days})
            for days, nearer in zip(DAYS_BEFORE, (*DAYS_BEFORE[1:], -1), strict=True)
            for pk, number in _expiring(today, days, nearer)
        ],
    )


def _expiring(today: datetime.date, days: int, nearer: int) -> list[tuple[int, str]]:
    """Certificates with at most so many days left, and more than a nearer reminder's."""
    last, first = (today + datetime.timedelta(days=left) for left in (days, nearer))
    rows = Certificate.objects.in_force().filter(expires_on__lte=last, expires_on__gt=first)
    # One that lives shorter than that was issued within the days: its end is no news.
    return [
        (pk, number)
        for pk, number, expires_on, issued_at in rows.filter(
            Q(completion__learner__is_active=True) | Q(programme_enrolment__learner__is_active=True)
        ).values_list("pk", "number", "expires_on", "issued_at")
        if timezone.localdate(issued_at) < expires_on - datetime.timedelta(days=days)
    ]


def mail_reminder(payload: dict[str, Any]) -> None:
    """Tell the holder, where it still is so: neither renewed, revoked nor expired meanwhile."""
    certificate = Certificate.objects.select_related(
        "completion__learner", "programme_enrolment__learner"
    ).get(pk=payload["certificate"])
    learner = certificate.learner
    if certificate.state != Certificate.State.VALID:
        return
    with override(learner.language):
        _language, course = in_language(certificate.course_names, get_language() or "fi")
        address = reverse("my_certificates:refresher", args=[certificate.number])
        link = f"{settings.BASE_URL}{address}"
        tell(
            kind=EXPIRY,
            key=f"{REMIND}:{certificate.number}:{payload['days']}",
            person=learner,
            template="certificates/email/expires",
            context={
                "course": course or certificate.course_code,
                "number": certificate.number,
                "day": day_in_words(certificate.expires_on),
                "link": link,
            },
            link=link,
        )
