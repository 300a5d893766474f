"""Keeping the private halves of keys: AES-GCM with a secret of the environment."""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.views.decorators.debug import sensitive_variables

NONCE_LENGTH = 12


class UnreadableKeyError(Exception):
    """The private half of a key cannot be opened with the secrets of this environment."""


@sensitive_variables()
def seal(private: bytes, *, name: str) -> bytes:
    """Encrypt a private half; bound to its name, it opens in no other row."""
    nonce = os.urandom(NONCE_LENGTH)
    return nonce + AESGCM(_secrets()[0]).encrypt(nonce, private, name.encode())


@sensitive_variables()
def unseal(sealed: bytes, *, name: str) -> bytes:
    """Decrypt a private half. Raises UnreadableKeyError."""
    nonce, rest = sealed[:NONCE_LENGTH], sealed[NONCE_LENGTH:]
    for secret in _secrets():
        try:
            return AESGCM(secret).decrypt(nonce, rest, name.encode())
        except (InvalidTag, ValueError):
            continue
    raise UnreadableKeyError(
        f"No secret of BADGE_KEY_SECRETS opens the signing key {name}. Put the old secret back, "
        "or make new keys with `manage.py rotate_signing_key`; old badges stay genuine."
    )


@sensitive_variables()
def _secrets() -> list[bytes]:
    if settings.BADGE_KEY_SECRETS:
        return list(settings.BADGE_KEY_SECRETS)
    derive = HKDF(hashes.SHA256(), length=32, salt=None, info=b"private halves of badge keys")
    return [derive.derive(settings.SECRET_KEY.encode())]
