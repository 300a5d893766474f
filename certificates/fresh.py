"""Certificates that their holder has not had for long."""

import datetime

from django.utils import timezone

from accounts.models import User
from certificates.models import Certificate

FRESH_DAYS = 14


def fresh(learner: User) -> list[Certificate]:
    """Return the certificates in force that a learner was given in the last days, newest first."""
    since = timezone.now() - datetime.timedelta(days=FRESH_DAYS)
    mine = Certificate.objects.of_learner(learner).in_force().filter(issued_at__gte=since)
    return list(mine.with_ground().order_by("-issued_at", "-pk"))
