"""External addresses that the content names, and whether they answered when last asked."""

import datetime
import hashlib
from collections.abc import Iterable

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

LONGEST = 2000
# A server may be down for a weekend's upkeep.
PATIENCE = datetime.timedelta(days=3)


class ExternalLink(models.Model):
    """
    One address, however many texts name it.

    Asked by a task, never in a request. `failing_since` is None while it answers; one failure
    is a bad day, so editors are told when it has failed for days.
    """

    url = models.URLField(max_length=LONGEST)
    # A unique index on 2,000 characters is more than PostgreSQL takes.
    digest = models.CharField(max_length=64, unique=True)
    # When content was last seen to name it.
    named_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True, blank=True)
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    failing_since = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("external link")
        verbose_name_plural = _("external links")
        constraints = [
            models.CheckConstraint(
                condition=Q(failing_since__isnull=True, failure="")
                | (Q(failing_since__isnull=False) & ~Q(failure="")),
                name="home_link_fails_for_a_reason",
            ),
        ]
        indexes = [
            # The task's question: which were asked longest ago?
            models.Index(fields=["asked_at"], name="home_link_asked_idx"),
        ]

    def __str__(self) -> str:
        return self.url


def digest_of(url: str) -> str:
    """Return what an address is known by."""
    return hashlib.sha256(url.encode()).hexdigest()


def failing(addresses: Iterable[str]) -> dict[str, str]:
    """Return which addresses have failed for days, with how; one query."""
    digests = [digest_of(address) for address in addresses]
    rows = ExternalLink.objects.filter(
        digest__in=digests, failing_since__lte=timezone.now() - PATIENCE
    )
    return dict(rows.values_list("url", "failure"))


def note_named(addresses: Iterable[str], now: datetime.datetime) -> None:
    """Keep that content names these addresses; those too long to be asked are left out."""
    ExternalLink.objects.bulk_create(
        [
            ExternalLink(url=address, digest=digest_of(address), named_at=now)
            for address in sorted(set(addresses))
            if len(address) <= LONGEST
        ],
        update_conflicts=True,
        unique_fields=["digest"],
        update_fields=["named_at"],
    )
