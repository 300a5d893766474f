"""Which external addresses content names, and when each of them is asked."""

import datetime
from typing import Any
from urllib.parse import urldefrag, urlsplit

from django.apps import apps
from django.conf import settings
from django.db.models import F, Q
from django.utils import timezone
from django_tasks import task

from home import outbox
from home.asking_links import Answer, ask
from home.checks import PublishGate
from home.links import ExternalLink, note_named
from home.outbox import OutboxEntry
from home.passages import passages
from home.references import references

NAME = "home.name_links"
# What answered is asked again in a week, what failed on the next day.
WEEK, A_DAY = datetime.timedelta(days=7), datetime.timedelta(days=1)
A_MINUTE = datetime.timedelta(minutes=1)
# Nobody names it any more.
FORGOTTEN = datetime.timedelta(days=30)
# One batch a minute, one address of a host in it: nobody notices being asked.
BATCH = 5


def begin(now: datetime.datetime) -> int:
    """Read once a day what content names, and ask a few addresses a minute; the clock's job."""
    if not settings.CHECK_LINKS:
        return 0
    local = timezone.localtime(now)
    day = f"{NAME}:{local.date().isoformat()}"
    if not OutboxEntry.objects.filter(key=day).exists():
        outbox.send(effect=NAME, key=day, payload={})
        return 1
    if ExternalLink.objects.filter(asked_at__gt=now - A_MINUTE).exists():
        return 0
    ids = due(now)
    if ids:
        # They are taken: a batch that is lost is asked again when its turn comes.
        ExternalLink.objects.filter(pk__in=ids).update(asked_at=now)
        ask_links.enqueue(ids)
    return len(ids)


def name_links(payload: dict[str, Any]) -> None:
    """Read what live content names, and forget what nobody has named for a month."""
    now = timezone.now()
    note_named(sorted(named()), now)
    ExternalLink.objects.filter(named_at__lt=now - FORGOTTEN).delete()


def named() -> set[str]:
    """Return every external address in live pages and snippets, without the place on a page."""
    found: set[str] = set()
    for model in apps.get_models():
        if not issubclass(model, PublishGate):
            continue
        rows: Any = model
        for thing in rows.objects.filter(live=True).iterator(chunk_size=100):
            for one in references(passages(thing)):
                if one.kind == "address":
                    found.add(urldefrag(one.target).url)
    return found


def due(now: datetime.datetime) -> list[int]:
    """Return a few addresses that are to be asked, each of another host, the oldest first."""
    rows = (
        ExternalLink.objects.filter(
            Q(asked_at__isnull=True)
            | Q(asked_at__lte=now - WEEK)
            | Q(asked_at__lte=now - A_DAY, failing_since__isnull=False)
        )
        .order_by(F("asked_at").asc(nulls_first=True), "pk")
        .values_list("pk", "url")[: BATCH * 20]
    )
    by_host: dict[str, int] = {}
    for pk, url in rows:
        by_host.setdefault(urlsplit(url).netloc, pk)
    return list(by_host.values())[:BATCH]


@task()
def ask_links(ids: list[int]) -> None:
    """Ask each address of a batch and keep what it answered."""
    for link in ExternalLink.objects.filter(pk__in=ids).order_by("pk"):
        keep_answer(link, ask(link.url), timezone.now())


def keep_answer(link: ExternalLink, answer: Answer, now: datetime.datetime) -> None:
    """Keep an answer; the first failure in a row is when it began to fail."""
    link.asked_at, link.status, link.failure = now, answer.status, answer.failure
    link.failing_since = (link.failing_since or now) if answer.failure else None
    link.save(update_fields=["asked_at", "status", "failure", "failing_since"])
