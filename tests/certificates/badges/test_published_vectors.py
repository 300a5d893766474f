"""What standards publish as right comes out of our code to the letter (vectors/README.md)."""

import datetime
import hashlib
import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from certificates.credential import canonical, multibase, proofs, status

FOLDER = Path(__file__).parent / "vectors"
PUBLISHED = json.loads((FOLDER / "eddsa-rdfc-2022.json").read_text())
VECTORS = PUBLISHED["vectors"]
# What a Multikey has before the 32 bytes of an Ed25519 secret key.
SECRET = b"\x80\x26"
EXAMPLES = "https://www.w3.org/ns/credentials/examples/v2"
CITIZENSHIP = "https://w3id.org/citizenship/v4rc1"


@pytest.fixture
def key():
    secret = multibase.decode(PUBLISHED["secretKeyMultibase"]).removeprefix(SECRET)
    return Ed25519PrivateKey.from_private_bytes(secret)


@pytest.fixture(autouse=True)
def _their_contexts_are_pinned(monkeypatch, tmp_path):
    """The published documents name contexts that ours never do."""
    examples = tmp_path / "examples.json"
    vocabulary = "https://www.w3.org/ns/credentials/examples#"
    examples.write_text(json.dumps({"@context": {"@vocab": vocabulary}}))
    citizenship = str(FOLDER / "citizenship-v4rc1.json")
    monkeypatch.setitem(canonical._FILES, EXAMPLES, str(examples))
    monkeypatch.setitem(canonical._FILES, CITIZENSHIP, citizenship)
    canonical._pinned.cache_clear()


def halves(vector):
    """A published document without its proof, and the proof without its value."""
    credential = {name: value for name, value in vector["signed"].items() if name != "proof"}
    proof = dict(vector["signed"]["proof"])
    del proof["proofValue"]
    return credential, proof


def sha256(document):
    return hashlib.sha256(canonical.canonical(document)).hexdigest()


def test_the_published_key_is_written_as_a_multikey(key):
    assert multibase.multikey(key.public_key()) == PUBLISHED["publicKeyMultibase"]


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_each_step_and_the_signed_document_are_as_published(vector, key):
    credential, proof = halves(vector)
    assert sha256(credential) == vector["documentHash"]
    assert sha256({"@context": credential["@context"]} | proof) == vector["proofHash"]
    made = proofs.with_proof(
        credential,
        key=key,
        method=proof["verificationMethod"],
        created=datetime.datetime.fromisoformat(proof["created"]),
    )
    assert made == vector["signed"]


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_a_published_proof_holds_and_breaks_with_a_letter(vector, key):
    signed, public = vector["signed"], key.public_key()
    assert proofs.is_proven(signed, key=public)
    assert not proofs.is_proven(signed | {"name": f"{signed['name']}."}, key=public)
    other = signed["proof"] | {"created": "2023-02-24T23:36:39Z"}
    assert not proofs.is_proven(signed | {"proof": other}, key=public)


def test_the_published_list_of_states_is_read():
    # Bitstring Status List 1.0, its example: 16 KB without a bit set.
    published = "uH4sIAAAAAAAAA-3BMQEAAADCoPVPbQwfoAAAAAAAAAAAAAAAAAAAAIC3AYbSVKsAQAAA"
    assert status.decoded(published) == bytes(16_384)
