"""
Days of review: whose they are, and the reminders that come before them and on the day.

Days are the same in every language, so only the source's row counts.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import Page

from accounts.groups import EDITORS, MODERATORS
from accounts.models import User
from home import outbox
from home.notices.kinds import REVIEW
from home.notices.telling import tell
from home.outbox import OutboxEntry
from home.reviewed import Reviewed
from home.words import SOURCE_LANGUAGE, day_in_words

PLAN, REMIND = "home.reviews_of_day", "home.reviews"
AHEAD = datetime.timedelta(days=30)
# A clock that stood still for some days catches up; after that the dashboard tells.
LATEST = datetime.timedelta(days=6)
# Mails about work come in the hours of work: [first, last), in Finland.
FIRST_HOUR, LAST_HOUR = 8, 17
SHOWN = 10


@dataclass(frozen=True)
class Due:
    """Something with its day of review: what it is called, and where it is edited."""

    title: str
    review_by: datetime.date
    href: str
    is_past: bool


def reviewed_models() -> list[Any]:
    """The models whose facts grow old."""
    return [model for model in apps.get_models() if issubclass(model, Reviewed)]


def _on_days(*, until: datetime.date, **more: Any) -> Iterator[Any]:
    """Yield what is to be reviewed by a day, in the source language, published; a query a model."""
    for model in reviewed_models():
        rows: QuerySet[Any] = model.objects.filter(
            review_by__lte=until, live=True, locale__language_code=SOURCE_LANGUAGE, **more
        )
        yield from rows.select_related("locale").order_by("review_by", "pk")


def due_for(user: User, today: datetime.date | None = None) -> list[Due]:
    """Return what a person is to review within 30 days or should have, the oldest first."""
    today = today or timezone.localdate()
    finder = AdminURLFinder(user)
    found = sorted(_on_days(until=today + AHEAD, responsible=user), key=lambda one: one.review_by)
    return [
        Due(_title(one), one.review_by, finder.get_edit_url(one) or "", one.review_by < today)
        for one in found[:SHOWN]
    ]


def _title(one: Any) -> str:
    return str(one.draft_title) if isinstance(one, Page) else str(one)


def begin_day(now: datetime.datetime) -> int:
    """Begin the day's reminders once, in the hours of work; the clock's job."""
    local = timezone.localtime(now)
    if not FIRST_HOUR <= local.hour < LAST_HOUR:
        return 0
    day = local.date().isoformat()
    if OutboxEntry.objects.filter(key=f"{PLAN}:{day}").exists():
        return 0
    outbox.send(effect=PLAN, key=f"{PLAN}:{day}", payload={"day": day})
    return 1


def plan(payload: dict[str, Any]) -> None:
    """Write down the mails of a day; a day that is over is left alone."""
    today = datetime.date.fromisoformat(payload["day"])
    if timezone.localdate() == today:
        remind(today)


@transaction.atomic
def remind(today: datetime.date) -> int:
    """
    Write down a day's mail to each person who is to review something; return how many mails.

    30 days before and on the day, to the responsible person, else to every editor: once each,
    all of a person's in one mail.
    """
    wanted: dict[int, list[str]] = defaultdict(list)
    unowned: list[str] = []
    for one in _on_days(until=today + AHEAD):
        moment = _moment(one.review_by, today)
        if moment:
            mark = f"{one._meta.label_lower}:{one.pk}:{one.review_by.isoformat()}:{moment}"
            (wanted[one.responsible_id] if one.responsible_id else unowned).append(mark)
    people = User.objects.filter(is_active=True)
    editors = people.filter(groups__name__in=[EDITORS, MODERATORS]).distinct() if unowned else ()
    for editor in editors:
        wanted[editor.pk] += unowned
    answering = people.filter(pk__in=wanted).values_list("pk", flat=True)
    return _write_down({pk: wanted[pk] for pk in answering}, today)


def _moment(review_by: datetime.date, today: datetime.date) -> str:
    """
    Return which reminder is due today; empty when none is.

    >>> day = datetime.date(2027, 3, 31)
    >>> _moment(day, datetime.date(2027, 3, 1)), _moment(day, datetime.date(2027, 3, 15))
    ('ahead', '')
    >>> _moment(day, day), _moment(day, datetime.date(2027, 4, 7))
    ('day', '')
    """
    if today - LATEST <= review_by <= today:
        return "day"
    return "ahead" if today + AHEAD - LATEST <= review_by <= today + AHEAD else ""


def _write_down(wanted: dict[int, list[str]], today: datetime.date) -> int:
    days = [today - datetime.timedelta(days=number) for number in range(LATEST.days + 1)]
    keys = {_key(pk, day): pk for pk in wanted for day in days}
    told: dict[int, set[str]] = defaultdict(set)
    written = OutboxEntry.objects.filter(key__in=keys).values_list("key", "payload")
    for key, payload in written:
        told[keys[key]].update(payload["items"])
    there = {key for key, _payload in written}
    new = [
        (key, {"user": pk, "items": fresh})
        for pk, items in wanted.items()
        if (key := _key(pk, today)) not in there
        and (fresh := [item for item in items if item not in told[pk]])
    ]
    if new:
        outbox.send_many(effect=REMIND, entries=new)
    return len(new)


def _key(user_id: int, day: datetime.date) -> str:
    return f"{REMIND}:{user_id}:{day.isoformat()}"


def mail(payload: dict[str, Any]) -> None:
    """Mail somebody what they are to review; what has a new day by now is left out."""
    user = User.objects.filter(pk=payload["user"], is_active=True).first()
    if user is None:
        return
    lines = list(_lines(user, payload["items"]))
    if lines:
        tell(
            kind=REVIEW,
            key=f"{REMIND}:{user.pk}:{'|'.join(payload['items'])}"[:200],
            person=user,
            template="home/email/review",
            context={"lines": lines},
            link=lines[0]["link"],
        )


def _lines(user: User, items: list[str]) -> Iterator[dict[str, str]]:
    finder = AdminURLFinder(user)
    ids: dict[str, dict[int, datetime.date]] = defaultdict(dict)
    for label, pk, day, _moment in (item.split(":") for item in items):
        ids[label][int(pk)] = datetime.date.fromisoformat(day)
    for label, days in ids.items():
        owned = Q(responsible=user) | Q(responsible__isnull=True)
        for one in apps.get_model(label).objects.filter(owned, pk__in=days, live=True):
            if one.review_by == days[one.pk]:
                yield {
                    "title": _title(one),
                    "day": day_in_words(one.review_by),
                    "link": settings.BASE_URL + (finder.get_edit_url(one) or ""),
                }
