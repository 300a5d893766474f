"""Effects of certificates that failed: their file, their mail. Staff see them and try again."""

from django.db.models import BigIntegerField
from django.db.models.fields.json import KT
from django.db.models.functions import Cast

from accounts.models import User
from certificates.models import Certificate
from home import outbox
from home.outbox import OutboxEntry, OutboxQuerySet


def failing_for(user: User) -> OutboxQuerySet:
    """
    Return the failed effects of the certificates that this person keeps, the oldest first.

    Each has the key of its certificate as `certificate_id`.
    """
    certificate_id = Cast(KT("payload__certificate"), BigIntegerField())
    failing: OutboxQuerySet = (
        OutboxEntry.objects.failing()
        .filter(effect__startswith="certificates.", payload__has_key="certificate")
        .annotate(certificate_id=certificate_id)
        .filter(certificate_id__in=Certificate.objects.kept_by(user).values("pk"))
        .order_by("pk")
    )
    return failing


def try_again(user: User) -> int:
    """Have all of them tried within a minute; return how many."""
    return outbox.try_again(failing_for(user))
