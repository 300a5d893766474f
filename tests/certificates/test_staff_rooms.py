"""Study staff list, revoke and reissue their organisation's certificates, and nobody else's."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from certificates.issuing import issue_programme_certificate
from certificates.models import Certificate
from certificates.revoking import reissue, revoke
from courses.models import ProgrammeEnrolment
from courses.progress.recording import annul
from home.outbox import OutboxEntry
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.factories.certificates import certificate_for, certificate_with_file
from tests.factories.courses import (
    CompletionFactory,
    CourseRunFactory,
    ProgrammeFactory,
    ProgrammeRunFactory,
)

pytestmark = pytest.mark.django_db


LIST_QUERIES = 15


@pytest.fixture
def membership():
    return MembershipFactory()


@pytest.fixture
def staff(client, membership):
    client.force_login(membership.user)
    return membership.user


@pytest.fixture
def mine(membership):
    """A certificate of the staff's own organisation."""
    return certificate_for(
        enrolment__run__organiser=membership.organisation, surname="Oma", given_names="Aino"
    )


def shown(response):
    return {row.number for row, _course in response.context["rows"]}


def test_the_list_has_one_s_own_organisation_s_certificates(client, staff, mine):
    other = certificate_for(surname="Vieras")
    response = client.get(reverse("certificate:list"))
    assert shown(response) == {mine.number}
    assert "Vieras" not in response.text
    assert other.number not in response.text


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_as_often_for_one_as_for_three(
    client, staff, membership, count, django_assert_num_queries
):
    for _number in range(count):
        certificate_for(enrolment__run__organiser=membership.organisation)
    client.get(reverse("certificate:list"))
    with django_assert_num_queries(LIST_QUERIES):
        response = client.get(reverse("certificate:list"))
    assert len(shown(response)) == count


def test_the_list_is_filtered_by_run_state_and_words(client, staff, mine, membership):
    run = CourseRunFactory(organiser=membership.organisation)
    revoked = certificate_for(enrolment__run=run, surname="Toinen", given_names="Ánte")
    revoke(revoked, by=UserFactory(), reason="x")
    address = reverse("certificate:list")
    assert shown(client.get(address, {"run": run.pk})) == {revoked.number}
    assert shown(client.get(address, {"state": "revoked"})) == {revoked.number}
    assert shown(client.get(address, {"state": "valid"})) == {mine.number}
    assert shown(client.get(address, {"search": "toinen Ánte"})) == {revoked.number}
    assert shown(client.get(address, {"search": mine.number})) == {mine.number}
    assert shown(client.get(address, {"search": mine.grouped_code.lower()})) == {mine.number}
    assert shown(client.get(address, {"search": "ei kukaan"})) == set()


@pytest.mark.parametrize(
    "query", [{"run": "x"}, {"state": "?"}, {"run": "99999999999999999999"}, {"search": "a\0b"}]
)
def test_a_choice_that_makes_no_sense_shows_nothing(client, staff, mine, query):
    response = client.get(reverse("certificate:list"), query)
    assert response.status_code == 200
    assert shown(response) == set()


def test_another_organisation_s_run_is_no_choice(client, staff, mine):
    other = certificate_for()
    run = other.completion.run
    response = client.get(reverse("certificate:list"), {"run": run.pk})
    assert shown(response) == set()
    assert run.code not in response.text


@pytest.mark.parametrize("name", ["one", "file", "revoke", "reissue"])
def test_a_stranger_s_certificate_is_not_there(client, staff, name):
    other = certificate_for()
    address = reverse(f"certificate:{name}", args=[other.pk])
    assert client.get(address).status_code == 404
    if name in ("revoke", "reissue"):
        assert client.post(address, {"reason": "x"}).status_code == 404
    assert Certificate.objects.get().state == Certificate.State.VALID


def test_the_page_of_one_says_everything_and_what_was_done(client, staff, mine):
    revoke(mine, by=UserFactory(preferred_name="Kaisa"), reason="Väärä henkilö")
    response = client.get(reverse("certificate:one", args=[mine.pk]))
    for said in (mine.number, "Aino Oma", mine.grouped_code, "Väärä henkilö", "Kaisa"):
        assert said in response.text
    # Nothing more can be done with it.
    assert reverse("certificate:revoke", args=[mine.pk]) not in response.text


def test_the_page_of_a_programme_s_certificate(client, staff, membership):
    first = CompletionFactory()
    enrolment = programme_of(first, membership.organisation)
    [certificate] = Certificate.objects.filter(programme_enrolment=enrolment)
    response = client.get(reverse("certificate:one", args=[certificate.pk]))
    assert response.status_code == 200
    assert f"{first.course.name}</span>, {first.course.code}" in response.text
    assert shown(client.get(reverse("certificate:list"))) == {certificate.number}


def programme_of(completion, organiser):
    """A completed programme of that one course, with its certificate."""
    programme_run = ProgrammeRunFactory(
        programme=ProgrammeFactory(of=[completion.course]), organiser=organiser
    )
    enrolment = ProgrammeEnrolment.objects.create(
        programme_run=programme_run,
        learner=completion.learner,
        enrolled_at=timezone.now(),
        completed_at=timezone.now(),
    )
    issue_programme_certificate(programme_enrolment=enrolment)
    return enrolment


