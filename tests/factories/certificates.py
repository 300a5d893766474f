"""Certificates, issued the way that a completion issues them."""

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from certificates.issuing import issue_certificate, issue_programme_certificate
from certificates.models import Certificate, CertificateTemplate
from certificates.pdf import make_pdf
from tests.factories.courses import (
    CompletionFactory,
    CourseRunFactory,
    ProgrammeEnrolmentFactory,
    ProgrammeFactory,
    ProgrammeRunFactory,
)


class CertificateTemplateFactory(DjangoModelFactory):
    """A published template for every course without its own."""

    class Meta:
        model = CertificateTemplate

    name = factory.Sequence(lambda n: f"Todistuspohja {n}")


def certificate_for(**completion_fields) -> Certificate:
    """An issued certificate of a new completion; its file is not made yet."""
    return issue_certificate(completion=CompletionFactory(**completion_fields))


def programme_certificate_for(*courses, learner) -> Certificate:
    """A certificate of a programme of these courses, each completed by the learner."""
    programme_run = ProgrammeRunFactory(programme=ProgrammeFactory(of=courses))
    for course in courses:
        CompletionFactory(
            enrolment__learner=learner, enrolment__run=CourseRunFactory(course=course)
        )
    mine = ProgrammeEnrolmentFactory(
        programme_run=programme_run, learner=learner, completed_at=timezone.now()
    )
    return issue_programme_certificate(programme_enrolment=mine)


def certificate_with_file(**completion_fields) -> Certificate:
    """An issued certificate whose file is made."""
    certificate = certificate_for(**completion_fields)
    make_pdf({"certificate": certificate.pk})
    certificate.refresh_from_db()
    return certificate
