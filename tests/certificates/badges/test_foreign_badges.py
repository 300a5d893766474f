"""Badges of everybody else, of every kind that goes about, good and broken: never ours."""

import base64
import json
import struct
import time
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from certificates.badges.checking import State, check
from certificates.badges.files import Kind, badge_file
from certificates.credential.baking import KEYWORD, PNG, bake_png, bake_svg
from tests.factories.badges import badge_for

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]

# Some thirty times what the slowest takes, so that a busy machine fails nobody.
SECONDS = 1
V1, V2 = "https://www.w3.org/2018/credentials/v1", "https://www.w3.org/ns/credentials/v2"
BADGES_2, BADGES_3 = "https://w3id.org/openbadges/v2", "https://vieras.example/ob/v3p0/context.json"
ISSUER = {"id": "https://vieras.example/myontaja", "type": ["Profile"], "name": "Vieras opisto"}
PERSON = {"id": "did:example:oppija", "type": ["AchievementSubject"]}
MERIT = {"id": "urn:uuid:1", "type": ["Achievement"], "name": "Ensiapu", "criteria": {}}
PROOF = {
    "type": "DataIntegrityProof",
    "cryptosuite": "eddsa-rdfc-2022",
    "verificationMethod": "did:key:z6Mk#z6Mk",
    "proofPurpose": "assertionMethod",
    "proofValue": "z" + "5" * 87,
}


def text_of(value):
    return json.dumps(value, ensure_ascii=False).encode()


def part_of(value):
    return base64.urlsafe_b64encode(text_of(value)).rstrip(b"=")


def token_of(head, said, signature=b"c2ln"):
    return b".".join([part_of(head), part_of(said), signature])


def credential(context=V2, **more):
    return {
        "@context": [context, BADGES_3],
        "id": "https://vieras.example/merkit/1",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": ISSUER,
        "credentialSubject": PERSON | {"achievement": MERIT},
        **more,
    }


def assertion(**more):
    return {
        "@context": BADGES_2,
        "id": "https://vieras.example/merkit/2",
        "type": "Assertion",
        "recipient": {"type": "email", "hashed": True, "salt": "s", "identity": "sha256$ab"},
        "badge": {"type": "BadgeClass", "name": "Ensiapu", "issuer": ISSUER},
        "issuedOn": "2020-01-01T00:00:00Z",
        "verification": {"type": "hosted"},
        **more,
    }


OLD_DATES = {"issuanceDate": "2020-01-01T00:00:00Z", "expirationDate": "2099-01-01T00:00:00Z"}
PRESENTATION = {"@context": [V2], "type": ["VerifiablePresentation"], "holder": "did:example:h"}
# What the standards and their users make, each shape set down here in words of our own.
DOCUMENTS = {
    "open badge 0.5": {"recipient": "sha1$ab", "badge": {"version": "0.5.0", "name": "Ensiapu"}},
    "open badge 1.1": assertion(
        uid="a1", badge="https://vieras.example/b.json", verify={"type": "hosted"}
    ),
    "open badge 2.0": assertion(),
    "open badge 2.0, revoked": assertion(revoked=True, revocationReason="Virhe"),
    "badge class": {"@context": BADGES_2, "type": "BadgeClass", "name": "Ensiapu"},
    "open badge 3.0": credential(proof=PROOF),
    "open badge 3.0, unsigned": credential(),
    "open badge 3.0, two proofs": credential(proof=[PROOF, PROOF | {"cryptosuite": "bbs-2023"}]),
    "first data model": credential(
        V1, **OLD_DATES, proof={"type": "Ed25519Signature2020", "proofValue": "z5"}
    ),
    "blockchain": credential(
        V1, proof={"type": "MerkleProof2019", "proofValue": "z" + "7" * 400}, display={}
    ),
    "european": credential(
        V1,
        type=["VerifiableCredential", "EuropeanDigitalCredential"],
        credentialProfiles=[{"prefLabel": {"fi": "Yleinen"}}],
        displayParameter={"title": {"fi": ["Todistus"]}},
    ),
    "learner record": credential(
        credentialSubject=PERSON | {"verifiableCredential": [credential(proof=PROOF)] * 5}
    ),
    "endorsement": credential(type=["VerifiableCredential", "EndorsementCredential"]),
    "list of states": credential(
        credentialSubject={"type": "BitstringStatusList", "encodedList": "u" + "A" * 40_000}
    ),
    "many subjects": credential(credentialSubject=[PERSON] * 50),
    "presentation": PRESENTATION | {"verifiableCredential": [credential(proof=PROOF)]},
    "enveloped": PRESENTATION
    | {"verifiableCredential": [{"id": "data:application/vc+jwt,eyJ.eyJ.c2ln"}]},
    "no type": {"credentialSubject": PERSON},
    "numbers for names": credential(id=7, issuer=8, type=9, credentialSubject=1e99),
    "several identities": credential(id=["https://vieras.example/1", "urn:2"]),
    "nothing for everything": dict.fromkeys(credential()),
    "long identity": credential(id="https://vieras.example/" + "a" * 100_000),
    "half letters": credential(id="\ud800", name="\udfff"),
}
EUROPEAN_XML = (
    '<?xml version="1.0" encoding="UTF-8"?><europassCredential xmlns="http://vieras.example/snb">'
    "<title><text>Todistus</text></title></europassCredential>"
)


