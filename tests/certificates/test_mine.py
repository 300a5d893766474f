"""A learner's own certificates, and what other pages show of them."""

import datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings
from django.template import Context, Template
from django.urls import reverse
from django.utils import timezone, translation

from certificates.badges.checking import check
from certificates.badges.issuing import badge_of
from certificates.issuing import issue_certificate
from certificates.linkedin import linkedin_address
from certificates.models import Certificate
from courses.models import Completion
from tests.factories.accounts import UserFactory
from tests.factories.certificates import certificate_for, certificate_with_file
from tests.factories.courses import CompletionFactory, CurriculumChangeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def learner(client):
    learner = UserFactory()
    client.force_login(learner)
    return learner


def page_of(certificate):
    return reverse("my_certificates:one", args=[certificate.number])


def badge_address(certificate, kind):
    return reverse("my_certificates:badge", args=[certificate.number, kind])


def file_of(certificate):
    return reverse("my_certificates:download", args=[certificate.number])


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_holds_ones_own_only_in_the_same_number_of_queries(
    client, learner, django_assert_num_queries, count
):
    mine = [certificate_for(enrolment__learner=learner) for _ in range(count)]
    other = certificate_for(enrolment__learner__last_name="Vieras")
    client.get(reverse("my_certificates:list"))
    with django_assert_num_queries(4):  # session, user, certificates, navigation
        answer = client.get(reverse("my_certificates:list"))
    assert answer.context["certificates"] == [(each, False) for each in mine[::-1]]
    assert other.number not in answer.content.decode()


class TestOnesPage:
    def test_it_leads_to_everything(self, client, learner):
        certificate = certificate_with_file(enrolment__learner=learner)
        badge_of(certificate)
        page = client.get(page_of(certificate)).content.decode()
        for name, *rest in (
            ("my_certificates:download",),
            ("my_certificates:badge", "png"),
            ("my_certificates:badge", "svg"),
            ("my_certificates:badge", "json"),
            ("my_certificates:badge", "jwt"),
        ):
            assert f'"{reverse(name, args=[certificate.number, *rest])}"' in page
        assert f"{settings.BASE_URL}/todistus/{certificate.code}/" in page
        assert "no-store" in client.get(page_of(certificate)).headers["Cache-Control"]

    def test_linkedin_gets_what_the_certificate_says_and_not_the_name(self, client, learner):
        certificate = certificate_for(
            enrolment__learner=learner, enrolment__run__course__names={"fi": "Työkyky & tuki"}
        )
        certificate.expires_on = datetime.date(2030, 2, 28)
        said = parse_qs(urlsplit(linkedin_address(certificate)).query)
        issued = timezone.localdate(certificate.issued_at)
        assert said == {
            "startTask": ["CERTIFICATION_NAME"],
            "name": ["Työkyky & tuki"],
            "organizationName": ["Työkykypolku"],
            "issueYear": [str(issued.year)],
            "issueMonth": [str(issued.month)],
            "expirationYear": ["2030"],
            "expirationMonth": ["2"],
            "certUrl": [f"{settings.BASE_URL}/todistus/{certificate.code}/"],
            "certId": [certificate.number],
        }

    def test_a_strangers_page_is_not_there(self, client, learner):
        assert client.get(page_of(certificate_for())).status_code == 404

    @pytest.mark.parametrize(
        ("change", "said"),
        [
            pytest.param({}, "Valid", id="valid"),
            pytest.param({"expires_on": "2020-01-01"}, "Expired", id="expired"),
            pytest.param(
                {"revoked_at": timezone.now(), "revoked_reason": "Erehdys"}, "Revoked", id="revoked"
            ),
            pytest.param({"superseded_at": timezone.now()}, "Replaced", id="superseded"),
        ],
    )
    def test_it_says_what_it_is_worth(self, client, learner, change, said):
        certificate = certificate_for(
            enrolment__learner=learner, completed_on=datetime.date(2019, 1, 1)
        )
        Certificate.objects.filter(pk=certificate.pk).update(**change)
        with translation.override("en"):
            page = client.get(page_of(certificate)).content.decode()
            assert said in page
            listed = client.get(reverse("my_certificates:list")).content.decode()
            assert said in listed
            # Nobody is invited to show off what has been taken back, nor to renew what cannot be.
            assert ("linkedin.com" in page) is (said in ("Valid", "Expired"))
            refresher = reverse("my_certificates:refresher", args=[certificate.number])
            assert (refresher in listed) is (said == "Expired")

    @pytest.mark.parametrize("count", [1, 3])
    def test_the_same_queries_for_any_number_of_changes(
        self, client, learner, django_assert_num_queries, count
    ):
        certificate = certificate_for(enrolment__learner=learner)
        CurriculumChangeFactory.create_batch(count, course=certificate.completion.course)
        client.get(page_of(certificate))
        with django_assert_num_queries(5):  # session, user, certificate, changes, navigation
            client.get(page_of(certificate))


