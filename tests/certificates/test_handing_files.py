"""A file that somebody hands to the public pages: genuine, changed, worth nothing, or not ours."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from certificates.badges.files import Kind, badge_file
from certificates.badges.issuing import badge_of
from certificates.handed_files import Outcome, judge
from certificates.issuing import supersede
from certificates.models import Certificate, CertificateEvent
from tests.factories.certificates import certificate_for, certificate_with_file

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]

CHECK = reverse("certificates:check")


@pytest.fixture
def certificate():
    certificate = certificate_with_file(enrolment__learner__last_name="Salainen")
    badge_of(certificate)
    return certificate


def pdf_of(certificate):
    with certificate.pdf.open("rb") as file:
        return file.read()


def badge(certificate, kind=Kind.PNG):
    return badge_file(badge_of(certificate), kind).content


def hand(client, content, address=CHECK, language="en"):
    file = SimpleUploadedFile("tiedosto", content)
    return client.post(f"{address}?lang={language}", {"file": file})


def page_of(certificate):
    return reverse("certificates:verify", args=[certificate.code])


class TestWithoutACode:
    def test_the_pdf_leads_to_its_certificate(self, client, certificate):
        answer = hand(client, pdf_of(certificate))
        page = answer.content.decode()
        assert answer.context["certificate"] == certificate
        assert "The file is the one that was issued" in page
        assert "This certificate is valid</h1>" in page
        assert not answer.cookies

    @pytest.mark.parametrize("kind", list(Kind))
    def test_a_badge_leads_to_its_certificate(self, client, certificate, kind):
        answer = hand(client, badge(certificate, kind))
        assert answer.context["certificate"] == certificate
        assert "The badge is genuine" in answer.content.decode()

    def test_a_changed_pdf_is_nobodys(self, client, certificate):
        answer = hand(client, pdf_of(certificate) + b"\n")
        page = answer.content.decode()
        assert "not a certificate or a badge that was issued here" in page
        assert "is valid</h1>" not in page
        assert certificate.holder_name not in page

    def test_a_changed_badge_leads_to_what_was_issued(self, client, certificate):
        document = json.loads(badge(certificate, Kind.JSON))
        document["credentialSubject"]["achievement"]["name"] = "Lääkäri"
        page = hand(client, json.dumps(document).encode()).content.decode()
        assert "The badge has been changed" in page
        assert page_of(certificate) in page
        assert "Lääkäri" not in page
        assert "is valid</h1>" not in page

    @pytest.mark.parametrize(
        "content",
        [
            pytest.param(b"x", id="text"),
            pytest.param(b"\0" * 2000, id="zeros"),
            pytest.param(b"{}", id="an empty object"),
            pytest.param(b"[" * 100_000, id="deep"),
            pytest.param(b"%PDF-1.7 nothing", id="a PDF of nobody"),
            pytest.param(b"\x89PNG\r\n\x1a\n", id="the head of a PNG"),
            pytest.param(b"<svg xmlns='http://www.w3.org/2000/svg'/>", id="a bare SVG"),
            pytest.param(b"a.b.c", id="a bare token"),
            pytest.param("\u202e\ufeff{".encode(), id="marks of direction"),
        ],
    )
    def test_what_is_not_ours_is_said_to_be(self, client, certificate, content):
        answer = hand(client, content)
        assert answer.status_code == 200
        assert "not a certificate or a badge that was issued here" in answer.content.decode()

    @pytest.mark.parametrize(
        ("content", "status"), [(None, 400), (b"", 400), (b"x" * 6_000_000, 413)]
    )
    def test_no_file_and_too_large_ones_are_refused_in_words(self, client, content, status):
        answer = client.post(CHECK) if content is None else hand(client, content)
        assert answer.status_code == status

    @pytest.mark.parametrize("language", ["fi", "sv", "en"])
    def test_in_the_readers_language(self, client, certificate, language):
        answer = hand(client, badge(certificate), language=language)
        assert answer.headers["Content-Language"] == language


class TestOnItsPage:
    def test_its_own_badge_is_genuine(self, client, certificate):
        answer = hand(client, badge(certificate), page_of(certificate))
        assert answer.context["judged"].outcome == Outcome.BADGE

    def test_another_certificates_badge_is_told_apart(self, client, certificate):
        other = certificate_for()
        answer = hand(client, badge(other), page_of(certificate))
        page = answer.content.decode()
        assert "The badge is of another certificate" in page
        assert page_of(other) in page
        assert other.holder_name not in page

    @pytest.mark.parametrize(
        "change",
        [
            {"revoked_at": timezone.now(), "revoked_reason": "Annettu erehdyksessä"},
            {"completed_on": "2019-01-01", "expires_on": "2020-01-01"},
        ],
        ids=["revoked", "expired"],
    )
    @pytest.mark.parametrize("file", [badge, pdf_of], ids=["badge", "pdf"])
    def test_a_genuine_file_of_what_is_worth_nothing_is_not_called_valid(
        self, client, certificate, change, file
    ):
        content = file(certificate)
        Certificate.objects.filter(pk=certificate.pk).update(**change)
        page = hand(client, content).content.decode()
        said = "The file" if file == pdf_of else "The badge"
        assert f"{said} was issued here, but it is not valid any more" in page
        assert "The badge is genuine" not in page
        # Nor does the page hold it ready for its script.
        assert "The file is the one that was issued" not in page
        assert "This certificate is valid" not in page

    def test_a_superseded_ones_badge_leads_to_the_newer_one(self, client, certificate):
        content = badge(certificate)
        new = supersede(certificate, by=None, kind=CertificateEvent.Kind.REISSUED, reason="Nimi")
        page = hand(client, content).content.decode()
        assert page_of(new) in page
        assert "it is not valid any more" in page


class TestForgeries(TestCase):
    """Whatever is done to the bytes of a file, it is not called what was issued."""

    @classmethod
    def setUpTestData(cls):
        cls.certificate = certificate_with_file()
        cls.files = [pdf_of(cls.certificate), *(badge(cls.certificate, kind) for kind in Kind)]

    @settings(max_examples=60, deadline=None)
    @given(st.integers(0, 4), st.integers(0, 10**9), st.integers(1, 255), st.booleans())
    def test_a_byte_changed_or_left_out(self, which, place, by, leaves_out):
        content = bytearray(self.files[which])
        place %= len(content)
        if leaves_out:
            del content[place]
        else:
            content[place] ^= by
        judged = judge(bytes(content))
        # White space between the parts of JSON, and at the ends of a token, says nothing.
        if judged.shows_name:
            assert which in (3, 4)
            assert _said(content) == _said(self.files[which])


def _said(content):
    text = bytes(content).decode().strip()
    return json.loads(text) if text.startswith("{") else text
