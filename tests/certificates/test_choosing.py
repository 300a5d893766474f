"""What a holder chooses: the name on the public page, and hearing of changes."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.protection import contact_protected
from certificates.choosing import show_name, tell_changes
from certificates.digest import learner_of, token_of
from certificates.issuing import supersede
from certificates.models import Certificate, CertificateEvent
from tests.factories.accounts import UserFactory
from tests.factories.certificates import certificate_for, programme_certificate_for
from tests.factories.courses import CourseFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def learner(client):
    learner = UserFactory(language="fi")
    client.force_login(learner)
    return learner


def post(client, name, certificate, **data):
    return client.post(reverse(f"my_certificates:{name}", args=[certificate.number]), data)


def hidden():
    return set(Certificate.objects.filter(name_is_hidden=True))


def test_hiding_and_showing_the_name_is_put_on_record(client, learner):
    certificate = certificate_for(enrolment__learner=learner)
    post(client, "name", certificate, shown="0")
    post(client, "name", certificate, shown="0")
    assert hidden() == {certificate}
    post(client, "name", certificate, shown="1")
    assert hidden() == set()
    events = CertificateEvent.objects.order_by("pk").values_list("kind", "by", "certificate")
    assert list(events) == [
        ("name_hidden", learner.pk, certificate.pk),
        ("name_shown", learner.pk, certificate.pk),
    ]


def test_the_pages_of_the_same_course_follow_and_others_stay(learner):
    old = certificate_for(enrolment__learner=learner)
    new = supersede(old, by=learner, kind=CertificateEvent.Kind.REISSUED, reason="Nimi")
    certificate_for(enrolment__learner=learner)
    certificate_for(enrolment__run__course=old.completion.course)
    show_name(certificate=new, by=learner, shown=False)
    assert hidden() == {old, new}


def test_of_a_programme_the_name_is_hidden_by_itself(learner):
    course = CourseFactory()
    whole = programme_certificate_for(course, learner=learner)
    part = certificate_for(enrolment__learner=learner, enrolment__run__course=course)
    show_name(certificate=whole, by=learner, shown=False)
    assert hidden() == {whole}
    show_name(certificate=part, by=learner, shown=False)
    assert hidden() == {whole, part}


def test_a_protected_persons_name_is_hidden_until_they_show_it(client, learner):
    before = certificate_for(enrolment__learner=learner)
    stranger = certificate_for()
    learner.contact_is_protected = True
    learner.save()
    contact_protected.send(sender=None, person=learner)
    after = certificate_for(enrolment__learner=learner)
    assert hidden() == {before, after}
    post(client, "name", before, shown="1")
    assert hidden() == {after}
    assert not stranger.events.exists()


def test_to_ask_for_changes_is_to_hear_of_them_from_today_on(client, learner):
    certificate = certificate_for(enrolment__learner=learner)
    post(client, "changes", certificate, on="1")
    certificate.refresh_from_db()
    assert (certificate.tells_changes, certificate.changes_told_on) == (
        True,
        timezone.localdate(),
    )
    post(client, "changes", certificate, on="0")
    certificate.refresh_from_db()
    assert (certificate.tells_changes, certificate.changes_told_on) == (False, None)


@pytest.mark.parametrize("name", ["name", "changes"])
def test_a_strangers_choices_are_their_own(client, learner, name):
    certificate = certificate_for()
    answer = post(client, name, certificate, shown="0", on="1")
    certificate.refresh_from_db()
    assert answer.status_code == 404
    assert not certificate.name_is_hidden
    assert not certificate.tells_changes


@pytest.mark.parametrize("name", ["name", "changes"])
def test_following_the_address_changes_nothing(client, learner, name):
    certificate = certificate_for(enrolment__learner=learner)
    answer = client.get(reverse(f"my_certificates:{name}", args=[certificate.number]))
    certificate.refresh_from_db()
    assert answer.status_code == 302
    assert not certificate.name_is_hidden
    assert not certificate.tells_changes


class TestOneClick:
    def test_it_stops_all_mails_on_changes_without_signing_in(self, learner):
        mine = [certificate_for(enrolment__learner=learner) for _ in range(2)]
        other = certificate_for()
        for certificate in (*mine, other):
            tell_changes(certificate=certificate, on=True)
        address = reverse("my_certificates:changes_off", args=[token_of(learner.pk)])
        program = Client(enforce_csrf_checks=True)

        assert program.get(address).status_code == 200
        assert Certificate.objects.filter(tells_changes=True).count() == 3
        answer = program.post(address, {"List-Unsubscribe": "One-Click"})

        assert answer.status_code == 200
        assert list(Certificate.objects.filter(tells_changes=True)) == [other]
        assert learner.last_name not in answer.content.decode()

    @pytest.mark.parametrize("token", ["x", "1.x", "1.", ".", "%00", "1:abc"])
    def test_a_link_that_we_did_not_sign_leads_nowhere(self, client, token):
        assert learner_of(token) is None
        assert client.post(f"/fi/todistukset/muutokset/{token}/").status_code == 404
