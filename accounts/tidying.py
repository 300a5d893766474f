"""What is not kept for ever: ended sessions, and sign-ups that nobody confirmed."""

from datetime import datetime, timedelta

from django.contrib.sessions.models import Session

from accounts import personal_data
from accounts.unclaimed import unclaimed

UNCONFIRMED_FOR = timedelta(days=30)


def clear_sessions(now: datetime) -> int:
    """Delete sessions that have ended; return how many."""
    deleted, _rows = Session.objects.filter(expire_date__lt=now).delete()
    return deleted


def erase_unconfirmed(now: datetime) -> int:
    """
    Erase accounts whose address was never confirmed; return how many.

    Whoever typed somebody else's address by mistake, or on purpose, leaves no trace of it.
    Accounts that somebody gave a role are left to those who gave it.
    """
    abandoned = unclaimed().filter(
        date_joined__lt=now - UNCONFIRMED_FOR,
        memberships__isnull=True,
        groups__isnull=True,
        is_staff=False,
        is_superuser=False,
    )
    people = list(abandoned)
    for user in people:
        personal_data.erase(user=user)
    return len(people)
