"""
A file that somebody hands to the public pages: what it is, compared with what was issued.

A PDF is compared by its digest, byte for byte; anything else is judged as a badge. Nothing is
kept, and nothing that is not found to be as issued is called so.
"""

import hashlib
import hmac
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext as _

from certificates.badges.checking import State, check
from certificates.models import Certificate

# Where a PDF begins at the latest, as its readers have it.
PDF_BEGINS_WITHIN = 1024


class Outcome(models.TextChoices):
    """What a file turned out to be."""

    SAME = "same"  # the PDF, byte for byte
    BADGE = "badge"  # a badge as it was issued, whatever it is worth today
    OTHER_BADGE = "other-badge"  # such a one, of another certificate than the one at hand
    CHANGED = "changed"  # another PDF than the one that was issued
    CHANGED_BADGE = "changed-badge"
    NOT_OURS = "not-ours"


@dataclass(frozen=True)
class Judgement:
    """What a file is; `certificate` is the one that was issued, `reason` says more in words."""

    outcome: Outcome
    certificate: Certificate | None
    reason: str = ""

    @property
    def shows_name(self) -> bool:
        """Whether the file holds the name of its certificate's holder, as it was issued."""
        return self.outcome in (Outcome.SAME, Outcome.BADGE)


def judge(content: bytes, certificate: Certificate | None = None) -> Judgement:
    """Judge a file, as one of a certificate at hand where there is one. Takes any bytes."""
    if b"%PDF-" in content[:PDF_BEGINS_WITHIN]:
        return _judge_pdf(content, certificate)
    verdict = check(content)
    if not verdict.is_as_issued:
        changed = verdict.state == State.CHANGED
        outcome = Outcome.CHANGED_BADGE if changed else Outcome.NOT_OURS
        return Judgement(outcome, verdict.certificate, verdict.reason)
    if certificate and verdict.certificate != certificate:
        return Judgement(Outcome.OTHER_BADGE, verdict.certificate, verdict.reason)
    return Judgement(Outcome.BADGE, verdict.certificate, verdict.reason)


def _judge_pdf(content: bytes, certificate: Certificate | None) -> Judgement:
    digest = hashlib.sha256(content).hexdigest()
    if certificate is None:
        found = Certificate.objects.with_ground().select_related("superseded_by")
        certificate = found.filter(pdf_sha256=digest).first()
        if certificate is None:
            return Judgement(Outcome.NOT_OURS, None, _("No certificate was issued as this file."))
    if certificate.is_made and hmac.compare_digest(digest, certificate.pdf_sha256):
        return Judgement(Outcome.SAME, certificate)
    return Judgement(Outcome.CHANGED, certificate)
