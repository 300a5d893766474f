"""Badges, made the way that a certificate's file makes them."""

from certificates.badges.issuing import badge_of
from certificates.models import Badge
from tests.factories.certificates import certificate_for


def badge_for(**completion_fields) -> Badge:
    """The badge of a new certificate."""
    return badge_of(certificate_for(**completion_fields))
