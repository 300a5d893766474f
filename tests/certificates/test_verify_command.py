"""`manage.py verify_certificate` ends well for what is valid, and for nothing else."""

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from django.core.management import CommandError, call_command
from django.utils import timezone

from certificates import signing
from certificates.badges.files import Kind, badge_file
from certificates.models import Certificate
from certificates.signatures import signature_in
from demo.signing_key import key_file
from tests.factories.certificates import certificate_with_file

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]


@pytest.fixture
def sealed(settings, tmp_path):
    """Certificates' files are sealed with a key that is made here."""
    path = tmp_path / "seal.p12"
    path.write_bytes(key_file(ec.generate_private_key(ec.SECP256R1()), "kolme kuusta"))
    settings.PDF_SIGNING_KEY, settings.PDF_SIGNING_PASSPHRASE = str(path), "kolme kuusta"
    signing.forget_key()
    yield
    signing.forget_key()


@pytest.fixture
def certificate():
    return certificate_with_file(enrolment__run__course__names={"fi": "Työkyvyn tuki"})


def pdf_of(certificate):
    with certificate.pdf.open("rb") as file:
        return file.read()


@pytest.fixture
def verified(tmp_path, capsys):
    """Run the command on bytes; returns what it said, and whether it ended well."""

    def verify(content):
        path = tmp_path / "given"
        path.write_bytes(content)
        try:
            call_command("verify_certificate", str(path))
        except CommandError:
            return capsys.readouterr().out, False
        return capsys.readouterr().out, True

    return verify


def test_the_pdf_is_valid_with_its_facts(certificate, verified):
    said, well = verified(pdf_of(certificate))
    assert well
    assert said.startswith("State: valid\n")
    for fact in (certificate.holder_name, certificate.number, "Työkyvyn tuki", "Signature: none"):
        assert fact in said


def test_a_sealed_pdf_names_who_sealed_it(sealed, certificate, verified, caplog):
    said, well = verified(pdf_of(certificate))
    assert well
    assert "Signature: whole, " in said
    assert "Työkykypolku (demo)" in said
    # The demo's key vouches for itself; that is no fault to frighten the operator with.
    assert not caplog.records


@pytest.mark.parametrize("kind", list(Kind))
def test_each_kind_of_badge_is_valid(certificate, verified, kind):
    said, well = verified(badge_file(certificate.badge, kind).content)
    assert well
    assert "State: valid" in said
    assert certificate.number in said


def test_what_is_revoked_is_told_and_ends_badly(certificate, verified):
    Certificate.objects.update(revoked_at=timezone.now(), revoked_reason="Väärä kurssi")
    for content in (pdf_of(certificate), badge_file(certificate.badge, Kind.PNG).content):
        said, well = verified(content)
        assert not well
        assert said.startswith("State: revoked\n")


def test_what_is_changed_says_what_was_issued(certificate, verified):
    document = badge_file(certificate.badge, Kind.JSON).content
    forged = document.replace(certificate.holder_name.encode(), b"Joku Toinen")
    said, well = verified(forged)
    assert not well
    assert said.startswith("State: changed\n")
    assert "Joku Toinen" not in said
    assert f"Holder: {certificate.holder_name}" in said


def test_an_edited_pdf_and_what_is_no_certificate_end_badly(certificate, verified):
    for content in (pdf_of(certificate) + b"\n", b"%PDF-1.7\n", b"", b"\0" * 50, b"{}"):
        said, well = verified(content)
        assert not well
        assert said.startswith("State: not ours\n")


def test_a_file_that_cannot_be_read_or_is_too_large_is_refused(tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("verify_certificate", str(tmp_path / "ei-ole"))
    large = tmp_path / "large"
    large.write_bytes(b"x" * (5 * 1024 * 1024 + 1))
    with pytest.raises(CommandError, match="too large"):
        call_command("verify_certificate", str(large))


def test_a_seal_that_is_broken_is_seen(sealed, certificate):
    content = pdf_of(certificate)
    assert signature_in(content).is_whole
    assert not signature_in(content + b"\n% added\n").is_whole
    inside = content.replace(b"/Title", b"/Tit1e", 1)
    assert inside != content
    assert not signature_in(inside).is_whole
    assert not signature_in(b"%PDF-1.7\nrubbish").is_whole
