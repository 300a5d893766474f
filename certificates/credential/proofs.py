"""
The embedded proof of a credential: Data Integrity with the suite eddsa-rdfc-2022.

Sources: W3C Verifiable Credential Data Integrity 1.0, Data Integrity EdDSA Cryptosuites 1.0.
"""

import datetime
import hashlib
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from certificates.credential import multibase
from certificates.credential.canonical import canonical
from certificates.credential.moments import in_utc

SUITE = "eddsa-rdfc-2022"


def with_proof(
    credential: dict[str, Any],
    *,
    key: Ed25519PrivateKey,
    method: str,
    created: datetime.datetime,
) -> dict[str, Any]:
    """Return the credential with a proof by a key, whose public half lies at `method`."""
    proof = {
        "type": "DataIntegrityProof",
        "cryptosuite": SUITE,
        "created": in_utc(created),
        "verificationMethod": method,
        "proofPurpose": "assertionMethod",
    }
    signature = key.sign(_signed_bytes(credential, proof))
    return credential | {"proof": proof | {"proofValue": multibase.encode(signature)}}


def is_proven(document: dict[str, Any], *, key: Ed25519PublicKey) -> bool:
    """Whether the document's one proof was made by this key over what it says."""
    proof = document.get("proof")
    if not isinstance(proof, dict) or proof.get("cryptosuite") != SUITE:
        return False
    credential = {name: value for name, value in document.items() if name != "proof"}
    options = {name: value for name, value in proof.items() if name != "proofValue"}
    try:
        signature = multibase.decode(str(proof.get("proofValue", "")))
        key.verify(signature, _signed_bytes(credential, options))
    except (InvalidSignature, ValueError):
        return False
    return True


def _signed_bytes(credential: dict[str, Any], options: dict[str, Any]) -> bytes:
    # The options carry the document's contexts while they are hashed.
    in_context = {"@context": credential["@context"]} | options
    return _digest(in_context) + _digest(credential)


def _digest(document: dict[str, Any]) -> bytes:
    return hashlib.sha256(canonical(document)).digest()
