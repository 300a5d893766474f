"""Staff take a certificate back or issue it anew, each with a reason, on record."""

import datetime

import pytest
from django.core import mail
from django.utils import timezone

from certificates.models import Certificate, CertificateEvent, CertificateTemplate
from certificates.personal_data import export_certificates
from certificates.refusals import CertificateRefusal, CertificateRefusedError
from certificates.revoking import reissue, revoke
from certificates.telling import mail_ready, mail_revoked
from courses.progress.recording import annul
from home.outbox import OutboxEntry
from tests.certificates.test_issuing import in_threads
from tests.factories.accounts import UserFactory
from tests.factories.certificates import (
    CertificateTemplateFactory,
    certificate_for,
    certificate_with_file,
)

pytestmark = pytest.mark.django_db


def test_a_revoked_certificate_says_when_and_why_and_who_is_on_record():
    certificate, staff = certificate_for(), UserFactory()
    revoked = revoke(certificate, by=staff, reason="  Väärä henkilö  ")
    assert revoked.state == Certificate.State.REVOKED
    assert revoked.revoked_reason == "Väärä henkilö"
    event = revoked.events.get()
    assert (event.kind, event.by, event.reason) == ("revoked", staff, "Väärä henkilö")
    assert certificate.completion.annulled_at is None


def test_the_holder_is_told_of_it_once():
    certificate = revoke(certificate_for(), by=UserFactory(), reason="Väärä henkilö")
    [entry] = OutboxEntry.objects.filter(effect="certificates.tell_revoked")
    mail_revoked(entry.payload)
    [letter] = mail.outbox
    assert letter.to == [certificate.learner.email]
    assert "Väärä henkilö" in letter.body
    assert certificate.number in letter.body


def test_an_account_that_is_closed_gets_no_mail():
    certificate = certificate_for(enrolment__learner__is_active=False)
    mail_ready({"certificate": certificate.pk})
    mail_revoked({"certificate": certificate.pk})
    assert mail.outbox == []


def test_the_holder_is_told_when_the_file_is_there_and_once():
    certificate = certificate_with_file()
    [entry] = OutboxEntry.objects.filter(effect="certificates.tell_ready")
    mail_ready(entry.payload)
    assert certificate.number in mail.outbox[0].body
    assert "/fi/todistukset/" in mail.outbox[0].body


def test_what_was_revoked_meanwhile_is_not_called_ready():
    certificate = certificate_with_file()
    revoke(certificate, by=UserFactory(), reason="x")
    mail_ready({"certificate": certificate.pk})
    assert mail.outbox == []


def test_a_reissue_takes_the_template_and_the_organiser_of_today():
    old = certificate_for()
    organiser = old.completion.run.organiser
    organiser.name_fi = "Uusi AMK"
    organiser.save()
    CertificateTemplateFactory(palette=CertificateTemplate.Palette.LAKE)
    new = reissue(old, by=UserFactory(), reason="Väärä järjestäjä")
    assert new.organiser_names["fi"] == "Uusi AMK"
    assert new.design["palette"] == "lake"
    assert new.holder_name == old.holder_name
    assert CertificateEvent.objects.get().certificate == old


def test_an_erased_account_keeps_its_name_on_a_reissue():
    old = certificate_for(surname="", given_names="")
    named = old.holder_name
    learner = old.learner
    learner.preferred_name = learner.first_name = learner.last_name = ""
    learner.is_active = False
    learner.save()
    assert reissue(old, by=UserFactory(), reason="x").holder_name == named


@pytest.mark.parametrize("deed", [revoke, reissue])
@pytest.mark.parametrize(
    ("make_so", "reason"),
    [
        pytest.param(
            lambda found: revoke(found, by=UserFactory(), reason="x"),
            CertificateRefusal.REVOKED,
            id="revoked",
        ),
        pytest.param(
            lambda found: reissue(found, by=UserFactory(), reason="x"),
            CertificateRefusal.SUPERSEDED,
            id="superseded",
        ),
        pytest.param(
            lambda found: annul(found.completion, by=UserFactory(), reason="x"),
            CertificateRefusal.NO_GROUND,
            id="annulled",
        ),
    ],
)
def test_what_is_worth_nothing_is_left_as_it_is(deed, make_so, reason):
    certificate = certificate_for()
    make_so(certificate)
    before = list(Certificate.objects.order_by("pk").values())
    events = CertificateEvent.objects.count()
    with pytest.raises(CertificateRefusedError) as refused:
        deed(certificate, by=UserFactory(), reason="y")
    assert refused.value.reason == reason
    assert list(Certificate.objects.order_by("pk").values()) == before
    assert CertificateEvent.objects.count() == events


@pytest.mark.parametrize("deed", [revoke, reissue])
def test_nobody_decides_on_their_own_certificate_or_without_a_reason(deed):
    certificate = certificate_for()
    for by, said, expected in (
        (certificate.learner, "x", CertificateRefusal.OWN),
        (UserFactory(), "  ", CertificateRefusal.NO_REASON),
    ):
        with pytest.raises(CertificateRefusedError) as refused:
            deed(certificate, by=by, reason=said)
        assert refused.value.reason == expected
    assert Certificate.objects.get().state == Certificate.State.VALID


@pytest.mark.django_db(transaction=True)
def test_two_who_reissue_at_once_make_one_new_certificate():
    old, staff = certificate_for(), UserFactory()
    failures = in_threads(*[lambda: reissue(old, by=staff, reason="x")] * 4)
    assert [type(failure) for failure in failures] == [CertificateRefusedError] * 3
    assert Certificate.objects.in_force().count() == 1
    assert Certificate.objects.count() == 2


def _states():
    """One certificate of each way to stand, by name."""
    today = timezone.localdate()
    staff = UserFactory()
    found = {name: certificate_for() for name in ("valid", "revoked", "old", "annulled", "expired")}
    revoke(found["revoked"], by=staff, reason="x")
    found["new"] = reissue(found["old"], by=staff, reason="x")
    annul(found["annulled"].completion, by=staff, reason="x")
    day = today - datetime.timedelta(days=1)
    Certificate.objects.filter(pk=found["expired"].pk).update(completed_on=day, expires_on=day)
    found["last day"] = certificate_for(completed_on=day)
    Certificate.objects.filter(pk=found["last day"].pk).update(expires_on=today)
    found["new and revoked"] = reissue(certificate_for(), by=staff, reason="x")
    revoke(found["new and revoked"], by=staff, reason="x")
    return found


def test_the_state_that_sql_finds_is_the_one_that_a_row_says():
    _states()
    rows = Certificate.objects.with_ground()
    for state in Certificate.State.values:
        by_row = {row.pk for row in rows if row.state == state}
        assert set(Certificate.objects.in_state(state).values_list("pk", flat=True)) == by_row
        assert by_row


def test_the_holder_s_data_tell_what_was_done_and_why_but_not_who_did_it():
    certificate = revoke(certificate_for(), by=UserFactory(), reason="Väärä henkilö")
    revoke(certificate_for(), by=UserFactory(), reason="Toisen syy")
    [told] = export_certificates(certificate.learner)
    assert told["number"] == certificate.number
    [event] = told["events"]
    assert set(event) == {"kind", "at", "reason"}
    assert event["reason"] == "Väärä henkilö"
