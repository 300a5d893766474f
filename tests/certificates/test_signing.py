"""The signature on the file: seen by others, kept archival, and never left out by accident."""

import io
import os
import subprocess

import page
import pikepdf
import pkcs11
import pkcs11.util.x509
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)
from django.core.management import CommandError, call_command
from django.utils import timezone

from certificates import signing
from certificates.models import Certificate, CertificateTemplate
from certificates.pdf import make_pdf, render
from certificates.previewing import sample
from certificates.signing import SigningKeyError, signed
from certificates.signing_check import check_signing_key
from demo.signing_key import certificate_of, key_file
from home import outbox
from home.outbox import OutboxEntry
from tests.certificates.reading import run
from tests.factories.certificates import certificate_for

PASSPHRASE = "kolme kuusta"
TOKEN_LIBRARY = "/usr/lib/softhsm/libsofthsm2.so"
PIN = "1234"


@pytest.fixture(scope="module")
def keys():
    return {
        "ec": ec.generate_private_key(ec.SECP256R1()),
        "rsa": rsa.generate_private_key(65537, 3072),
    }


@pytest.fixture
def use_key(settings, tmp_path):
    """Configure a key; returns the file that it is in."""
    signing.forget_key()
    path = tmp_path / "seal.p12"

    def use(key, **how):
        path.write_bytes(key_file(key, PASSPHRASE, **how))
        settings.PDF_SIGNING_KEY, settings.PDF_SIGNING_PASSPHRASE = str(path), PASSPHRASE
        return path

    yield use
    signing.forget_key()


@pytest.fixture
def plain():
    return render(sample(CertificateTemplate(), "fi"), badge='{"id": "urn:x"}')


def seen_by_others(content: bytes, tmp_path) -> str:
    return run("pdfsig", "FILE", content=content, tmp_path=tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["ec", "rsa"])
def test_others_find_it_valid_over_the_whole_file(kind, keys, use_key, plain, tmp_path):
    use_key(keys[kind])
    said = seen_by_others(signed(plain, language="fi", reason="TKP-2026-000001"), tmp_path)
    assert "Signature is Valid" in said
    assert "Total document signed" in said
    assert "ETSI.CAdES.detached" in said
    assert "Työkykypolku (demo)" in said


@pytest.mark.parametrize("profile", ["3a", "ua1"])
def test_a_signed_file_is_still_archival_and_accessible(profile, keys, use_key, plain):
    use_key(keys["ec"])
    report = page.validate_pdf_bytes(signed(plain, language="sv"), profile=profile)
    assert [failure.message for failure in report.failures] == []


def test_what_the_file_says_of_itself_is_left_alone(keys, use_key, plain):
    use_key(keys["ec"])
    content = signed(plain, language="fi")
    assert content.startswith(plain)
    before, after = pikepdf.open(io.BytesIO(plain)), pikepdf.open(io.BytesIO(content))
    assert after.Root.Metadata.read_bytes() == before.Root.Metadata.read_bytes()
    field = after.Root.AcroForm.Fields[0]
    assert str(field.TU) == "Sähköinen allekirjoitus"
    assert field.V.Reference[0].TransformMethod == "/DocMDP"
    assert field.V.Reference[0].TransformParams.P == 1


def test_qpdf_finds_nothing_wrong_with_a_signed_file(keys, use_key, plain, tmp_path):
    use_key(keys["ec"])
    said = run("qpdf", "--check", "FILE", content=signed(plain, language="fi"), tmp_path=tmp_path)
    assert "No syntax or stream encoding errors" in said


@pytest.mark.parametrize("place", [200, -5_000, -3_000], ids=["page", "signature", "after it"])
def test_a_changed_byte_breaks_it(place, keys, use_key, plain, tmp_path):
    use_key(keys["ec"])
    content = bytearray(signed(plain, language="fi"))
    content[place] ^= 1
    assert "Signature is Valid" not in seen_by_others(bytes(content), tmp_path)


