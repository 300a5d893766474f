"""
Where others find what a badge names.

These addresses stand in signed badges, so they never change.
"""

from django.conf import settings
from django.urls import reverse


def issuer_address() -> str:
    """The identity of who issues badges: its profile, with all its keys."""
    return _whole(reverse("certificates:issuer"))


def key_address(name: str) -> str:
    """Where the public half of a key is."""
    return _whole(reverse("certificates:key", args=[name]))


def status_address(number: int) -> str:
    """Where a list of states is."""
    return _whole(reverse("certificates:status", args=[number]))


def picture_address(sha256: str, kind: str) -> str:
    """Where the picture with this digest is; `kind` is png or svg."""
    return _whole(reverse("certificates:picture", args=[sha256, kind]))


def _whole(path: str) -> str:
    return f"{settings.BASE_URL}{path}"