def test_revoking_asks_for_the_reason_and_leads_back(client, staff, mine):
    address = reverse("certificate:revoke", args=[mine.pk])
    assert client.get(address).status_code == 200
    assert client.post(address, {"reason": " "}).status_code == 400
    assert client.post(address, {"reason": "\u202e\u200b"}).status_code == 400
    assert Certificate.objects.get().state == Certificate.State.VALID
    response = client.post(address, {"reason": "Väärä \u202ehenkilö"})
    assert response.url == reverse("certificate:one", args=[mine.pk])
    revoked = Certificate.objects.get()
    assert (revoked.state, revoked.revoked_reason) == ("revoked", "Väärä henkilö")
    # An old page, sent again.
    with translation.override("en"):
        again = client.post(address, {"reason": "toinen"})
    assert again.status_code == 400
    assert Certificate.objects.get().revoked_reason == "Väärä henkilö"


def test_reissuing_leads_to_the_new_one(client, staff, mine):
    address = reverse("certificate:reissue", args=[mine.pk])
    assert client.get(address).status_code == 200
    response = client.post(address, {"reason": "Uusi pohja"})
    new = Certificate.objects.in_force().get()
    assert new.supersedes == mine
    assert response.url == reverse("certificate:one", args=[new.pk])
    page = client.get(response.url)
    assert mine.number in page.text
    # How it came, told on the new one too.
    assert page.context["made_by"].reason == "Uusi pohja"
    assert "Uusi pohja" in page.text
    assert new.number in client.get(reverse("certificate:one", args=[mine.pk])).text


def test_one_s_own_certificate_is_left_to_a_colleague(client, staff, membership):
    own = certificate_for(
        enrolment__run__organiser=membership.organisation, enrolment__learner=staff
    )
    assert client.get(reverse("certificate:one", args=[own.pk])).context["own_refused"]
    response = client.post(reverse("certificate:revoke", args=[own.pk]), {"reason": "x"})
    assert response.status_code == 400
    assert Certificate.objects.get().state == Certificate.State.VALID


def test_staff_fetch_the_kept_file(client, staff, membership):
    certificate = certificate_with_file(enrolment__run__organiser=membership.organisation)
    response = client.get(reverse("certificate:file", args=[certificate.pk]))
    assert response.getvalue().startswith(b"%PDF")
    certificate.pdf.storage.delete(certificate.pdf.name)
    lost = client.get(reverse("certificate:file", args=[certificate.pk]), follow=True)
    assert lost.redirect_chain == [(reverse("certificate:one", args=[certificate.pk]), 302)]


def test_an_annulled_completion_is_said_on_the_page(client, staff, mine):
    annul(mine.completion, by=UserFactory(), reason="Vilppi")
    response = client.get(reverse("certificate:one", args=[mine.pk]))
    assert response.context["state"] == "revoked"
    assert "Vilppi" in response.text


def test_what_failed_is_shown_to_its_staff_and_tried_again(client, staff, mine):
    other = certificate_for()
    later = timezone.now() + datetime.timedelta(hours=1)
    failed = OutboxEntry.objects.filter(effect="certificates.make_pdf")
    failed.update(error="OSError: levy on täynnä", next_try_at=later, tries=3)
    address = reverse("certificate:troubles")
    response = client.get(address)
    [(_entry, certificate, _what, why)] = response.context["rows"]
    assert certificate == mine
    assert why == ""
    assert "levy on täynnä" in response.text
    assert other.number not in response.text
    assert "levy on täynnä" in client.get(reverse("certificate:one", args=[mine.pk])).text
    assert client.get(reverse("certificate:list")).context["failing"] == 1
    assert reverse("certificate:troubles") in client.get(reverse("wagtailadmin_home")).text

    assert client.post(address).status_code == 404
    assert client.post(address, {"deed": "again"}).status_code == 302
    assert list(OutboxEntry.objects.due(timezone.now()).values_list("payload", flat=True)) == [
        {"certificate": mine.pk}
    ]


@pytest.mark.parametrize(
    ("error", "said"),
    [
        ("OSError: [Errno 28] No space left on device", "disk of the server is full"),
        ("SigningKeyError: PDF_SIGNING_KEY: x cannot be read.", "key that signs the files"),
        ("ValueError: <b>x</b>", "&lt;b&gt;x"),
    ],
)
def test_what_failed_is_said_in_words(client, staff, mine, error, said):
    OutboxEntry.objects.update(error=error)
    staff.language = "en"
    staff.save()
    with translation.override("en"):
        for address in (
            reverse("certificate:troubles"),
            reverse("certificate:one", args=[mine.pk]),
        ):
            assert said in client.get(address).text


def test_a_teacher_has_none_of_these_rooms(client, membership):
    membership.role = membership.Role.TEACHER
    membership.save()
    client.force_login(membership.user)
    assert client.get(reverse("certificate:list")).status_code in (302, 403)


def test_the_room_of_an_enrolment_leads_to_its_certificates(client, staff, mine, membership):
    new = reissue(mine, by=UserFactory(), reason="x")
    completion = mine.completion
    address = reverse("run:enrolment", args=[completion.run_id, completion.enrolment_id])
    page = client.get(address).text
    for certificate in (mine, new):
        assert reverse("certificate:one", args=[certificate.pk]) in page
    membership.role = membership.Role.TEACHER
    membership.save()
    completion.run.teachers.add(staff)
    page = client.get(address).text
    assert new.number in page
    assert reverse("certificate:one", args=[new.pk]) not in page


def test_a_file_that_was_changed_in_the_storage_is_handed_to_nobody(client, staff, membership):
    certificate = certificate_with_file(enrolment__run__organiser=membership.organisation)
    with open(certificate.pdf.path, "ab") as file:
        file.write(b" ")
    lost = client.get(reverse("certificate:file", args=[certificate.pk]), follow=True)
    assert lost.redirect_chain == [(reverse("certificate:one", args=[certificate.pk]), 302)]
    client.force_login(certificate.completion.learner)
    mine = client.get(reverse("my_certificates:download", args=[certificate.number]))
    assert mine.status_code == 503
