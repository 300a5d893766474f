"""A key that signs the demo's certificates; it proves nothing to anybody."""

import datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from cryptography.x509.oid import NameOID
from django.utils import timezone

NAME = "Työkykypolku (demo)"
YEARS = 10

PrivateKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


def write_key(path: Path, passphrase: str) -> None:
    """Write a new key with a certificate of its own making; only this user may read it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.write_bytes(key_file(ec.generate_private_key(ec.SECP256R1()), passphrase))


def key_file(key: PrivateKey, passphrase: str, days: int = 365 * YEARS) -> bytes:
    """Return a key and its self-signed certificate as PKCS#12."""
    return pkcs12.serialize_key_and_certificates(
        NAME.encode(),
        key,
        certificate_of(key, days),
        None,
        BestAvailableEncryption(passphrase.encode()),
    )


def certificate_of(key: PrivateKey, days: int) -> x509.Certificate:
    """Return a certificate that the key gives itself, for signing documents only."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    now = timezone.now()
    usage = dict.fromkeys(
        [
            "key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign",
            "crl_sign", "encipher_only", "decipher_only",
        ],
        False,
    )  # fmt: skip
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=2))
        .not_valid_after(now + datetime.timedelta(days=days))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(
            x509.KeyUsage(digital_signature=True, content_commitment=True, **usage), critical=True
        )
        .sign(key, hashes.SHA256())
    )
