"""
What is written on a run is kept for a time after it: then the clock erases it.

Completions, grades, results of steps and attendance stay: they are the study record. What
goes is what learners wrote and what was written of them. `docs/data-protection.md` says it
to people; `manage.py erase_old_work` says what is due.
"""

import datetime
import logging
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from courses.activities.forgetting import erase_work
from courses.activities.statements import SelfRating
from courses.activities.submissions import Submission
from courses.enrolling.models import Enrolment
from courses.following.forgetting import erase_letters
from courses.following.models import MessageCopy, Note, ReminderSent
from courses.lessons.forgetting import erase_old_deeds
from courses.training.gathering import erase_ratings

logger = logging.getLogger(__name__)

ONCE_A_DAY = 24 * 60 * 60
LOOKED = "courses.old_work_looked_for"
AT_ONCE = 500


def ended_long_ago(now: datetime.datetime) -> QuerySet[Enrolment]:
    """
    Return the enrolments whose time is over.

    It runs from the run's last day, or from the completion where that is later. On a run
    without a last day it runs from completing or withdrawing, else from archiving the run.
    """
    limit = now - datetime.timedelta(days=settings.WORK_KEPT_DAYS)
    not_since = Q(completed_at__isnull=True) | Q(completed_at__lt=limit)
    return Enrolment.objects.filter(
        Q(run__ends_on__lt=timezone.localdate(limit)) & not_since
        | Q(run__ends_on__isnull=True)
        & (
            Q(completed_at__lt=limit)
            | Q(withdrawn_at__lt=limit)
            | Q(run__archived_at__lt=limit) & not_since
        )
    )


def due(now: datetime.datetime) -> QuerySet[Enrolment]:
    """Return those of them on which something is still written; none where all is kept."""
    if not settings.WORK_KEPT_DAYS:
        return Enrolment.objects.none()
    its = OuterRef("pk")
    return ended_long_ago(now).filter(
        Exists(Submission.objects.filter(enrolment=its, erased_at__isnull=True))
        | Exists(SelfRating.objects.filter(enrolment=its))
        | Exists(Note.objects.filter(enrolment=its))
        | Exists(MessageCopy.objects.filter(enrolment=its))
        | Exists(ReminderSent.objects.filter(enrolment=its))
    )


@dataclass(frozen=True)
class DueOnRun:
    """How much is due on one run."""

    run: str
    people: int
    works: int
    self_ratings: int
    notes: int
    messages: int


def report(now: datetime.datetime) -> list[DueOnRun]:
    """Say what would be erased now, run by run; as many queries for any number of runs."""
    rows = due(now).order_by()
    people = _by_run(rows)
    works = _by_run(rows.filter(submissions__erased_at__isnull=True), "submissions")
    counted = [_by_run(rows, name) for name in ("self_ratings", "notes", "messages")]
    return [
        DueOnRun(run, people[run], works.get(run, 0), *(found.get(run, 0) for found in counted))
        for run in sorted(people)
    ]


def _by_run(rows: QuerySet[Enrolment], counted: str = "pk") -> dict[str, int]:
    found = rows.values(code=F("run__code")).annotate(count=Count(counted, distinct=True))
    return dict(found.values_list("code", "count"))


def erase_old_work(now: datetime.datetime) -> int:
    """
    Erase what is due; return of how many enrolments. Repeating it changes nothing.

    What was done in lessons belongs to no enrolment, and goes beside them.
    """
    if settings.WORK_KEPT_DAYS:
        limit = now - datetime.timedelta(days=settings.WORK_KEPT_DAYS)
        erase_old_deeds(limit, ended_long_ago(now))
    ids = list(due(now).order_by("pk").values_list("pk", flat=True))
    if not ids:
        return 0
    # Of all at once: the blocks of ten that are kept are made of everybody's.
    erase_ratings(ids)
    for start in range(0, len(ids), AT_ONCE):
        _erase_written(ids[start : start + AT_ONCE], now)
    logger.info("Erased what was written on %s enrolments whose time was over", len(ids))
    return len(ids)


@transaction.atomic
def _erase_written(ids: list[int], now: datetime.datetime) -> None:
    """Erase some hundreds at a time, so that nobody waits long for their rows."""
    list(Enrolment.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk"))
    erase_work(ids, now)
    erase_letters(ids)


def erase_daily(now: datetime.datetime) -> int:
    """Erase what is due, once a day. The clock's job, harmless twice."""
    if not cache.add(LOOKED, True, ONCE_A_DAY):
        return 0
    return erase_old_work(now)
