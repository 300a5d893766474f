"""What certificates hold on a person: the certificates themselves, which stay, and choices."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from certificates.choosing import tell_no_changes
from certificates.models import Certificate

KEEP_UNTIL = _(
    "Certificates, with the name that is printed on them: whoever you gave one to can still "
    "see that it is real."
)
FIELDS = (
    "number",
    "code",
    "issued_at",
    "language",
    "holder_name",
    "course_code",
    "course_names",
    "credits",
    "grade",
    "completed_on",
    "parts",
    "renewed_on",
    "expires_on",
    "revoked_at",
    "revoked_reason",
    "name_is_hidden",
    "tells_changes",
    "pdf_sha256",
)


def export_certificates(user: User) -> list[dict[str, Any]]:
    """Return what the person's certificates say, and what has been done with each and why."""
    certificates = Certificate.objects.of_learner(user).prefetch_related("events")
    return [
        {name: getattr(certificate, name) for name in FIELDS}
        | {
            "events": [
                {"kind": event.kind, "at": event.at, "reason": event.reason}
                for event in certificate.events.all()
            ]
        }
        for certificate in certificates
    ]


def erase_certificates(user: User) -> None:
    """
    Stop the mails on changes; the certificates stay.

    A certificate is a document that others rely on (docs/data-protection.md).
    """
    tell_no_changes(user)
