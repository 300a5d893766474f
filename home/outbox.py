"""
Effects that must happen once, sooner or later: a mail, a certificate's file.

Whoever changes rows writes an entry in the same transaction; its unique key makes a second
wish for the same effect no second effect. The task is started after commit. When it fails,
or its worker is killed, the clock finds the entry again (`run_due`).
"""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_tasks import task

logger = logging.getLogger(__name__)

Effect = Callable[[dict[str, Any]], None]
_effects: dict[str, tuple[Effect, str]] = {}

# A try that has not ended by then was killed; 1, 2, 4 … minutes after a failure, an hour at most.
LEASE = timedelta(minutes=10)
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=1)


class PutOffError(Exception):
    """An effect asks to be run later, and has not failed: it is not yet the time for it."""

    def __init__(self, until: datetime) -> None:
        super().__init__(f"Put off until {until.isoformat()}")
        self.until = until


class OutboxQuerySet(models.QuerySet["OutboxEntry"]):
    def due(self, now: Any) -> "OutboxQuerySet":
        """Entries not done whose next try has come."""
        return self.filter(done_at__isnull=True, next_try_at__lte=now)

    def failing(self) -> "OutboxQuerySet":
        """Entries not done that have failed at least once: what staff should see."""
        return self.filter(done_at__isnull=True).exclude(error="")


class OutboxEntry(models.Model):
    """One effect that is due; done when `done_at` is set."""

    key = models.CharField(max_length=200, unique=True)
    effect = models.CharField(max_length=80)
    payload = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)
    next_try_at = models.DateTimeField()
    tries = models.PositiveIntegerField(default=0)
    done_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)

    objects = OutboxQuerySet.as_manager()

    class Meta:
        verbose_name = _("effect")
        verbose_name_plural = _("effects")
        indexes = [
            # The clock's question every twenty seconds: what is due?
            models.Index(
                fields=["next_try_at"],
                condition=Q(done_at__isnull=True),
                name="home_outbox_due_idx",
            ),
        ]

    def __str__(self) -> str:
        return self.key


def register(name: str, effect: Effect, *, queue: str = "default") -> None:
    """Name an effect; apps do this in `ready()`. The function must bear being run twice."""
    _effects[name] = (effect, queue)


def send(*, effect: str, key: str, payload: dict[str, Any]) -> None:
    """
    Write down an effect inside the caller's transaction, and start it after commit.

    The same key again changes nothing. Raises KeyError for an effect nobody registered.
    """
    _, queue = _effects[effect]
    entry, created = OutboxEntry.objects.get_or_create(
        key=key,
        defaults={"effect": effect, "payload": payload, "next_try_at": timezone.now()},
    )
    if created:
        transaction.on_commit(lambda: run_entry.using(queue_name=queue).enqueue(entry.pk))


def send_many(*, effect: str, entries: Iterable[tuple[str, dict[str, Any]]]) -> None:
    """
    Write down many effects of one kind, keys and payloads, with one statement.

    The clock starts them: so many tasks at once would stand in everybody's way. Keys that
    are there already change nothing. Raises KeyError for an effect nobody registered.
    """
    _effects[effect]
    now = timezone.now()
    OutboxEntry.objects.bulk_create(
        [
            OutboxEntry(key=key, effect=effect, payload=payload, next_try_at=now)
            for key, payload in entries
        ],
        ignore_conflicts=True,
    )


@task()
def run_entry(entry_id: int) -> None:
    """Run one entry as a task."""
    run(entry_id)


def run(entry_id: int) -> bool:
    """
    Try one entry once, unless it is done or somebody else is at it; return whether it is done.

    A failure is kept in the entry with the time of the next try; an effect that puts itself
    off is tried at its own time.
    """
    now = timezone.now()
    taken = (
        OutboxEntry.objects.due(now)
        .filter(pk=entry_id)
        .update(next_try_at=now + LEASE, tries=models.F("tries") + 1)
    )
    if not taken:
        return False
    entry = OutboxEntry.objects.get(pk=entry_id)
    try:
        effect, _queue = _effects[entry.effect]
        effect(entry.payload)
    except PutOffError as put_off:
        # No try: it counts for nothing when the effect fails later.
        entry.tries -= 1
        entry.next_try_at = put_off.until
        entry.save(update_fields=["tries", "next_try_at"])
        return False
    except Exception as error:  # any effect may fail in any way; the entry keeps how
        logger.exception("Effect %s failed (try %s)", entry.key, entry.tries)
        wait = min(FIRST_WAIT * 2 ** min(entry.tries - 1, 10), LONGEST_WAIT)
        entry.error = f"{type(error).__name__}: {error}"[:2000]
        entry.next_try_at = timezone.now() + wait
        entry.save(update_fields=["error", "next_try_at"])
        return False
    entry.done_at = timezone.now()
    entry.error = ""
    entry.save(update_fields=["done_at", "error"])
    return True


def try_again(entries: OutboxQuerySet) -> int:
    """Make entries due that are not done, whatever their next try was; return how many."""
    waiting = entries.filter(done_at__isnull=True).values_list("pk", flat=True)
    return OutboxEntry.objects.filter(pk__in=list(waiting)).update(next_try_at=timezone.now())


def run_due(now: Any) -> int:
    """Try every entry that is due; return how many were done. The clock's job."""
    ids = list(OutboxEntry.objects.due(now).order_by("next_try_at").values_list("pk", flat=True))
    return sum(run(entry_id) for entry_id in ids)