@pytest.mark.django_db
def test_a_made_file_is_signed_and_kept(keys, use_key, tmp_path):
    use_key(keys["ec"])
    certificate = certificate_for()
    make_pdf({"certificate": certificate.pk})
    certificate.refresh_from_db()
    with certificate.pdf.open("rb") as file:
        assert "Signature is Valid" in seen_by_others(file.read(), tmp_path)


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        pytest.param(lambda path: path.unlink(), "cannot be read", id="missing"),
        pytest.param(lambda path: path.write_bytes(b"nonsense"), "no PKCS#12", id="broken"),
        pytest.param(lambda path: path.write_bytes(b""), "no PKCS#12", id="empty"),
        pytest.param(
            lambda path: path.write_bytes(key_file(ec.generate_private_key(ec.SECP256R1()), "x")),
            "no PKCS#12",
            id="another passphrase",
        ),
        pytest.param(
            lambda path: path.write_bytes(
                key_file(ec.generate_private_key(ec.SECP256R1()), PASSPHRASE, days=-1)
            ),
            "is valid from",
            id="run out",
        ),
        pytest.param(
            lambda path: path.write_bytes(
                pkcs12.serialize_key_and_certificates(
                    None, ec.generate_private_key(ec.SECP256R1()), None, None, NoEncryption()
                )
            ),
            "PKCS#12",
            id="no certificate",
        ),
    ],
)
def test_a_key_that_cannot_be_used_says_why_and_signs_nothing(spoil, told, keys, use_key, plain):
    spoil(use_key(keys["ec"]))
    with pytest.raises(SigningKeyError, match=told) as refused:
        signed(plain, language="fi")
    assert PASSPHRASE not in str(refused.value)


@pytest.mark.django_db(transaction=True)
def test_the_file_waits_for_its_key_and_staff_see_why(keys, use_key, tmp_path):
    path = use_key(keys["ec"])
    kept = path.read_bytes()
    path.unlink()
    certificate = certificate_for()
    entry = OutboxEntry.objects.failing().get(effect="certificates.make_pdf")
    assert "seal.p12 cannot be read" in entry.error
    certificate.refresh_from_db()
    assert not certificate.is_made
    assert certificate.state == Certificate.State.VALID

    path.write_bytes(kept)
    OutboxEntry.objects.filter(pk=entry.pk).update(next_try_at=timezone.now())
    assert outbox.run(entry.pk)

    certificate.refresh_from_db()
    with certificate.pdf.open("rb") as file:
        assert "Signature is Valid" in seen_by_others(file.read(), tmp_path)


def test_a_new_key_takes_over_at_once_and_old_files_stay_valid(keys, use_key, plain, tmp_path):
    use_key(keys["ec"])
    old = signed(plain, language="fi")
    use_key(ec.generate_private_key(ec.SECP384R1()))
    new = signed(plain, language="fi")
    for content in (old, new):
        assert "Signature is Valid" in seen_by_others(content, tmp_path)


def test_the_key_is_loaded_once(keys, use_key, plain, monkeypatch):
    use_key(keys["ec"])
    loads = []
    load = pkcs12.load_pkcs12
    monkeypatch.setattr(
        signing.pkcs12, "load_pkcs12", lambda *words: loads.append(1) or load(*words)
    )
    for _time in range(3):
        signed(plain, language="fi")
    assert len(loads) == 1


@pytest.mark.parametrize(
    ("days", "said"),
    [
        pytest.param(365, [], id="good"),
        pytest.param(30, ["certificates.W001"], id="runs out soon"),
        pytest.param(-1, ["certificates.E001"], id="has run out"),
    ],
)
def test_the_check_before_going_live_tells_of_the_key(days, said, keys, use_key):
    use_key(keys["ec"], days=days)
    assert [message.id for message in check_signing_key(None)] == said


def test_no_key_is_no_fault(settings):
    settings.PDF_SIGNING_KEY = ""
    assert check_signing_key(None) == []


