"""Links to a draft: made, ended and found by their secrets."""

import datetime
import hashlib
import secrets

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import Page

from accounts.limits import Limit, Limits, network_of
from accounts.models import User
from home.sharing import DraftShare

# A secret has 256 bits: the limit is against noise, and leaves room for mistyped addresses.
MISSES = Limit("shared_drafts", times=20, seconds=10 * 60)
LONGEST_SECRET = 100


def misses(request: HttpRequest) -> Limits:
    """Tries of addresses that lead to no draft."""
    return Limits((MISSES, network_of(request)))


def make_link(*, page: Page, user: User, days: int, reason: str = "") -> tuple[DraftShare, str]:
    """Make a link that ends after so many days; its secret is known here and never again."""
    secret = secrets.token_urlsafe(32)
    now = timezone.now()
    share = DraftShare.objects.create(
        page=page,
        digest=_digest(secret),
        reason=reason,
        created_by=user,
        created_at=now,
        expires_at=now + datetime.timedelta(days=days),
    )
    return share, secret


@transaction.atomic
def end_link(share: DraftShare) -> None:
    """End a link before its time; one that has ended stays as it was."""
    share = DraftShare.objects.select_for_update().get(pk=share.pk)
    if share.ended_at is None:
        share.ended_at = timezone.now()
        share.save(update_fields=["ended_at"])


def link_with(secret: str) -> DraftShare | None:
    """Return the link with this secret, ended or not; None where there never was one."""
    if len(secret) > LONGEST_SECRET:
        return None
    shares = DraftShare.objects.select_related("page", "created_by")
    return shares.filter(digest=_digest(secret)).first()


def is_open(share: DraftShare) -> bool:
    """
    Whether a link still shows its draft: nobody has ended it, and its time is not up.

    It is worth what its maker may do: who no longer edits the page shares it no longer.
    """
    if share.ended_at is not None or share.expires_at <= timezone.now():
        return False
    maker = share.created_by
    return bool(maker.is_active and share.page.permissions_for_user(maker).can_edit())


def note_opened(share: DraftShare) -> None:
    """Keep when the link was last followed."""
    DraftShare.objects.filter(pk=share.pk).update(opened_at=timezone.now())


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
