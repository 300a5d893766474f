"""
"Changed since your completion": one mail a week to holders who asked to hear of changes.

A change is told by the day on which it was noted, so one that is noted late is told as well.
Each certificate remembers up to which day its holder has been told. The clock begins each
week once; the mails and those days are written down in one transaction.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.db.models import Min
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from certificates import mornings
from certificates.changes import beginning_of
from certificates.facts import in_language
from certificates.models import Certificate
from courses.models import CurriculumChange, ProgrammeCourse
from home import clock, outbox
from home.notices.kinds import Kind, register
from home.notices.telling import tell
from home.words import day_in_words

PLAN, TELL = "certificates.changes", "certificates.changes_of"
CHANGES = "changes"
# A dot, since addresses in mails break at colons.
_signer = signing.Signer(sep=".", salt="certificates.changes")


def connect() -> None:
    """Name the effects, the clock's job and what it tells of."""
    register(Kind(CHANGES, _("Changes in courses that you have completed")))
    outbox.register(PLAN, plan_week)
    outbox.register(TELL, mail_changes, queue="mail")
    clock.register("changes in courses", begin_week)


def begin_week(now: datetime.datetime) -> int:
    """Begin this week's mails; the clock's job."""
    return mornings.begin(PLAN, mornings.week_of(now), now)


@transaction.atomic
def plan_week(payload: dict[str, Any]) -> None:
    """Write down what each holder is told of the days before this one."""
    today = datetime.date.fromisoformat(payload["day"])
    asked = Certificate.objects.in_force().filter(tells_changes=True, changes_told_on__lt=today)
    # In one order, so that two at once do not wait for each other crosswise.
    rows = list(asked.select_for_update(of=("self",)).with_ground().order_by("pk"))
    changes = _noted_before(today, asked.aggregate(first=Min("changes_told_on"))["first"])
    courses = _courses_of_programmes(rows)
    told: dict[int, dict[int, list[int]]] = defaultdict(dict)
    for certificate in rows:
        news = [
            change.pk
            for course in _course_ids(certificate, courses)
            for change in changes[course]
            if _is_news(change, certificate)
        ]
        if news:
            told[_learner_id(certificate)][certificate.pk] = news
    outbox.send_many(
        effect=TELL,
        entries=[
            (f"{TELL}:{learner}:{today.isoformat()}", {"learner": learner, "changes": found})
            for learner, found in told.items()
        ],
    )
    Certificate.objects.filter(pk__in=[row.pk for row in rows]).update(changes_told_on=today)


def _noted_before(
    today: datetime.date, first: datetime.date | None
) -> Mapping[int, list[CurriculumChange]]:
    by_course: dict[int, list[CurriculumChange]] = defaultdict(list)
    if first:
        span = beginning_of(first), beginning_of(today)
        for change in CurriculumChange.objects.noted_between(*span):
            by_course[change.course_id].append(change)
    return by_course


def _is_news(change: CurriculumChange, certificate: Certificate) -> bool:
    noted_later = change.noted_at >= beginning_of(certificate.changes_told_on)
    return noted_later and change.changed_on >= certificate.completed_on


def _courses_of_programmes(rows: Iterable[Certificate]) -> Mapping[int, list[int]]:
    runs = [row.programme_enrolment.programme_run_id for row in rows if row.programme_enrolment]
    found: dict[int, list[int]] = defaultdict(list)
    places = ProgrammeCourse.objects.filter(programme__programme_runs__in=runs)
    for run, course in places.values_list("programme__programme_runs", "course"):
        found[run].append(course)
    return found


def _course_ids(certificate: Certificate, courses: Mapping[int, list[int]]) -> list[int]:
    if certificate.completion:
        return [certificate.completion.course_id]
    return courses[certificate.programme_enrolment.programme_run_id]


def _learner_id(certificate: Certificate) -> int:
    ground = certificate.completion or certificate.programme_enrolment
    key: int = ground.learner_id
    return key


def mail_changes(payload: dict[str, Any]) -> None:
    """Tell a holder what changed, of certificates that are not revoked or renewed meanwhile."""
    learner = User.objects.get(pk=payload["learner"])
    news = payload["changes"]
    rows = Certificate.objects.in_force().filter(pk__in=news, tells_changes=True)
    certificates = [row for row in rows.with_ground() if row.state != Certificate.State.REVOKED]
    if not certificates:
        return
    keys = [key for row in certificates for key in news[str(row.pk)]]
    changes = CurriculumChange.objects.select_related("course", "step").in_bulk(keys)
    with override(learner.language):
        told = [_lines(row, [changes[key] for key in news[str(row.pk)]]) for row in certificates]
        _send(learner, told, key=f"{TELL}:{learner.pk}:{max(keys)}")


def _lines(certificate: Certificate, changes: Iterable[CurriculumChange]) -> dict[str, Any]:
    _language, course = in_language(certificate.course_names, get_language() or "fi")
    page = reverse("my_certificates:one", args=[certificate.number])
    return {
        "course": course or certificate.course_code,
        "number": certificate.number,
        "link": f"{settings.BASE_URL}{page}",
        "changes": [
            {"day": day_in_words(change.changed_on), "summary": change.summary}
            for change in changes
        ],
    }


def _send(learner: User, told: list[dict[str, Any]], *, key: str) -> None:
    link = settings.BASE_URL + reverse("my_certificates:changes_off", args=[token_of(learner.pk)])
    tell(
        kind=CHANGES,
        key=key,
        person=learner,
        template="certificates/email/changes",
        context={"told": told, "off_link": link},
        link=told[0]["link"],
        # RFC 8058: the mail program itself may ask for no more, with one click.
        headers={
            "List-Unsubscribe": f"<{link}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )


def token_of(learner_id: int) -> str:
    """Return what the link in a mail carries: it turns off what is told of changes."""
    return _signer.sign(str(learner_id))


def learner_of(token: str) -> int | None:
    """Return the learner of a link; None for one that we did not sign."""
    try:
        return int(_signer.unsign(token))
    except signing.BadSignature:
        return None
