"""A certificate is never edited: another takes its place, and both know it."""

import datetime

import pytest
from django.utils import timezone

from certificates.bulk import completions_without
from certificates.choosing import show_name
from certificates.freezing import facts_of_completion
from certificates.issuing import issue_certificate, supersede
from certificates.models import Certificate, CertificateEvent
from certificates.refusals import CertificateRefusal, CertificateRefusedError
from certificates.revoking import revoke
from courses.models import Completion
from courses.progress.recording import add_consent, annul, correct
from tests.factories.accounts import UserFactory
from tests.factories.certificates import CertificateTemplateFactory, certificate_for
from tests.factories.courses import CompletionFactory, CourseFactory

pytestmark = pytest.mark.django_db

REISSUED = CertificateEvent.Kind.REISSUED
RENEWED = CertificateEvent.Kind.RENEWED


def test_the_new_one_says_what_is_right_now_and_names_the_old_one():
    old = certificate_for()
    Certificate.objects.filter(pk=old.pk).update(name_is_hidden=True, tells_changes=True)
    CertificateTemplateFactory(heading_fi="Uusi otsikko")
    staff = UserFactory()

    new = supersede(old, by=staff, kind=REISSUED, reason="Väärä otsikko")

    old.refresh_from_db()
    assert (old.state, new.state) == (Certificate.State.SUPERSEDED, Certificate.State.VALID)
    assert new.supersedes == old
    assert new.design["words"]["fi"]["heading"] == "Uusi otsikko"
    assert old.design["words"]["fi"]["heading"] == "Todistus"
    assert new.number != old.number
    assert new.code != old.code
    assert (new.name_is_hidden, new.tells_changes) == (True, True)
    event = CertificateEvent.objects.get()
    assert (event.certificate, event.by, event.reason) == (old, staff, "Väärä otsikko")
    assert event.details == {"successor": new.number}


def test_a_renewal_begins_a_new_period():
    CertificateTemplateFactory(valid_months=12)
    old = certificate_for(completed_on=datetime.date(2026, 1, 31))
    assert old.expires_on == datetime.date(2027, 1, 31)
    day = datetime.date(2027, 1, 2)

    new = supersede(old, by=None, kind=RENEWED, renewed_on=day)

    assert (new.renewed_on, new.expires_on) == (day, datetime.date(2028, 1, 2))
    # A reissue corrects words; it lengthens nothing.
    again = supersede(new, by=None, kind=REISSUED, reason="x")
    assert (again.renewed_on, again.expires_on) == (day, datetime.date(2028, 1, 2))


def test_a_reissue_takes_nothing_of_what_an_early_renewal_gave():
    template = CertificateTemplateFactory(valid_months=12)
    old = certificate_for(completed_on=datetime.date(2026, 1, 31))
    promised = datetime.date(2028, 1, 31)
    day = datetime.date(2026, 12, 1)
    renewed = supersede(old, by=None, kind=RENEWED, renewed_on=day, expires_on=promised)
    template.valid_months = 3
    template.save()

    again = supersede(renewed, by=None, kind=REISSUED, reason="x")
    assert (again.renewed_on, again.expires_on) == (day, promised)
    # The day of completion was wrong: the period of the renewal does not hang on it.
    right = correct(
        again.completion,
        completed_on=datetime.date(2026, 1, 20),
        date_is_right=True,
        by=UserFactory(),
        reason="Väärä päivä",
    )
    corrected = right.certificates.get()
    assert (corrected.renewed_on, corrected.expires_on) == (day, promised)
    assert corrected.completed_on == datetime.date(2026, 1, 20)


def test_a_corrected_day_moves_the_period_that_began_with_it():
    CertificateTemplateFactory(valid_months=12)
    old = certificate_for(completed_on=datetime.date(2026, 1, 31))
    right = correct(
        old.completion,
        completed_on=datetime.date(2026, 1, 20),
        date_is_right=True,
        by=UserFactory(),
        reason="Väärä päivä",
    )
    assert right.certificates.get().expires_on == datetime.date(2027, 1, 20)


def test_one_without_an_end_gets_none_by_being_issued_anew():
    old = certificate_for(completed_on=datetime.date(2026, 1, 31))
    CertificateTemplateFactory(valid_months=1)
    assert supersede(old, by=None, kind=REISSUED, reason="x").expires_on is None


def test_a_last_day_that_is_given_holds():
    old = certificate_for()
    day = datetime.date(2040, 5, 1)
    assert supersede(old, by=None, kind=RENEWED, expires_on=day).expires_on == day


def test_an_expired_one_may_be_superseded():
    CertificateTemplateFactory(valid_months=1)
    old = certificate_for(completed_on=datetime.date(2024, 1, 1))
    assert old.state == Certificate.State.EXPIRED
    assert supersede(old, by=None, kind=RENEWED, renewed_on=timezone.localdate()).state == "valid"


