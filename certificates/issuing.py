"""Issuing a certificate: freezing what it says, and giving it its number and code."""

import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext, override

from accounts.models import User
from certificates import codes
from certificates.freezing import facts_of_completion, facts_of_programme, last_valid_day
from certificates.models import (
    Certificate,
    CertificateEvent,
    CertificateNumbers,
    CertificateTemplate,
    version_of,
)
from certificates.refusals import CertificateRefusal, CertificateRefusedError
from courses.models import Completion, ProgrammeEnrolment
from home import outbox

MAKE_PDF = "certificates.make_pdf"
# As long as an event's reason may be; a completion's may be longer.
LONGEST_REASON = 300
Kind = CertificateEvent.Kind


@transaction.atomic
def issue_certificate(*, completion: Completion, by: User | None = None) -> Certificate:
    """
    Issue the certificate of a completion; where one is in force, that is the answer.

    Its file is made after the transaction. Where the completion corrects another, that one's
    certificate is superseded, or stays where nothing that it says was corrected; one that was
    revoked stays so, and is the answer. `by` is whoever issues it by hand, for the record.
    Raises CertificateRefusedError for an annulled completion.
    """
    completion = _locked_completion(completion.pk)
    issued = Certificate.objects.in_force().filter(completion=completion).first()
    if issued:
        return issued
    if completion.annulled_at is not None:
        raise CertificateRefusedError(CertificateRefusal.NO_GROUND)
    if corrected := _of_corrected(completion):
        return _corrected(corrected, completion)
    return _issue(completion, by=by)


@transaction.atomic
def issue_programme_certificate(
    *, programme_enrolment: ProgrammeEnrolment, by: User | None = None
) -> Certificate:
    """
    Issue the certificate of a completed programme; where one is in force, that is the answer.

    One that was issued before the programme was taken back and completed anew is superseded.
    Raises CertificateRefusedError for a programme that is not completed.
    """
    enrolment = _locked_programme(programme_enrolment.pk)
    if enrolment.completed_at is None:
        raise CertificateRefusedError(CertificateRefusal.NO_GROUND)
    issued = Certificate.objects.in_force().filter(programme_enrolment=enrolment).first()
    if issued is None:
        return _issue(enrolment, by=by)
    if issued.issued_at >= enrolment.completed_at:
        return issued
    with override(settings.LANGUAGE_CODE):
        reason = gettext("The programme was completed anew.")
    return _replace(issued, enrolment, by=by, kind=Kind.REISSUED, reason=reason)


@transaction.atomic
def supersede(
    certificate: Certificate,
    *,
    by: User | None,
    kind: CertificateEvent.Kind,
    reason: str = "",
    renewed_on: datetime.date | None = None,
    expires_on: datetime.date | None = None,
) -> Certificate:
    """
    Issue a certificate in the place of another, saying what is right now; return the new one.

    It is of the same completion or programme and keeps the holder's choices. Without
    `renewed_on` it is of the same period as the old one, whatever the template of today says;
    with it, its last day, unless given, is as that template has it. Raises
    CertificateRefusedError for one that is revoked, superseded already, or whose completion
    has gone.
    """
    ground, certificate = locked(certificate)
    if certificate.revoked_at:
        raise CertificateRefusedError(CertificateRefusal.REVOKED)
    if certificate.superseded_at:
        raise CertificateRefusedError(CertificateRefusal.SUPERSEDED)
    if certificate.state == Certificate.State.REVOKED:
        raise CertificateRefusedError(CertificateRefusal.NO_GROUND)
    return _replace(
        certificate,
        ground,
        by=by,
        kind=kind,
        reason=reason,
        renewed_on=renewed_on,
        expires_on=expires_on,
    )


def log(
    certificate: Certificate,
    *,
    kind: CertificateEvent.Kind,
    by: User | None,
    reason: str = "",
    **details: Any,
) -> CertificateEvent:
    """Put on record what was done with a certificate. Call in the transaction of the deed."""
    return CertificateEvent.objects.create(
        certificate=certificate,
        kind=kind,
        by=by,
        at=timezone.now(),
        reason=reason[:LONGEST_REASON],
        details=details,
    )


def _of_corrected(completion: Completion) -> Certificate | None:
    """The last certificate of what a completion corrects, whether in force or revoked."""
    if completion.replaces_id is None:
        return None
    last = Certificate.objects.filter(superseded_at__isnull=True).order_by("-pk")
    return last.filter(completion=completion.replaces_id).first()


def _corrected(certificate: Certificate, completion: Completion) -> Certificate:
    # A correction, even the holder's own late consent, must not undo what staff took back. Nor
    # need a paper be replaced that is still right.
    if certificate.revoked_at or says(certificate, facts_of_completion(completion)):
        certificate.completion = completion
        certificate.save(update_fields=["completion"])
        return certificate
    return _replace(
        certificate,
        completion,
        by=completion.recorded_by,
        kind=Kind.REISSUED,
        reason=completion.reason,
    )


