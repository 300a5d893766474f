"""
The one clock: what is due by time is run here, and nowhere else.

Apps register jobs in `ready()`. A job is a function of the time now that returns how many
things it did; it opens its own transactions and may be run twice without harm.
"""

import logging
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone

logger = logging.getLogger(__name__)

Job = Callable[[datetime], int]
_jobs: dict[str, Job] = {}

# Longer than any job; a clock that was killed is followed by another after this time.
LEASE = timedelta(minutes=5)


class ClockLease(models.Model):
    """Who may run the clock, until when. One row."""

    name = models.CharField(max_length=20, primary_key=True)
    holder = models.UUIDField(null=True)
    held_until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


def register(name: str, job: Job) -> None:
    """Name a job of the clock."""
    _jobs[name] = job


def tick(now: datetime | None = None) -> dict[str, int | None] | None:
    """
    Run every job once; return what each did (None where it failed, which is logged).

    Returns None when another clock is at it.
    """
    holder = uuid.uuid4()
    ClockLease.objects.get_or_create(name="clock")
    moment = timezone.now()
    free = Q(held_until__isnull=True) | Q(held_until__lt=moment)
    mine = ClockLease.objects.filter(free, name="clock").update(
        holder=holder, held_until=moment + LEASE
    )
    if not mine:
        return None
    done: dict[str, int | None] = {}
    try:
        for name, job in _jobs.items():
            try:
                done[name] = job(now or timezone.now())
            except Exception:  # one broken job must not stop the others
                logger.exception("The clock's job %s failed", name)
                done[name] = None
    finally:
        ClockLease.objects.filter(name="clock", holder=holder).update(holder=None, held_until=None)
    return done