@pytest.mark.parametrize(
    ("make_so", "reason"),
    [
        pytest.param(
            lambda old: Certificate.objects.filter(pk=old.pk).update(
                revoked_at=timezone.now(), revoked_reason="x"
            ),
            CertificateRefusal.REVOKED,
            id="revoked",
        ),
        pytest.param(
            lambda old: supersede(old, by=None, kind=REISSUED, reason="x"),
            CertificateRefusal.SUPERSEDED,
            id="superseded",
        ),
        pytest.param(
            lambda old: annul(old.completion, by=UserFactory(), reason="x"),
            CertificateRefusal.NO_GROUND,
            id="annulled",
        ),
    ],
)
def test_what_is_not_in_force_is_not_superseded(make_so, reason):
    old = certificate_for()
    make_so(old)
    before = list(Certificate.objects.order_by("pk").values())
    with pytest.raises(CertificateRefusedError) as refused:
        supersede(old, by=None, kind=REISSUED, reason="x")
    assert refused.value.reason == reason
    assert list(Certificate.objects.order_by("pk").values()) == before


def test_an_annulled_completion_gets_no_certificate():
    completion = CompletionFactory(annulled_at=timezone.now(), annulled_reason="x")
    with pytest.raises(CertificateRefusedError):
        issue_certificate(completion=completion)
    assert not Certificate.objects.exists()


def test_a_corrected_completion_supersedes_its_certificate():
    old = certificate_for(surname="Virtanne")
    staff = UserFactory()
    completion = correct(old.completion, by=staff, reason="Kirjoitusvirhe", surname="Virtanen")
    old = Certificate.objects.get(pk=old.pk)
    new = Certificate.objects.get(completion=completion)
    assert (old.state, new.state) == (Certificate.State.SUPERSEDED, Certificate.State.VALID)
    assert new.supersedes == old
    assert new.holder_name.endswith("Virtanen")
    event = CertificateEvent.objects.get()
    assert (event.by, event.reason) == (staff, "Kirjoitusvirhe")


def test_a_correction_that_changes_no_word_of_it_leaves_the_certificate():
    old = certificate_for(surname="Virtanen", given_names="Aino")
    enrolment = old.completion.enrolment
    enrolment.consented_at, enrolment.consent_version = timezone.now(), "1"
    enrolment.save()
    completion = add_consent(enrolment, reason="Suostumus annettu myöhemmin")
    only = Certificate.objects.get()
    assert (only.number, only.state) == (old.number, Certificate.State.VALID)
    assert only.completion == completion
    assert not CertificateEvent.objects.exists()


def test_a_correction_brings_no_revoked_one_back():
    old = certificate_for()
    revoke(old, by=UserFactory(), reason="Suoritus väärennetty")
    right = correct(old.completion, by=UserFactory(), reason="x", surname="Uusi")
    # Nor the second one, which knows the first by the completion only.
    right = correct(right, by=UserFactory(), reason="x", surname="Uudempi")
    only = Certificate.objects.get()
    assert (only.number, only.state) == (old.number, Certificate.State.REVOKED)
    assert only.completion == right
    assert not completions_without(right.run).exists()


def test_the_holder_s_own_consent_brings_no_revoked_one_back():
    old = certificate_for(consented_at=None, consent_version="")
    revoke(old, by=UserFactory(), reason="Suoritus väärennetty")
    enrolment = old.completion.enrolment
    enrolment.consented_at, enrolment.consent_version = timezone.now(), "1"
    enrolment.save()
    assert add_consent(enrolment, reason="Suostumus annettu myöhemmin")
    assert Certificate.objects.get().state == Certificate.State.REVOKED


def test_what_is_recorded_anew_has_a_certificate_and_the_name_stays_hidden():
    learner = UserFactory()
    course = CourseFactory()
    of_course = {"enrolment__learner": learner, "enrolment__run__course": course}
    old = certificate_for(**of_course)
    show_name(certificate=old, by=learner, shown=False)
    annul(old.completion, by=UserFactory(), reason="x")
    new = certificate_for(**of_course)
    assert (new.state, new.name_is_hidden) == (Certificate.State.VALID, True)
    # Not of other courses, nor on other people's.
    assert not certificate_for(enrolment__learner=learner).name_is_hidden
    assert not certificate_for(enrolment__run__course=course).name_is_hidden


def test_an_annulment_goes_on_the_certificate_s_record():
    certificate = certificate_for()
    staff = UserFactory()
    annul(certificate.completion, by=staff, reason="Vilppi")
    assert Certificate.objects.get().state == Certificate.State.REVOKED
    event = CertificateEvent.objects.get()
    assert (event.kind, event.by, event.reason) == ("revoked", staff, "Vilppi")


def test_a_long_reason_of_a_correction_fits_the_record():
    certificate = certificate_for()
    correct(certificate.completion, by=UserFactory(), reason="ä" * 1000, surname="Uusi")
    assert CertificateEvent.objects.get().reason == "ä" * 300


def test_the_facts_are_those_that_the_certificate_copies():
    completion = CompletionFactory()
    certificate = issue_certificate(completion=completion)
    fresh = facts_of_completion(Completion.objects.get(pk=completion.pk))
    assert {name: getattr(certificate, name) for name in fresh} == fresh