def shapes():
    """Name and bytes of each kind of credential, and of the tokens that carry it."""
    for name, said in DOCUMENTS.items():
        yield name, json.dumps(said).encode() if name == "half letters" else text_of(said)
    said = credential()
    yield "token", token_of({"alg": "RS256", "typ": "JWT", "kid": "did:web:vieras#1"}, said)
    yield "token of the first model", token_of({"alg": "ES256"}, {"vc": said, "jti": said["id"]})
    yield "token that anybody signs", token_of({"alg": "none"}, said, b"")
    yield "token with its key in it", token_of({"alg": "RS256", "jwk": {"kty": "RSA"}}, said)
    yield "signed open badge 2.0", token_of({"alg": "RS256"}, assertion())
    yield "token with parts to choose", token_of({"alg": "ES256"}, said) + b"~WyJzIl0~"
    yield "signature in JSON", text_of({"payload": "e30", "signatures": [{"signature": "c2ln"}]})
    yield "european XML", EUROPEAN_XML.encode()


def chunk(body):
    return struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))


END = chunk(b"IEND")
PICTURE = PNG + chunk(b"IHDR" + struct.pack(">IIBBBBB", 1, 1, 8, 6, 0, 0, 0)) + END
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg"><g/></svg>'
OLD_DRAWING = DRAWING.replace("<g/>", '<a:assertion xmlns:a="http://openbadges.org" verify="%s"/>')


def baked_by(body):
    return PICTURE[: -len(END)] + chunk(body) + END


# Ways in which a file goes about, or goes to pieces: what comes of its bytes and its text.
WAYS = {
    "as it is": lambda raw, text: raw,
    "cut in two": lambda raw, text: raw[: len(raw) // 2],
    "last byte lost": lambda raw, text: raw[:-1],
    "twice": lambda raw, text: raw + raw,
    "in a list": lambda raw, text: b"[" + raw + b"]",
    "as a text in JSON": lambda raw, text: json.dumps(text).encode(),
    "name given twice": lambda raw, text: raw.replace(b"{", b'{"id": "a", "id": "b", ', 1),
    "not a number": lambda raw, text: raw.replace(b"{", b'{"a": NaN, ', 1),
    "too long a number": lambda raw, text: raw.replace(b"{", b'{"a": 1' + b"0" * 9999 + b", ", 1),
    "with a mark of UTF-8": lambda raw, text: b"\xef\xbb\xbf" + raw,
    "in UTF-16": lambda raw, text: text.encode("utf-16"),
    "in Latin": lambda raw, text: text.encode("latin-1", "replace"),
    "with a zero": lambda raw, text: raw + b"\0",
    "deep": lambda raw, text: b'{"a":' * 60 + raw + b"}" * 60,
    "bottomless": lambda raw, text: b"[" * 100_000 + raw + b"]" * 100_000,
    "after a PDF's first line": lambda raw, text: b"%PDF-1.7\n" + raw,
    "as a token's payload": lambda raw, text: b"eyJhbGciOiJub25lIn0." + _part(raw) + b".AA",
    "PNG": lambda raw, text: bake_png(PICTURE, text),
    "PNG, a bit wrong": lambda raw, text: _flipped(bake_png(PICTURE, text)),
    "PNG, sum wrong": lambda raw, text: bake_png(PICTURE, text)[: -len(END) - 4] + b"sum?" + END,
    "PNG, cut": lambda raw, text: bake_png(PICTURE, text)[:-9],
    "PNG, baked twice": lambda raw, text: bake_png(bake_png(PICTURE, text), text),
    "PNG of older badges": lambda raw, text: baked_by(b"iTXtopenbadges" + b"\0" * 5 + raw),
    "PNG of the oldest": lambda raw, text: baked_by(b"tEXtopenbadges\0" + raw),
    "PNG, packed": lambda raw, text: baked_by(
        b"iTXt" + KEYWORD + b"\0\1\0\0\0" + zlib.compress(raw)
    ),
    "PNG, length a lie": lambda raw, text: PNG + b"\xff\xff\xff\xffiTXt" + KEYWORD + raw,
    "SVG": lambda raw, text: bake_svg(DRAWING, text).encode(),
    "SVG of older badges": lambda raw, text: (OLD_DRAWING % _part(raw).decode()).encode(),
    "SVG with entities": lambda raw, text: (
        b'<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
        + bake_svg(DRAWING, text).encode()
    ),
    "SVG, cut": lambda raw, text: bake_svg(DRAWING, text).encode()[:-4],
}


def _part(raw):
    return base64.urlsafe_b64encode(raw).rstrip(b"=")


def _flipped(content):
    place = len(content) - len(END) - 9
    return content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]


