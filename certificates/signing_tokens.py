"""
A signing key that never leaves its token: PKCS#11.

Its address follows RFC 7512: `pkcs11:token=NAME;object=LABEL?module-path=/usr/lib/….so`.
"""

import asyncio
import contextlib
import threading
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

import pkcs11
from pyhanko.config.pkcs11 import TokenCriteria
from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session


class TokenError(Exception):
    """The token, or the key in it, cannot be reached; the message holds no secret."""


class Address(NamedTuple):
    """Where a key is: the library that speaks with the token, the token, and the key's label."""

    module: str
    token: str
    label: str


def parsed(address: str) -> Address:
    """
    Read an address; raises TokenError when a part is missing.

    >>> parsed("pkcs11:token=polku;object=seal?module-path=/usr/lib/hsm.so")
    Address(module='/usr/lib/hsm.so', token='polku', label='seal')
    """
    split = urlsplit(address)
    pairs = [*split.path.split(";"), *split.query.split("&")]
    said = {
        name: unquote(value) for name, _equals, value in (each.partition("=") for each in pairs)
    }
    try:
        return Address(said["module-path"], said["token"], said["object"])
    except KeyError as error:
        raise TokenError(
            "expected pkcs11:token=NAME;object=LABEL?module-path=/usr/lib/….so"
        ) from error


def _halves(pair: str) -> tuple[str, str, str]:
    return pair.partition("=")


def open_signer(address: str, pin: str) -> "TokenSigner":
    """
    Return a signer that stays signed in to the token.

    Raises TokenError when the token, the key or its certificate is not there.
    """
    place = parsed(address)
    try:
        session = open_pkcs11_session(
            place.module, token_criteria=TokenCriteria(label=place.token), user_pin=pin
        )
        # The digest is taken here: not every token takes it itself for a key of this kind.
        signer = TokenSigner(
            session, cert_label=place.label, key_label=place.label, use_raw_mechanism=True
        )
        asyncio.run(signer.ensure_objects_loaded())
    except (pkcs11.PKCS11Error, OSError, LookupError, ValueError, RuntimeError) as error:
        said = str(error) or type(error).__name__
        raise TokenError(f"the token does not sign ({said})") from error
    return signer


class TokenSigner(PKCS11Signer):
    """One signature at a time, and one kind of error when the token has gone away."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._one_at_a_time = threading.Lock()

    async def async_sign_raw(
        self, data: bytes, digest_algorithm: str, dry_run: bool = False
    ) -> bytes:
        """Let the token sign."""
        try:
            with self._one_at_a_time:
                made: bytes = await super().async_sign_raw(data, digest_algorithm, dry_run)
        except pkcs11.PKCS11Error as error:
            raise TokenError(f"the token does not sign ({type(error).__name__})") from error
        return made

    def close(self) -> None:
        """Sign out of the token; one that has gone away is out already."""
        with contextlib.suppress(pkcs11.PKCS11Error):
            self.pkcs11_session.close()
