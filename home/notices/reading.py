"""What people do with their notices: reading them, choosing how to be told, being forgotten."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from home.notices.models import Notice, NoticeChoice, QuietHours
from home.notices.quiet import Hours

KEPT = datetime.timedelta(days=365)


def read(*, person: User, notice: Notice | None = None) -> int:
    """Mark one notice of a person as read, or all; return how many were not before."""
    unread = Notice.objects.unread().filter(person=person)
    if notice is not None:
        unread = unread.filter(pk=notice.pk)
    return unread.update(read_at=timezone.now())


@transaction.atomic
def choose(*, person: User, ways: Mapping[str, str], hours: Hours) -> None:
    """Keep how a person wants to be told of each kind, and when no mail may come."""
    User.objects.select_for_update().get(pk=person.pk)
    for kind, way in ways.items():
        NoticeChoice.objects.update_or_create(person=person, kind=kind, defaults={"way": way})
    QuietHours.objects.update_or_create(
        person=person,
        defaults={"begins": hours.begins, "ends": hours.ends, "weekends": hours.weekends},
    )


def forget_old(now: datetime.datetime) -> int:
    """Erase notices of more than a year; the clock's job."""
    gone, _rows = Notice.objects.filter(told_at__lt=now - KEPT).delete()
    return gone


def export(user: User) -> dict[str, Any]:
    """Return a person's notices and choices."""
    return {
        "notices": list(
            Notice.objects.filter(person=user)
            .order_by("pk")
            .values("kind", "title", "address", "told_at", "read_at")
        ),
        "choices": list(
            NoticeChoice.objects.filter(person=user).order_by("kind").values("kind", "way")
        ),
        "quiet_hours": list(
            QuietHours.objects.filter(person=user).values("begins", "ends", "weekends")
        ),
    }


def erase(user: User) -> None:
    """Erase them."""
    Notice.objects.filter(person=user).delete()
    NoticeChoice.objects.filter(person=user).delete()
    QuietHours.objects.filter(person=user).delete()
