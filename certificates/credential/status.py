"""
A list of states as others read it: one bit a badge, set when the badge is worth nothing.

Source: W3C Bitstring Status List 1.0.
"""

import base64
import datetime
import gzip
from collections.abc import Iterable
from typing import Any

from certificates.credential.canonical import CREDENTIALS_V2
from certificates.credential.moments import in_utc

# How long readers may trust a copy.
TIME_TO_LIVE = datetime.timedelta(minutes=5)


def encoded(places: Iterable[int], *, length: int) -> str:
    """
    Return the list with the bits at these places set; the first place is the leftmost bit.

    >>> decoded(encoded([0, 9], length=16)).hex()
    '8040'
    """
    bits = bytearray(length // 8)
    for place in places:
        bits[place // 8] |= 0x80 >> place % 8
    # Without the time of making: equal lists are equal texts.
    packed = gzip.compress(bytes(bits), mtime=0)
    return "u" + base64.urlsafe_b64encode(packed).rstrip(b"=").decode()


def decoded(text: str) -> bytes:
    """Return the bits of a list that `encoded` made."""
    packed = text.removeprefix("u")
    return gzip.decompress(base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4)))


def list_credential(
    *, address: str, issuer: str, made_at: datetime.datetime, encoded_list: str
) -> dict[str, Any]:
    """Return the credential that publishes a list."""
    return {
        "@context": [CREDENTIALS_V2],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer,
        "validFrom": in_utc(made_at),
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "ttl": int(TIME_TO_LIVE.total_seconds() * 1000),
            "encodedList": encoded_list,
        },
    }
