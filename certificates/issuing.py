"""Issuing a certificate: freezing what it says, and giving it its number and code."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from certificates import codes
from certificates.models import (
    LANGUAGES,
    Certificate,
    CertificateNumbers,
    CertificateTemplate,
    version_of,
)
from courses.models import Completion
from home import outbox

MAKE_PDF = "certificates.make_pdf"


@transaction.atomic
def issue_certificate(*, completion: Completion) -> Certificate:
    """
    Issue the certificate of a completion; where one is in force, that is the answer.

    Its file is made after the transaction.
    """
    # Serialise per completion: two issues at the same instant must give one certificate.
    Completion.objects.select_for_update().get(pk=completion.pk)
    issued = Certificate.objects.in_force().filter(completion=completion).first()
    if issued:
        return issued
    now = timezone.now()
    design = CertificateTemplate.objects.for_course(completion.course_id).design()
    organiser = completion.run.organiser
    certificate = Certificate.objects.create(
        completion=completion,
        number=_next_number(timezone.localdate(now).year),
        code=codes.new_code(),
        issued_at=now,
        language=completion.language,
        holder_name=_holder_name(completion),
        course_names=completion.course_names,
        course_code=completion.course_code,
        run_code=completion.run_code,
        organiser_names={
            language: name
            for language in LANGUAGES
            if (name := getattr(organiser, f"name_{language}"))
        },
        credits=completion.credits,
        hours=completion.hours,
        outcomes=completion.outcomes,
        scale=completion.scale,
        grade=completion.grade,
        completed_on=completion.completed_on,
        design=design,
        template_version=version_of(design),
    )
    outbox.send(
        effect=MAKE_PDF,
        key=f"{MAKE_PDF}:{certificate.number}",
        payload={"certificate": certificate.pk},
    )
    return certificate


def on_completed(sender: Any, completion: Completion, **kwargs: Any) -> None:
    """Hear that a course was completed; runs inside that transaction."""
    issue_certificate(completion=completion)


def _next_number(year: int) -> str:
    # The row stays locked until the transaction ends: a number that is rolled back is given
    # to the next one, so a year has no gaps.
    counter, _ = CertificateNumbers.objects.select_for_update().get_or_create(year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return f"TKP-{year}-{counter.last:06}"


def _holder_name(completion: Completion) -> str:
    """The registered name; who has told none is called by what the account shows."""
    registered = f"{completion.given_names} {completion.surname}".strip()
    return registered or completion.learner.display_name