def says(certificate: Certificate, facts: dict[str, Any]) -> bool:
    """Whether a certificate says these facts already."""
    return all(getattr(certificate, name) == value for name, value in facts.items())


def locked(certificate: Certificate) -> tuple[Completion | ProgrammeEnrolment, Certificate]:
    """Lock what a certificate is of and then the certificate; return both read anew."""
    ground = (
        _locked_completion(certificate.completion_id)
        if certificate.completion_id
        else _locked_programme(certificate.programme_enrolment_id)
    )
    rows = Certificate.objects.select_for_update(of=("self",)).with_ground()
    return ground, rows.get(pk=certificate.pk)


# Serialised per completion or programme: two issues at the same instant must give one.
def _locked_completion(key: Any) -> Completion:
    rows = Completion.objects.select_for_update(of=("self",))
    return rows.select_related("learner", "run__organiser", "recorded_by").get(pk=key)


def _locked_programme(key: Any) -> ProgrammeEnrolment:
    rows = ProgrammeEnrolment.objects.select_for_update(of=("self",))
    return rows.select_related(
        "learner", "programme_run__programme", "programme_run__organiser"
    ).get(pk=key)


def _replace(
    old: Certificate,
    ground: Completion | ProgrammeEnrolment,
    *,
    by: User | None,
    kind: CertificateEvent.Kind,
    reason: str,
    renewed_on: datetime.date | None = None,
    expires_on: datetime.date | None = None,
) -> Certificate:
    # Stamped first: the database holds one in force for each completion.
    old.superseded_at = timezone.now()
    old.save(update_fields=["superseded_at"])
    new = _issue(
        ground,
        supersedes=old,
        renewed_on=renewed_on,
        expires_on=expires_on,
        name_is_hidden=old.name_is_hidden,
        tells_changes=old.tells_changes,
        # An account that was erased has no name left to read.
        **({} if ground.learner.is_active else {"holder_name": old.holder_name}),
        changes_told_on=old.changes_told_on,
    )
    log(old, kind=kind, by=by, reason=reason, successor=new.number)
    return new


def _issue(
    ground: Completion | ProgrammeEnrolment,
    *,
    by: User | None = None,
    supersedes: Certificate | None = None,
    renewed_on: datetime.date | None = None,
    expires_on: datetime.date | None = None,
    **choices: Any,
) -> Certificate:
    """Freeze the facts, take the number, and wish for the file."""
    now = timezone.now()
    of: dict[str, Any]
    if isinstance(ground, Completion):
        facts = facts_of_completion(ground)
        template = CertificateTemplate.objects.for_course(ground.course_id)
        of = {"completion": ground}
    else:
        facts = facts_of_programme(ground)
        template = CertificateTemplate.objects.for_programme(ground.programme_run.programme_id)
        of = {"programme_enrolment": ground}
    design = template.design()
    if supersedes and not renewed_on and _goes_on(supersedes, facts["completed_on"]):
        renewed_on, expires_on = supersedes.renewed_on, expires_on or supersedes.expires_on
    elif expires_on is None:
        period_starts = renewed_on or facts["completed_on"]
        expires_on = last_valid_day(period_starts, template.valid_months)
    if supersedes is None:
        choices["name_is_hidden"] = _hides_name(ground)
    certificate = Certificate.objects.create(
        **(of | facts | choices),
        number=_next_number(timezone.localdate(now).year),
        code=codes.new_code(),
        issued_at=now,
        renewed_on=renewed_on,
        expires_on=expires_on,
        supersedes=supersedes,
        design=design,
        template_version=version_of(design),
    )
    outbox.send(
        effect=MAKE_PDF,
        key=f"{MAKE_PDF}:{certificate.number}",
        payload={"certificate": certificate.pk},
    )
    if by:
        log(certificate, kind=Kind.ISSUED, by=by)
    return certificate


def _hides_name(ground: Completion | ProgrammeEnrolment) -> bool:
    """
    Whether the name is hidden from the beginning, on a certificate that supersedes none.

    The page would tell anybody where a protected person has been; and whoever has hidden it
    on what they earned of this course or programme before has chosen so.
    """
    if ground.learner.contact_is_protected:
        return True
    return Certificate.objects.earned_like(ground).filter(name_is_hidden=True).exists()


def _goes_on(old: Certificate, completed_on: datetime.date) -> bool:
    """
    Whether the period of a certificate goes on in the one that takes its place.

    What was promised to the holder is kept. A corrected day of completion moves the period
    that began with it, not one that began with a renewal.
    """
    if old.renewed_on and old.renewed_on >= completed_on:
        return True
    return old.completed_on == completed_on


def _next_number(year: int) -> str:
    # The row stays locked until the transaction ends: a number that is rolled back is given
    # to the next one, so a year has no gaps.
    counter, _ = CertificateNumbers.objects.select_for_update().get_or_create(year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return f"TKP-{year}-{counter.last:06}"