class TestBadgeFiles:
    @pytest.mark.parametrize(
        ("kind", "media_type", "begins"),
        [
            ("png", "image/png", b"\x89PNG"),
            ("svg", "image/svg+xml", b"<svg"),
            ("json", "application/ld+json", b"{"),
            ("jwt", "application/jwt", b"eyJ"),
        ],
    )
    def test_the_holder_takes_it_along(self, client, learner, kind, media_type, begins):
        certificate = certificate_for(enrolment__learner=learner)
        badge_of(certificate)
        answer = client.get(badge_address(certificate, kind))
        assert answer.headers["Content-Type"] == media_type
        assert answer.content.startswith(begins)
        assert check(answer.content).certificate == certificate

    def test_a_strangers_badge_is_not_there(self, client, learner):
        certificate = certificate_for()
        badge_of(certificate)
        assert client.get(badge_address(certificate, "png")).status_code == 404

    @pytest.mark.parametrize("kind", ["exe", "PNG", "pdf", "png%00"])
    def test_there_are_no_other_kinds(self, client, learner, kind):
        certificate = certificate_for(enrolment__learner=learner)
        badge_of(certificate)
        address = badge_address(certificate, "png").removesuffix("png") + kind
        assert client.get(address).status_code == 404

    def test_before_it_is_made_the_page_says_so(self, client, learner):
        certificate = certificate_for(enrolment__learner=learner)
        assert client.get(badge_address(certificate, "png")).status_code == 202
        assert client.get(page_of(certificate)).status_code == 200


def test_an_empty_list_says_what_comes_here(client, learner):
    assert client.get(reverse("my_certificates:list")).status_code == 200


def test_the_holder_downloads_the_kept_bytes(client, learner):
    certificate = certificate_with_file(enrolment__learner=learner)
    answer = client.get(file_of(certificate))
    content = b"".join(answer.streaming_content)
    assert len(content) == certificate.pdf_size
    assert content.startswith(b"%PDF")
    assert answer.headers["Content-Type"] == "application/pdf"
    disposition = answer.headers["Content-Disposition"]
    assert disposition == f'attachment; filename="{certificate.number}.pdf"'
    assert "no-store" in answer.headers["Cache-Control"]


def test_a_strangers_file_is_not_there(client, learner):
    certificate = certificate_with_file()
    assert client.get(file_of(certificate)).status_code == 404
    assert client.get(file_of(certificate).replace(certificate.number, "TKP-1")).status_code == 404


def test_without_signing_in_there_is_no_file(client):
    certificate = certificate_with_file()
    answer = client.get(file_of(certificate))
    assert answer.status_code == 302
    assert reverse("account_login") in answer.headers["Location"]


def test_before_the_file_is_made_the_page_says_so(client, learner):
    certificate = certificate_for(enrolment__learner=learner)
    answer = client.get(file_of(certificate))
    assert answer.status_code == 202
    assert not answer.context["is_missing"]


def test_a_lost_file_is_never_made_anew(client, learner):
    certificate = certificate_with_file(enrolment__learner=learner)
    certificate.pdf.storage.delete(certificate.pdf.name)
    answer = client.get(file_of(certificate))
    assert answer.status_code == 503
    assert answer.context["is_missing"]
    assert not certificate.pdf.storage.exists(certificate.pdf.name)


@pytest.mark.parametrize("count", [1, 3])
def test_other_pages_show_the_certificates_of_many_completions_in_one_query(
    django_assert_num_queries, count
):
    shown = [certificate_for() for _ in range(count)]
    hidden = certificate_for()
    completions = list(Completion.objects.exclude(pk=hidden.completion_id))
    completions.append(CompletionFactory())
    template = Template(
        "{% load certificates %}{% certificates_of completions as found %}"
        "{% for completion in completions %}{% certificate_of completion found %}{% endfor %}"
    )
    with django_assert_num_queries(1):
        page = template.render(Context({"completions": completions}))
    for certificate in shown:
        assert file_of(certificate) in page
        assert reverse("certificates:verify", args=[certificate.code]) in page
    assert hidden.number not in page


def test_the_newest_certificate_of_a_completion_is_shown():
    old = certificate_for()
    Certificate.objects.filter(pk=old.pk).update(
        revoked_at=timezone.now(), revoked_reason="Annettu erehdyksessä"
    )
    new = issue_certificate(completion=old.completion)
    template = Template("{% load certificates %}{% certificate_of completion %}")
    page = template.render(Context({"completion": old.completion}))
    assert new.number in page
    assert old.number not in page
