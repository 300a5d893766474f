"""
The keys that sign badges: made when first needed, changed by a command, remembered for ever.

Rotating retires a key: its private half goes, its public half stays published, so what it
signed stays genuine.
"""

import secrets
from functools import lru_cache
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables
from joserfc.jwk import OKPKey, RSAKey
from joserfc.util import urlsafe_b64decode

from certificates.badges import sealing
from certificates.models import SigningKey

RSA_BITS = 3072
Kind = SigningKey.Kind


def in_use(kind: SigningKey.Kind) -> SigningKey:
    """Return the key that signs now; the first time it is made."""
    found = _active(kind)
    if found is None:
        try:
            with transaction.atomic():
                return _make(kind)
        except IntegrityError:
            # Somebody else made one at the same instant.
            found = SigningKey.objects.get(kind=kind, retired_at__isnull=True)
    return found


@transaction.atomic
def rotate() -> list[SigningKey]:
    """Retire the keys that sign now, and make new ones; return the new."""
    now = timezone.now()
    SigningKey.objects.select_for_update().filter(retired_at__isnull=True).update(
        retired_at=now, private=None
    )
    return [_make(Kind.ED25519), _make(Kind.RSA)]


def unreadable() -> list[sealing.UnreadableKeyError]:
    """Why keys that sign now cannot: one reason for each that no secret opens."""
    found = []
    for key in SigningKey.objects.filter(retired_at__isnull=True).order_by("kind"):
        try:
            sealing.unseal(bytes(key.private or b""), name=key.name)
        except sealing.UnreadableKeyError as error:
            found.append(error)
    return found


@sensitive_variables()
def ed25519_private(key: SigningKey) -> Ed25519PrivateKey:
    """Return the half that signs documents. Raises sealing.UnreadableKeyError."""
    return Ed25519PrivateKey.from_private_bytes(
        sealing.unseal(bytes(key.private or b""), name=key.name)
    )


@sensitive_variables()
def rsa_private(key: SigningKey) -> RSAKey:
    """Return the half that signs tokens. Raises sealing.UnreadableKeyError."""
    return _loaded_rsa(sealing.unseal(bytes(key.private or b""), name=key.name))


def ed25519_public(key: SigningKey) -> Ed25519PublicKey:
    """Return the half that proves documents."""
    return Ed25519PublicKey.from_public_bytes(urlsafe_b64decode(key.public_jwk["x"].encode()))


def rsa_public(key: SigningKey) -> RSAKey:
    """Return the half that proves tokens."""
    return RSAKey.import_key(key.public_jwk)


def _active(kind: SigningKey.Kind) -> SigningKey | None:
    return SigningKey.objects.filter(kind=kind, retired_at__isnull=True).first()


@sensitive_variables()
def _make(kind: SigningKey.Kind) -> SigningKey:
    now = timezone.now()
    name = f"{kind}-{timezone.localdate(now):%Y-%m}-{secrets.token_hex(4)}"
    private, public = _new_rsa() if kind == Kind.RSA else _new_ed25519()
    return SigningKey.objects.create(
        name=name,
        kind=kind,
        public_jwk=public,
        private=sealing.seal(private, name=name),
        created_at=now,
    )


@sensitive_variables()
def _new_ed25519() -> tuple[bytes, dict[str, Any]]:
    made = Ed25519PrivateKey.generate()
    return made.private_bytes_raw(), OKPKey(made, made).as_dict(private=False)


@sensitive_variables()
def _new_rsa() -> tuple[bytes, dict[str, Any]]:
    made = rsa.generate_private_key(public_exponent=65537, key_size=RSA_BITS)
    private = made.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return private, RSAKey(made, made).as_dict(private=False)


@lru_cache(maxsize=4)
@sensitive_variables()
def _loaded_rsa(private: bytes) -> RSAKey:
    # Not checked for being a key: it was sealed here, and the check costs 0.1 s.
    made = serialization.load_der_private_key(
        private, password=None, unsafe_skip_rsa_key_validation=True
    )
    if not isinstance(made, rsa.RSAPrivateKey):
        raise sealing.UnreadableKeyError("What was sealed is no RSA key.")
    return RSAKey.import_key(made)