def test_without_a_key_nothing_is_signed(settings):
    settings.PDF_SIGNING_KEY = ""
    assert not signing.is_configured()
    with pytest.raises(SigningKeyError):
        signing.key_in_use()


@pytest.fixture
def token(keys, settings, tmp_path, monkeypatch):
    """A token in software that holds the EC key; returns its address."""
    signing.forget_key()
    (tmp_path / "tokens").mkdir()
    configuration = tmp_path / "softhsm.conf"
    configuration.write_text(f"directories.tokendir = {tmp_path / 'tokens'}\n")
    monkeypatch.setenv("SOFTHSM2_CONF", str(configuration))
    pem = tmp_path / "key.pem"
    pem.write_bytes(keys["ec"].private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    common = ["softhsm2-util", "--pin", PIN]
    for words in (
        ["--init-token", "--free", "--label", "polku", "--so-pin", "56789"],
        ["--import", str(pem), "--token", "polku", "--label", "seal", "--id", "01"],
    ):
        subprocess.run([*common, *words], check=True, capture_output=True, env=os.environ)
    library = pkcs11.lib(TOKEN_LIBRARY)
    # A process reads the list of tokens once; an earlier test may have asked already.
    library.reinitialize()
    with library.get_token(token_label="polku").open(rw=True, user_pin=PIN) as session:
        shown = certificate_of(keys["ec"], 365).public_bytes(Encoding.DER)
        session.create_object(
            pkcs11.util.x509.decode_x509_certificate(shown)
            | {
                pkcs11.Attribute.TOKEN: True,
                pkcs11.Attribute.LABEL: "seal",
                pkcs11.Attribute.ID: b"\x01",
            }
        )
    settings.PDF_SIGNING_PASSPHRASE = PIN
    yield f"pkcs11:token=polku;object=seal?module-path={TOKEN_LIBRARY}"
    signing.forget_key()


@pytest.mark.slow
def test_a_key_in_a_token_signs_too(token, settings, plain, tmp_path):
    settings.PDF_SIGNING_KEY = token
    for _time in range(2):
        content = signed(plain, language="fi")
    assert "Signature is Valid" in seen_by_others(content, tmp_path)
    assert page.is_pdf_compliant_bytes(content, profile="3a")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("change", "pin"),
    [
        pytest.param(("token=polku", "token=toinen"), PIN, id="no such token"),
        pytest.param(("object=seal", "object=toinen"), PIN, id="no such key"),
        pytest.param(("softhsm2.so", "toinen.so"), PIN, id="no such library"),
        pytest.param((";object=seal", ""), PIN, id="no label"),
        pytest.param(("", ""), "99999", id="another PIN"),
    ],
)
def test_a_token_that_does_not_sign_says_so(change, pin, token, settings, plain):
    settings.PDF_SIGNING_KEY, settings.PDF_SIGNING_PASSPHRASE = token.replace(*change), pin
    with pytest.raises(SigningKeyError, match="PDF_SIGNING_KEY") as refused:
        signed(plain, language="fi")
    assert pin not in str(refused.value)


def test_the_demo_makes_its_own_key_once(settings, tmp_path):
    settings.PDF_SIGNING_KEY = str(tmp_path / "in" / "demo.p12")
    settings.PDF_SIGNING_PASSPHRASE = PASSPHRASE
    call_command("make_demo_signing_key")
    path = tmp_path / "in" / "demo.p12"
    first = path.read_bytes()
    assert path.stat().st_mode & 0o777 == 0o600
    call_command("make_demo_signing_key")
    assert path.read_bytes() == first


@pytest.mark.parametrize("configured", ["", "pkcs11:token=a"])
def test_the_demo_makes_no_key_where_none_is_wanted(configured, settings):
    settings.PDF_SIGNING_KEY = configured
    with pytest.raises(CommandError):
        call_command("make_demo_signing_key")
