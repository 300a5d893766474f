"""What certificates hear of completions; each runs inside the transaction that it hears of."""

from typing import Any

from accounts.models import User
from accounts.protection import contact_protected
from certificates.choosing import hide_names
from certificates.freezing import facts_of_programme
from certificates.issuing import (
    issue_certificate,
    issue_programme_certificate,
    log,
    says,
    supersede,
)
from certificates.models import Certificate, CertificateEvent
from courses import signals
from courses.models import Completion, ProgrammeEnrolment


def connect() -> None:
    """Listen to completions and programmes."""
    signals.completed.connect(on_completed, dispatch_uid="certificates_completed")
    signals.annulled.connect(on_annulled, dispatch_uid="certificates_annulled")
    signals.programme_completed.connect(
        on_programme_completed, dispatch_uid="certificates_programme_completed"
    )
    contact_protected.connect(on_protected, dispatch_uid="certificates_protected")
    signals.programme_reopened.connect(
        on_programme_reopened, dispatch_uid="certificates_programme_reopened"
    )


def on_protected(sender: Any, person: User, **kwargs: Any) -> None:
    """Hide the name on the public pages; the person may show it again."""
    hide_names(person)


def on_completed(sender: Any, completion: Completion, **kwargs: Any) -> None:
    """Issue the certificate; a correction is told to the programmes' certificates as well."""
    issue_certificate(completion=completion)
    if completion.replaces_id:
        _correct_programmes(completion)


def on_programme_completed(
    sender: Any, programme_enrolment: ProgrammeEnrolment, **kwargs: Any
) -> None:
    """Issue the certificate of the whole programme."""
    issue_programme_certificate(programme_enrolment=programme_enrolment)


def on_annulled(sender: Any, completion: Completion, **kwargs: Any) -> None:
    """Put on record that the certificate went with its completion."""
    _log_loss(Certificate.objects.in_force().filter(completion=completion).first(), completion)


def on_programme_reopened(
    sender: Any, programme_enrolment: ProgrammeEnrolment, completion: Completion, **kwargs: Any
) -> None:
    """Put on record that the programme's certificate went with one of its courses."""
    of_programme = Certificate.objects.in_force().filter(programme_enrolment=programme_enrolment)
    _log_loss(of_programme.first(), completion)


def _log_loss(certificate: Certificate | None, completion: Completion) -> None:
    if certificate:
        log(
            certificate,
            kind=CertificateEvent.Kind.REVOKED,
            by=completion.annulled_by,
            reason=completion.annulled_reason,
            course=completion.course_code,
        )


def _correct_programmes(completion: Completion) -> None:
    of_learner = Certificate.objects.in_force().filter(
        programme_enrolment__learner=completion.learner_id,
        programme_enrolment__completed_at__isnull=False,
        programme_enrolment__programme_run__programme__places__course=completion.course_id,
    )
    for certificate in of_learner.select_related("programme_enrolment__programme_run__programme"):
        # Not so where only a consent was added: the paper is still right.
        if not says(certificate, facts_of_programme(certificate.programme_enrolment)):
            supersede(
                certificate,
                by=completion.recorded_by,
                kind=CertificateEvent.Kind.REISSUED,
                reason=completion.reason,
            )
