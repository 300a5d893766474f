"""Why a deed on a certificate was refused, in words for whoever tried it."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class CertificateRefusal(TextChoices):
    """The label is the sentence that people read."""

    OWN = "own", _("Nobody decides on their own certificate. Ask a colleague to do it.")
    NO_REASON = "no_reason", _("Write the reason: it stays on record.")
    REVOKED = "revoked", _("The certificate has been revoked.")
    SUPERSEDED = "superseded", _("The certificate has been superseded by a newer one already.")
    NO_GROUND = (
        "no_ground",
        _("The completion behind it is not valid, so there is nothing to certify."),
    )
    NO_END = "no_end", _("The certificate does not expire, so there is nothing to renew.")
    TOO_EARLY = "too_early", _("The certificate cannot be renewed yet.")
    NOT_READ = "not_read", _("Something has changed while you were reading. Read it, too.")


class CertificateRefusedError(Exception):
    """The deed was refused; `reason` says why. Nothing was changed."""

    def __init__(self, reason: CertificateRefusal) -> None:
        super().__init__(str(reason.label))
        self.reason = reason
