"""What holders are told by mail: that a certificate is ready, or was revoked. All are effects."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language, override

from certificates.models import Certificate
from courses.notice_kinds import COMPLETION
from home import outbox
from home.notices.telling import tell
from home.words import said_in

READY = "certificates.tell_ready"
REVOKED = "certificates.tell_revoked"


def connect() -> None:
    """Name the effects."""
    outbox.register(READY, mail_ready, queue="mail")
    outbox.register(REVOKED, mail_revoked, queue="mail")


def tell_ready(certificate: Certificate) -> None:
    """Have the holder told that the file is there. Call in the transaction that keeps it."""
    _tell(READY, certificate)


def tell_revoked(certificate: Certificate) -> None:
    """Have the holder told that it is revoked. Call in the transaction that revokes it."""
    _tell(REVOKED, certificate)


def _tell(effect: str, certificate: Certificate) -> None:
    outbox.send(
        effect=effect,
        key=f"{effect}:{certificate.number}",
        payload={"certificate": certificate.pk},
    )


def mail_ready(payload: dict[str, Any]) -> None:
    """Tell where the certificate is; nothing where it is worth nothing any more."""
    certificate = _found(payload)
    if certificate.state == Certificate.State.VALID:
        _mail(certificate, "ready")


def mail_revoked(payload: dict[str, Any]) -> None:
    """Tell that it is revoked, and why."""
    _mail(_found(payload), "revoked")


def _found(payload: dict[str, Any]) -> Certificate:
    rows = Certificate.objects.select_related("completion__learner", "programme_enrolment__learner")
    return rows.get(pk=payload["certificate"])


def _mail(certificate: Certificate, name: str) -> None:
    learner = certificate.learner
    with override(learner.language):
        link = settings.BASE_URL + reverse("my_certificates:list")
        tell(
            kind=COMPLETION,
            key=f"certificates.{name}:{certificate.number}",
            person=learner,
            template=f"certificates/email/{name}",
            context={
                "number": certificate.number,
                "course": said_in(certificate.course_names, get_language(), ""),
                "reason": certificate.revoked_reason,
                "link": link,
            },
            link=link,
        )
