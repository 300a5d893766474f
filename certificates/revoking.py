"""Taking a certificate back, with a reason that anyone can read."""

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from certificates import telling
from certificates.issuing import locked, log, supersede
from certificates.models import Certificate, CertificateEvent
from certificates.refusals import CertificateRefusal, CertificateRefusedError


def staff_refusal(certificate: Certificate, by: User) -> CertificateRefusal | None:
    """Return why this member of staff may not revoke or reissue it; None when they may."""
    if certificate.learner.pk == by.pk:
        return CertificateRefusal.OWN
    if certificate.revoked_at:
        return CertificateRefusal.REVOKED
    if certificate.superseded_at:
        return CertificateRefusal.SUPERSEDED
    if certificate.state == Certificate.State.REVOKED:
        return CertificateRefusal.NO_GROUND
    return None


@transaction.atomic
def revoke(certificate: Certificate, *, by: User, reason: str) -> Certificate:
    """
    Revoke a certificate for good; the completion stays as it is. Raises CertificateRefusedError.

    The holder is told, with the reason.
    """
    certificate = _in_hand(certificate, by, reason)
    certificate.revoked_at = timezone.now()
    certificate.revoked_reason = reason.strip()
    certificate.save(update_fields=["revoked_at", "revoked_reason"])
    log(certificate, kind=CertificateEvent.Kind.REVOKED, by=by, reason=reason.strip())
    telling.tell_revoked(certificate)
    return certificate


@transaction.atomic
def reissue(certificate: Certificate, *, by: User, reason: str) -> Certificate:
    """
    Issue it anew with what is right now: the template, the organiser, the name on record.

    The old one is superseded and leads to the new one. Raises CertificateRefusedError.
    """
    certificate = _in_hand(certificate, by, reason)
    return supersede(certificate, by=by, kind=CertificateEvent.Kind.REISSUED, reason=reason.strip())


def _in_hand(certificate: Certificate, by: User, reason: str) -> Certificate:
    if not reason.strip():
        raise CertificateRefusedError(CertificateRefusal.NO_REASON)
    _ground, certificate = locked(certificate)
    if refusal := staff_refusal(certificate, by):
        raise CertificateRefusedError(refusal)
    return certificate