SHAPES = dict(shapes())


def judged(content):
    """The verdict, reached in bounded time."""
    begun = time.process_time()
    verdict = check(content)
    assert time.process_time() - begun < SECONDS
    return verdict


@pytest.mark.slow
@pytest.mark.parametrize("way", WAYS)
def test_no_credential_of_others_is_ours_in_any_form(way):
    badge_for()
    for name, raw in SHAPES.items():
        verdict = judged(WAYS[way](raw, raw.decode()))
        assert verdict.state == State.NOT_OURS, name
        assert verdict.certificate is None
        assert verdict.reason


@pytest.mark.slow
def test_naming_a_badge_of_ours_makes_none_of_it_ours():
    """The identity is anybody's to copy: the file is told to be another than was issued."""
    badge = badge_for()
    identity = json.loads(badge.document)["id"]
    for name, said in DOCUMENTS.items():
        raw = json.dumps(said | {"id": identity}).encode()
        for way in ("as it is", "PNG", "SVG", "as a token's payload"):
            verdict = judged(WAYS[way](raw, raw.decode()))
            assert verdict.state == State.CHANGED, (name, way)
            assert verdict.certificate == badge.certificate


@pytest.mark.slow
def test_a_badge_of_ours_inside_another_document_is_not_taken_for_it():
    badge = badge_for()
    own = json.loads(badge.document)
    for around in (
        [own],
        {"credential": own},
        PRESENTATION | {"verifiableCredential": [own]},
        PRESENTATION | {"verifiableCredential": [badge.token]},
        credential(credentialSubject=own),
        {"payload": badge.token.split(".")[1], "signature": badge.token.split(".")[2]},
    ):
        assert judged(json.dumps(around).encode()).state == State.NOT_OURS


@pytest.mark.slow
@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("way", ["in UTF-16", "twice", "with a zero", "cut in two", "in a list"])
def test_a_badge_of_ours_that_went_to_pieces_is_not_valid(kind, way):
    raw = badge_file(badge_for(), kind).content
    verdict = judged(WAYS[way](raw, raw.decode("latin-1" if kind == Kind.PNG else "utf-8")))
    assert verdict.state in (State.NOT_OURS, State.CHANGED)


@pytest.mark.slow
@pytest.mark.parametrize("way", ["as it is", "cut in two", "in UTF-16", "PNG", "SVG"])
def test_the_page_says_in_words_that_it_is_not_ours(way, client):
    badge_for()
    address = reverse("certificates:check") + "?lang=en"
    for number, (name, raw) in enumerate(SHAPES.items()):
        file = SimpleUploadedFile("merkki", WAYS[way](raw, raw.decode()))
        answer = client.post(address, {"file": file}, REMOTE_ADDR=f"192.0.2.{number}")
        page = answer.content.decode()
        assert answer.status_code == 200, name
        assert "not a certificate or a badge that was issued here" in page, name
        assert "is valid</h1>" not in page
