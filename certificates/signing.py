"""
Signing a certificate's PDF: PAdES (B-B), with the operator's key.

The key is a PKCS#12 file or one that a PKCS#11 token holds; without one in the settings files
are not signed. One that is configured but cannot be used stops the making of files, which
are then tried again: a certificate is never unsigned by accident.
"""

import datetime
import io
import threading
from pathlib import Path
from typing import Any

from asn1crypto import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, pkcs12
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko_certvalidator.registry import SimpleCertificateStore

from certificates.signing_tokens import TokenError, TokenSigner, open_signer

DIGEST = "sha256"
FIELD = "Seal"
_guard = threading.Lock()
_held: dict[Any, signers.Signer] = {}


class SigningKeyError(Exception):
    """The configured key cannot sign; the message says why, and never holds a secret."""


def is_configured() -> bool:
    """Whether the operator has given a key: then no file is kept unsigned."""
    return bool(settings.PDF_SIGNING_KEY)


def signed(content: bytes, *, language: str, reason: str = "") -> bytes:
    """
    Return the PDF with a signature added, still PDF/A-3a and PDF/UA-1.

    The signature certifies: any later change but further signatures shows as forbidden. Raises
    SigningKeyError when the key cannot be used.
    """
    signer = key_in_use()
    with override(language):
        label = _("Electronic signature")
    pages = signers.PdfSigner(
        signers.PdfSignatureMetadata(
            field_name=FIELD,
            md_algorithm=DIGEST,
            subfilter=fields.SigSeedSubFilter.PADES,
            reason=reason or None,
            certify=True,
            docmdp_permissions=fields.MDPPerm.NO_CHANGES,
        ),
        signer=signer,
        new_field_spec=fields.SigFieldSpec(
            FIELD,
            readable_field_name=label,
            # Not drawn, yet as PDF/A and PDF/UA both allow it: printed, not hidden, off the page.
            invis_sig_settings=fields.InvisSigSettings(
                set_print_flag=True, set_hidden_flag=False, box_out_of_bounds=True
            ),
        ),
    )
    # Typst ends its file without a line's end; PDF/A wants one before what is added.
    writer = _Addition(io.BytesIO(content + b"\n"))
    try:
        made: bytes = pages.sign_pdf(writer).getvalue()
    except TokenError as error:
        # It may have been unplugged: the next try opens it anew.
        forget_key()
        raise SigningKeyError(f"PDF_SIGNING_KEY: {error}.") from error
    return made


class _Addition(IncrementalPdfFileWriter):
    """Adds to a file and leaves what it says of itself alone: pyHanko's XMP is no PDF/A."""

    def _update_meta(self) -> None:
        pass


def key_in_use() -> signers.Signer:
    """
    Return the signer, loaded once a process and again when its file changes.

    Raises SigningKeyError when it is missing, unreadable, or not valid today.
    """
    if not is_configured():
        raise SigningKeyError("No signing key is configured (PDF_SIGNING_KEY).")
    address = settings.PDF_SIGNING_KEY
    in_token = address.startswith("pkcs11:")
    with _guard:
        mark = address if in_token else (address, *_mark_of(Path(address)))
        if mark not in _held:
            forget_key()
            _held[mark] = _in_token(address) if in_token else _in_file(Path(address))
        signer = _held[mark]
    _check_days(signer.signing_cert)
    return signer


def last_moment() -> datetime.datetime:
    """Return when the certificate of the key in use runs out; raises SigningKeyError."""
    certificate = key_in_use().signing_cert
    if certificate is None:
        raise SigningKeyError("PDF_SIGNING_KEY: no certificate belongs to the key.")
    return certificate.not_valid_after


def forget_key() -> None:
    """Let go of the key that is held; the next signature loads it anew."""
    while _held:
        _mark, signer = _held.popitem()
        if isinstance(signer, TokenSigner):
            signer.close()


def _mark_of(path: Path) -> tuple[int, int]:
    try:
        status = path.stat()
    except OSError as error:
        raise SigningKeyError(f"PDF_SIGNING_KEY: {path.name} cannot be read.") from error
    return status.st_mtime_ns, status.st_size


def _check_days(certificate: x509.Certificate) -> None:
    now = timezone.now()
    if not certificate.not_valid_before <= now <= certificate.not_valid_after:
        first, last = certificate.not_valid_before, certificate.not_valid_after
        raise SigningKeyError(
            f"PDF_SIGNING_KEY: its certificate is valid from {first:%Y-%m-%d} to {last:%Y-%m-%d}."
        )


def _in_token(address: str) -> signers.Signer:
    try:
        return open_signer(address, settings.PDF_SIGNING_PASSPHRASE)
    except TokenError as error:
        raise SigningKeyError(f"PDF_SIGNING_KEY: {error}.") from error


def _in_file(path: Path) -> "LoadedSigner":
    try:
        opened = pkcs12.load_pkcs12(path.read_bytes(), settings.PDF_SIGNING_PASSPHRASE.encode())
    except (OSError, ValueError) as error:
        raise SigningKeyError(
            f"PDF_SIGNING_KEY: {path.name} is no PKCS#12 file that PDF_SIGNING_PASSPHRASE opens."
        ) from error
    key = opened.key
    if opened.cert is None or not isinstance(key, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey):
        raise SigningKeyError(
            f"PDF_SIGNING_KEY: {path.name} holds no EC or RSA key with a certificate."
        )
    chain = [_plain(each.certificate) for each in opened.additional_certs]
    return LoadedSigner(key, _plain(opened.cert.certificate), chain)


def _plain(certificate: Any) -> x509.Certificate:
    return x509.Certificate.load(certificate.public_bytes(Encoding.DER))


class LoadedSigner(signers.Signer):
    """
    Signs with a key that is held ready.

    pyHanko's own reads the key anew at each signature, twice; for RSA that takes longer than
    all the rest.
    """

    def __init__(
        self,
        key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey,
        certificate: x509.Certificate,
        chain: list[x509.Certificate],
    ) -> None:
        self.key = key
        store = SimpleCertificateStore()
        store.register_multiple(chain)
        super().__init__(signing_cert=certificate, cert_registry=store, embed_roots=True)

    async def async_sign_raw(
        self, data: bytes, digest_algorithm: str, dry_run: bool = False
    ) -> bytes:
        """Sign; the dry run only asks how long a signature is."""
        if dry_run:
            return bytes((self.key.key_size + 7) // 8 * 2 + 16)
        digest = getattr(hashes, digest_algorithm.upper())()
        if isinstance(self.key, rsa.RSAPrivateKey):
            return self.key.sign(data, padding.PKCS1v15(), digest)
        return self.key.sign(data, ec.ECDSA(digest))
