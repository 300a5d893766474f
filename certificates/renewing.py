"""
Renewing a certificate that expires: the holder reads what has changed and confirms it.

The new certificate supersedes the old one; it tells the day of the renewal, and its period
goes on from the old one's last day, or from today where that is over.
"""

import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from certificates.changes import changes_since
from certificates.freezing import last_valid_day
from certificates.issuing import supersede
from certificates.models import Certificate, CertificateEvent, CertificateTemplate
from certificates.refusals import CertificateRefusal, CertificateRefusedError

# From so many days before the last one on; there is no end to it.
OFFERED_DAYS = 90


def renewable_from(certificate: Certificate) -> datetime.date | None:
    """Return the first day on which it can be renewed; None for one that does not expire."""
    if certificate.expires_on is None:
        return None
    return certificate.expires_on - datetime.timedelta(days=OFFERED_DAYS)


def why_not_renewed(certificate: Certificate) -> CertificateRefusal | None:
    """Return why it cannot be renewed today; None when it can."""
    state = certificate.state
    if state == Certificate.State.REVOKED:
        return CertificateRefusal.REVOKED
    if state == Certificate.State.SUPERSEDED:
        return CertificateRefusal.SUPERSEDED
    first_day = renewable_from(certificate)
    if first_day is None:
        return CertificateRefusal.NO_END
    if timezone.localdate() < first_day:
        return CertificateRefusal.TOO_EARLY
    return None


def to_renew(learner: User) -> list[Certificate]:
    """Return a learner's certificates that can be renewed today, the first to expire first."""
    last = timezone.localdate() + datetime.timedelta(days=OFFERED_DAYS)
    mine = Certificate.objects.of_learner(learner).in_force().filter(expires_on__lte=last)
    found = mine.with_ground().order_by("expires_on", "pk")
    return [certificate for certificate in found if why_not_renewed(certificate) is None]


@transaction.atomic
def renew_certificate(
    *, certificate: Certificate, by: User, has_read: frozenset[int]
) -> Certificate:
    """
    Give a new period to a certificate, by its holder; return the new one.

    `has_read` holds the keys of the changes that were read. Raises CertificateRefusedError
    where it cannot be renewed, or where a change was noted meanwhile.
    """
    if reason := why_not_renewed(certificate):
        raise CertificateRefusedError(reason)
    changes = {change.pk for change in changes_since(certificate)}
    if not changes <= has_read:
        raise CertificateRefusedError(CertificateRefusal.NOT_READ)
    today = timezone.localdate()
    months = _template(certificate).valid_months
    return supersede(
        certificate,
        by=by,
        kind=CertificateEvent.Kind.RENEWED,
        renewed_on=today,
        expires_on=last_valid_day(max(today, certificate.expires_on or today), months),
    )


def _template(certificate: Certificate) -> CertificateTemplate:
    """The template of today: its period is the one that is given."""
    if certificate.completion:
        return CertificateTemplate.objects.for_course(certificate.completion.course_id)
    run = certificate.programme_enrolment.programme_run
    return CertificateTemplate.objects.for_programme(run.programme_id)
