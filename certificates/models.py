"""Every model of this app; each lives in the room of its noun."""

from certificates.badges.models import Badge, SigningKey, StatusList
from certificates.designs import (
    LANGUAGES,
    CertificateTemplate,
    version_of,
)
from certificates.pictures import DesignPicture
from certificates.records import (
    BulkIssue,
    Certificate,
    CertificateEvent,
    CertificateNumbers,
    pdf_name,
    private_storage,
)

__all__ = [
    "LANGUAGES",
    "Badge",
    "BulkIssue",
    "Certificate",
    "CertificateEvent",
    "CertificateNumbers",
    "CertificateTemplate",
    "DesignPicture",
    "SigningKey",
    "StatusList",
    "pdf_name",
    "private_storage",
    "version_of",
]
