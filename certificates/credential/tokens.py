"""
A credential as a signed JSON Web Token (VC-JWT, RS256).

Source: Open Badges 3.0, "JSON Web Token Proof Format": the credential itself is the payload,
with the registered claims beside it.
"""

import datetime
from typing import Any

from joserfc import jwk, jws
from joserfc.errors import JoseError
from joserfc.util import to_bytes

from certificates.credential.texts import as_json

ALGORITHM = "RS256"


def token_of(credential: dict[str, Any], *, key: jwk.RSAKey, method: str) -> str:
    """Return the credential as a token by a key, whose public half lies at `method`."""
    claims: dict[str, Any] = {
        "iss": credential["issuer"]["id"],
        "jti": credential["id"],
        "sub": credential["credentialSubject"]["id"],
        "nbf": _seconds(credential["validFrom"]),
    }
    if "validUntil" in credential:
        claims["exp"] = _seconds(credential["validUntil"])
    header = {"alg": ALGORITHM, "typ": "JWT", "kid": method}
    payload = to_bytes(as_json(credential | claims))
    return jws.serialize_compact(header, payload, key, algorithms=[ALGORITHM])


def is_signed(token: str, *, key: jwk.RSAKey) -> bool:
    """Whether this key signed the token; what its header names beside is not looked at."""
    try:
        jws.deserialize_compact(token, key, algorithms=[ALGORITHM])
    except (JoseError, ValueError):
        return False
    return True


def _seconds(moment: str) -> int:
    return int(datetime.datetime.fromisoformat(moment).timestamp())
