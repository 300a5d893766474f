"""
The canonical form of a JSON-LD document (RDFC-1.0), with pinned contexts only.

Nothing is ever fetched: a document that names another context is refused. A term that the
contexts do not know is left out of this form, so a proof alone does not vouch for all of a
document; `certificates.badges.checking` compares the whole of it.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

from pyld import jsonld

CREDENTIALS_V2 = "https://www.w3.org/ns/credentials/v2"
OPEN_BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
_FOLDER = Path(__file__).parent / "contexts"
_FILES = {CREDENTIALS_V2: "credentials-v2.json", OPEN_BADGES: "open-badges-3.0.3.json"}


class ForeignContextError(ValueError):
    """A document names a context that is not one of ours."""


def canonical(document: dict[str, Any]) -> bytes:
    """Return a document's canonical N-Quads. Raises ForeignContextError, else ValueError."""
    if unknown := [each for each in _contexts_of(document) if each not in _FILES]:
        raise ForeignContextError(f"Not pinned here: {unknown[0]!r}")
    options = {
        "algorithm": "URDNA2015",
        "format": "application/n-quads",
        "documentLoader": _load,
    }
    try:
        return str(jsonld.normalize(document, options)).encode()
    except jsonld.JsonLdError as error:
        raise ValueError(f"Not JSON-LD: {error.type}") from error


def _contexts_of(document: dict[str, Any]) -> list[Any]:
    contexts = document.get("@context")
    return contexts if isinstance(contexts, list) else [contexts]


@cache
def _pinned(address: str) -> Any:
    return json.loads((_FOLDER / _FILES[address]).read_text(encoding="utf-8"))


def _load(address: str, _options: dict[str, Any]) -> dict[str, Any]:
    if address not in _FILES:
        raise ForeignContextError(f"Not pinned here: {address!r}")
    return {
        "contextUrl": None,
        "documentUrl": address,
        "document": _pinned(address),
        "contentType": "application/ld+json",
    }
