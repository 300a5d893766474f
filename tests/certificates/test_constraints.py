"""Each rule that the database holds on certificates, and a try to break it."""

import datetime

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from certificates.badges.models import LIST_LENGTH
from certificates.models import (
    Badge,
    BulkIssue,
    Certificate,
    CertificateEvent,
    CertificateTemplate,
    DesignPicture,
    SigningKey,
)
from tests.factories.accounts import UserFactory
from tests.factories.badges import badge_for
from tests.factories.certificates import CertificateTemplateFactory, certificate_for
from tests.factories.courses import (
    CourseFactory,
    CourseRunFactory,
    ProgrammeEnrolmentFactory,
    ProgrammeFactory,
    ProgrammeRunFactory,
)

pytestmark = pytest.mark.django_db

NOW = datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC)


def changed(**change):
    return lambda: Certificate.objects.filter(pk=certificate_for().pk).update(**change)


def second_in_force(of_programme):
    first, second = certificate_for(), certificate_for()
    if not of_programme:
        Certificate.objects.filter(pk=second.pk).update(completion=first.completion)
        return
    mine = ProgrammeEnrolmentFactory(completed_at=NOW)
    for one in (first, second):
        Certificate.objects.filter(pk=one.pk).update(completion=None, programme_enrolment=mine)


def of_both():
    mine = ProgrammeEnrolmentFactory(completed_at=NOW)
    Certificate.objects.filter(pk=certificate_for().pk).update(programme_enrolment=mine)


def expires_before_it_begins():
    certificate = certificate_for()
    day = certificate.completed_on - datetime.timedelta(days=1)
    Certificate.objects.filter(pk=certificate.pk).update(expires_on=day)


def event(kind):
    return lambda: CertificateEvent.objects.create(certificate=certificate_for(), kind=kind, at=NOW)


def two_bulk_issues():
    run, by = CourseRunFactory(), UserFactory()
    for _number in range(2):
        BulkIssue.objects.create(run=run, by=by, started_at=NOW)


def two_bulk_issues_of_a_programme():
    run, by = ProgrammeRunFactory(), UserFactory()
    for _number in range(2):
        BulkIssue.objects.create(programme_run=run, by=by, started_at=NOW)


def bulk_of(**runs):
    made = {name: factory() for name, factory in runs.items()}
    BulkIssue.objects.create(by=UserFactory(), started_at=NOW, **made)


def bulk_of_both():
    bulk_of(run=CourseRunFactory, programme_run=ProgrammeRunFactory)


def bulk(**fields):
    return lambda: BulkIssue.objects.create(
        run=CourseRunFactory(), by=UserFactory(), started_at=NOW, **fields
    )


def picture(**fields):
    asked = {"sha256": "a" * 64, "content": b"x", "media_type": "image/png"} | fields
    return lambda: DesignPicture.objects.create(**asked)


def key(**fields):
    asked = {"name": "oma", "kind": "ed25519", "public_jwk": {}, "private": b"x"}
    return SigningKey.objects.create(**(asked | {"created_at": NOW} | fields))


def second_key_in_use():
    key(name="yksi")
    key(name="kaksi")


def same_place():
    first, second = badge_for(), badge_for()
    Badge.objects.filter(pk=second.pk).update(status_list=first.status_list, place=first.place)


def badge(**change):
    return lambda: Badge.objects.filter(pk=badge_for().pk).update(**change)


BREACHES = [
    (lambda: second_in_force(of_programme=False), "certificates_one_in_force_per_completion"),
    (lambda: second_in_force(of_programme=True), "certificates_one_in_force_per_programme"),
    (of_both, "certificates_of_a_course_or_a_programme"),
    (changed(completion=None), "certificates_of_a_course_or_a_programme"),
    (expires_before_it_begins, "certificates_expires_after_completion"),
    (changed(revoked_at=NOW), "certificates_revoked_with_a_reason"),
    (changed(pdf_sha256="a" * 64), "certificates_file_with_its_digest"),
    (changed(pdf="x.pdf"), "certificates_file_with_its_digest"),
    (
        changed(pdf="x.pdf", pdf_sha256="a" * 64, pdf_size=0),
        "certificates_file_with_its_digest",
    ),
    (changed(number="TKP-26-1"), "certificates_number_is_well_formed"),
    (changed(code="I" * 26), "certificates_code_is_well_formed"),
    (event("revoked"), "certificates_event_has_its_reason"),
    (event("reissued"), "certificates_event_has_its_reason"),
    (two_bulk_issues, "certificates_one_bulk_issue_at_a_time"),
    (two_bulk_issues_of_a_programme, "certificates_one_bulk_issue_of_a_programme_at_a_time"),
    (bulk_of, "certificates_bulk_of_one_run_or_programme_run"),
    (bulk_of_both, "certificates_bulk_of_one_run_or_programme_run"),
    (bulk(total=1, done=2), "certificates_bulk_never_more_done_than_wanted"),
    (
        lambda: CertificateTemplateFactory.create_batch(2),
        "certificates_template_one_for_each",
    ),
    (
        lambda: CertificateTemplateFactory(course=CourseFactory(), programme=ProgrammeFactory()),
        "certificates_template_of_course_or_programme",
    ),
    (
        lambda: CertificateTemplateFactory(valid_months=0),
        "certificates_template_valid_1_to_240_months",
    ),
    (
        lambda: CertificateTemplateFactory(valid_months=241),
        "certificates_template_valid_1_to_240_months",
    ),
    (picture(sha256="x"), "certificates_picture_named_by_its_digest"),
    (picture(media_type="text/html"), "certificates_picture_of_a_known_kind"),
    (second_key_in_use, "certificates_one_key_in_use_of_each_kind"),
    (lambda: key(retired_at=NOW), "certificates_retired_key_cannot_sign"),
    (lambda: key(private=None), "certificates_retired_key_cannot_sign"),
    (same_place, "certificates_badge_has_a_place_of_its_own"),
    (badge(place=LIST_LENGTH), "certificates_badge_place_is_in_the_list"),
    (badge(document=""), "certificates_badge_is_signed"),
    (badge(token=""), "certificates_badge_is_signed"),
]


@pytest.mark.parametrize(("break_it", "constraint"), BREACHES)
def test_the_database_refuses(break_it, constraint):
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        break_it()
    # SQLite names the columns, not the constraint, of a unique one.
    if connection.vendor == "postgresql" or "unique" not in str(refusal.value).lower():
        assert constraint in str(refusal.value)


def test_every_constraint_has_its_try():
    constraints = {
        constraint.name
        for model in apps.get_app_config("certificates").get_models()
        for constraint in model._meta.constraints
    }
    assert {name for _breach, name in BREACHES} == constraints


def test_what_is_allowed_beside_each_rule():
    first = certificate_for()
    Certificate.objects.filter(pk=first.pk).update(
        revoked_at=timezone.now(), revoked_reason="x", expires_on=first.completed_on
    )
    second = certificate_for()
    Certificate.objects.filter(pk=second.pk).update(completion=first.completion)
    CertificateTemplateFactory()
    CertificateTemplateFactory(course=CourseFactory())
    CertificateTemplateFactory(programme=ProgrammeFactory())
    assert CertificateTemplate.objects.count() == 3
    run, by = CourseRunFactory(), UserFactory()
    BulkIssue.objects.create(run=run, by=by, started_at=NOW, finished_at=NOW)
    BulkIssue.objects.create(run=run, by=by, started_at=NOW)
    key(name="vanha", retired_at=NOW, private=None)
    key(name="uusi")
