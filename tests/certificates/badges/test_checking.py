"""A file is valid only when it is, whole, what was issued; whatever else it is, it is told so."""

import base64
import datetime
import hmac
import json
import struct
import zlib

import hypothesis
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.utils import timezone, translation
from hypothesis import strategies as st
from joserfc import jws
from joserfc.jwk import RSAKey

from certificates.badges import keys
from certificates.badges.checking import LARGEST_FILE, State, check
from certificates.badges.files import Kind, badge_file
from certificates.credential.baking import KEYWORD, NAMESPACE, bake_png, bake_svg
from certificates.credential.proofs import with_proof
from certificates.models import Badge, Certificate
from tests.factories.badges import badge_for

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]

KINDS = list(Kind)


@pytest.fixture
def badge():
    return badge_for(enrolment__run__course__names={"fi": "Työkyvyn tuki ]]> & <b>"})


def file_of(badge, kind=Kind.JSON):
    return badge_file(badge, kind).content


def document_of(badge):
    return json.loads(badge.document)


def state_of(content):
    return check(content).state


def of(value):
    return json.dumps(value).encode()


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_issued_is_valid_in_every_kind(badge, kind):
    verdict = check(file_of(badge, kind))
    assert verdict.state == State.VALID
    assert verdict.certificate == badge.certificate
    assert verdict.is_as_issued


def test_a_wallet_may_set_the_json_anew(badge):
    document = document_of(badge)
    for same in (
        json.dumps(document, indent=4).encode(),
        json.dumps(document, sort_keys=True).encode(),
        b"\xef\xbb\xbf  " + badge.document.encode() + b"\r\n",
    ):
        assert state_of(same) == State.VALID
    assert state_of(f" {badge.token}\n".encode()) == State.VALID


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ({"revoked_at": timezone.now(), "revoked_reason": "Väärä kurssi"}, State.REVOKED),
        ({"superseded_at": timezone.now()}, State.SUPERSEDED),
        ({"expires_on": datetime.date(2020, 1, 1)}, State.EXPIRED),
    ],
    ids=["revoked", "superseded", "expired"],
)
def test_an_unchanged_file_is_worth_what_its_certificate_is(badge, kind, fields, state):
    content = file_of(badge, kind)
    if "expires_on" in fields:
        fields = fields | {"completed_on": datetime.date(2019, 1, 1)}
    Certificate.objects.filter(badge=badge).update(**fields)

    verdict = check(content)

    assert verdict.state == state
    assert verdict.reason == (fields.get("revoked_reason") or verdict.reason)


def test_an_annulled_completion_takes_its_badge_along(badge):
    completion = badge.certificate.completion
    completion.annulled_at = timezone.now()
    completion.annulled_reason = "Virhe"
    completion.annulled_by = completion.learner
    completion.save()
    assert state_of(file_of(badge)) == State.REVOKED


def test_every_value_of_the_document_counts(badge):
    """Each leaf is changed, taken away, and given company, one at a time."""
    tried = 0
    for path in list(paths(document_of(badge))):
        for change in (drop, alter, add_beside):
            document = document_of(badge)
            change(document, path)
            expected = State.CHANGED if document.get("id") == document_of(badge)["id"] else None
            found = state_of(of(document))
            assert found in (State.CHANGED, State.NOT_OURS), (path, change)
            assert expected is None or found == expected, (path, change)
            tried += 1
    assert tried > 150


def paths(value, before=()):
    inner = value.items() if isinstance(value, dict) else enumerate(value)
    for key, each in inner:
        yield (*before, key)
        if isinstance(each, dict | list):
            yield from paths(each, (*before, key))


def holder_of(document, path):
    for key in path[:-1]:
        document = document[key]
    return document


def drop(document, path):
    del holder_of(document, path)[path[-1]]


def alter(document, path):
    holder = holder_of(document, path)
    value = holder[path[-1]]
    changed = {str: f"{value}x", bool: None, int: 99, float: 99.5}
    holder[path[-1]] = changed.get(type(value), "muuta")


def add_beside(document, path):
    holder = holder_of(document, path)
    if isinstance(holder, list):
        holder.append("lisä")
    else:
        holder["lisä"] = "muuta"


@hypothesis.settings(
    deadline=None, suppress_health_check=[hypothesis.HealthCheck.function_scoped_fixture]
)
@hypothesis.given(data=st.data())
def test_a_changed_byte_is_never_valid(every_kind, data):
    """One byte of any kind of file is changed, taken away or put in, wherever it is."""
    content = data.draw(st.sampled_from(every_kind))
    place = data.draw(st.integers(0, len(content) - 1))
    byte = bytes([data.draw(st.integers(0, 255))])
    deed = data.draw(st.sampled_from(["change", "take", "put", "cut", "double"]))
    forged = {
        "change": content[:place] + byte + content[place + 1 :],
        "take": content[:place] + content[place + 1 :],
        "put": content[:place] + byte + content[place:],
        "cut": content[:place],
        "double": content[:place] + content,
    }[deed]
    hypothesis.assume(forged != content and meaning(forged) not in map(meaning, every_kind))
    verdict = check(forged)
    assert verdict.state in (State.CHANGED, State.NOT_OURS)
    assert not verdict.is_as_issued


def meaning(content):
    """A byte between the names of JSON, or round a token, may change nothing."""
    text = content.strip().removeprefix(b"\xef\xbb\xbf").strip()
    try:
        return json.loads(text)
    except ValueError:
        return text


@pytest.fixture
def every_kind(badge):
    return [file_of(badge, kind) for kind in KINDS]


def forged_documents(badge):
    """What somebody without our key can make of a badge, each with a name."""
    document = document_of(badge)
    bare = {name: value for name, value in document.items() if name != "proof"}
    own_key = Ed25519PrivateKey.generate()
    method = document["proof"]["verificationMethod"]
    now = timezone.now()
    yield "no proof", bare
    yield "empty proof", bare | {"proof": {}}
    yield (
        "proof of another key, naming ours",
        with_proof(bare, key=own_key, method=method, created=now),
    )
    yield (
        "proof of another key, naming its own",
        with_proof(bare, key=own_key, method="did:key:z6Mk", created=now),
    )
    yield "two proofs", document | {"proof": [document["proof"], document["proof"]]}
    yield "proof in a list", document | {"proof": [document["proof"]]}
    yield "unknown suite", document | {"proof": document["proof"] | {"cryptosuite": "none"}}
    yield "context beside", document | {"@context": [*document["@context"], {"x": "urn:x"}]}
    yield "context elsewhere", document | {"@context": "https://evil.example/context"}
    yield "unsigned word beside", document | {"diploma": "Tohtori"}
    yield "another type", document | {"type": ["VerifiableCredential", "Diploma"]}
    yield (
        "a number as text",
        document | {"credentialSubject": document["credentialSubject"] | {"creditsEarned": "2"}},
    )
    yield (
        "a whole number with a point",
        document | {"credentialSubject": document["credentialSubject"] | {"creditsEarned": 2.0}},
    )
    yield (
        "true for one",
        document | {"credentialSubject": document["credentialSubject"] | {"hashed": True}},
    )
    yield "wrapped", {"id": document["id"], "verifiableCredential": [document]}


def test_forged_documents_are_changed(badge):
    found = {name: state_of(of(forged)) for name, forged in forged_documents(badge)}
    assert found == dict.fromkeys(found, State.CHANGED)


def test_forged_tokens_are_changed(badge):
    header, payload, signature = badge.token.split(".")
    said = json.loads(base64.urlsafe_b64decode(payload + "=="))
    kid = jws.extract_compact(badge.token.encode()).headers()["kid"]
    own = RSAKey.generate_key(2048)
    public = keys.rsa_public(badge.token_key)

    def signed(header_beside):
        registry = jws.JWSRegistry(algorithms=["RS256"], strict_check_header=False)
        header = {"alg": "RS256"} | header_beside
        return jws.serialize_compact(header, json.dumps(said), own, registry=registry)

    confused = f"{encoded({'alg': 'HS256', 'kid': kid})}.{payload}"
    by_public_half = hmac.digest(public.as_pem(private=False), confused.encode(), "sha256")
    forged = {
        "other key": signed({"kid": kid}),
        "own key in the header": signed({"jwk": own.as_dict(private=False)}),
        "our public key as a secret": f"{confused}.{encoded_bytes(by_public_half)}",
        "no algorithm": f"{encoded({'alg': 'none'})}.{payload}.x",
        "no signature": f"{header}.{payload}.AAAA",
        "other payload": f"{header}.{encoded(said | {'name': 'Muu'})}.{signature}",
        "bits behind the last letter": f"{header}.{payload}.{signature}=",
    }
    found = {name: state_of(token.encode()) for name, token in forged.items()}
    assert set(found.values()) <= {State.CHANGED, State.NOT_OURS}
    assert found["other key"] == found["other payload"] == State.CHANGED


def encoded(value):
    return encoded_bytes(of(value))


def encoded_bytes(content):
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def test_another_picture_round_a_badge_is_seen(badge):
    other = badge_for()
    png, svg = file_of(badge, Kind.PNG), file_of(badge, Kind.SVG)
    bare_png = other_picture(other)
    for forged in (
        bake_png(bare_png, badge.document),
        bake_svg('<svg xmlns="http://www.w3.org/2000/svg"><path/></svg>', badge.document).encode(),
        svg.replace(b"</svg>", b"<path/></svg>"),
        png + b"x",
        with_chunk(png, b"tEXt", b"Comment\0Tohtori"),
        file_of(badge, Kind.PNG).replace(b"iTXt", b"iTXT"),
    ):
        assert forged not in (png, svg)
        assert state_of(forged) in (State.CHANGED, State.NOT_OURS)


def other_picture(badge):
    content = file_of(badge, Kind.PNG)
    start = content.index(b"iTXt") - 4
    (length,) = struct.unpack(">I", content[start : start + 4])
    return content[:start] + content[start + 12 + length :]


def with_chunk(png, kind, body):
    whole = struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
    return png[:-12] + whole + png[-12:]


def test_two_badges_in_one_picture_are_none(badge):
    other = badge_for()
    png = file_of(badge, Kind.PNG)
    two = with_chunk(png, b"iTXt", KEYWORD + b"\0\0\0\0\0" + other.document.encode())
    assert state_of(two) == State.NOT_OURS
    svg = file_of(badge, Kind.SVG).decode()
    inner = svg[svg.index("<openbadges") : svg.index("</openbadges:credential>") + 24]
    assert state_of(svg.replace(inner, inner * 2).encode()) == State.NOT_OURS


def test_compressed_credentials_are_not_unpacked(badge):
    packed = zlib.compress(badge.document.encode())
    png = other_picture(badge)
    assert state_of(with_chunk(png, b"iTXt", KEYWORD + b"\0\1\0\0\0" + packed)) == State.NOT_OURS


FOREIGN = {
    "empty": b"",
    "space": b"  \n",
    "a number": b"5",
    "a list": b"[]",
    "a text": b'"x"',
    "no json": b"{",
    "not utf-8": b"\xff\xfe{\x00}\x00",
    "NaN": b'{"id": NaN}',
    "endless number": b'{"id": ' + b"9" * 6000 + b"}",
    "beyond floats": b'{"id": 1e400}',
    "deep": b"[" * 100_000 + b"]" * 100_000,
    "deep object": b'{"a":' * 5_000 + b"1" + b"}" * 5_000,
    "same name twice": b'{"id": "a", "id": "b"}',
    "half a surrogate": b'{"id": "\\ud800"}',
    "id of another kind": b'{"id": {"id": 1}}',
    "long id": b'{"id": "' + b"A" * 100_000 + b'"}',
    "NUL": b"\0" * 100,
    "too large": b" " * (LARGEST_FILE + 1),
    "token of nothing": b"e30.e30.e30",
    "token of no base64": b"a.a.a",
    "PNG without anything": b"\x89PNG\r\n\x1a\n",
    "PNG that claims length": b"\x89PNG\r\n\x1a\n\xff\xff\xff\xffIHDR",
    "PNG of many chunks": b"\x89PNG\r\n\x1a\n"
    + (b"\0\0\0\0aaaa" + struct.pack(">I", zlib.crc32(b"aaaa"))) * 5000,
    "SVG without a badge": b'<svg xmlns="http://www.w3.org/2000/svg"/>',
    "SVG with entities": (
        '<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:o="{NAMESPACE}">'
        "<o:credential>&b;</o:credential></svg>"
    ).encode(),
    "SVG with a file": b'<!DOCTYPE svg SYSTEM "file:///etc/passwd"><svg/>',
    "SVG, deep": b"<svg>" * 5000,
    "HTML": b"<html><body>x</body></html>",
    "PDF": b"%PDF-1.7\n%%EOF",
}


@pytest.mark.parametrize("name", FOREIGN)
def test_what_is_no_badge_of_ours_is_not_ours(badge, name):
    verdict = check(FOREIGN[name])
    assert verdict.state == State.NOT_OURS
    assert verdict.certificate is None


def test_a_genuine_badge_of_another_issuer_is_not_ours(badge):
    document = document_of(badge)
    foreign = {name: value for name, value in document.items() if name != "proof"}
    foreign |= {
        "id": "https://muualla.example/todistus/0123456789ABCDEFGHJKMNPQRS/",
        "issuer": {"id": "https://muualla.example/", "type": ["Profile"], "name": "Muu"},
    }
    signed = with_proof(
        foreign,
        key=Ed25519PrivateKey.generate(),
        method="https://muualla.example/avain",
        created=timezone.now(),
    )
    assert state_of(of(signed)) == State.NOT_OURS


def test_a_row_that_was_tampered_with_vouches_for_nothing(badge):
    """Equal to the row, but not to what the key signed."""
    forged = badge.document.replace(badge.certificate.holder_name, "Joku Toinen")
    Badge.objects.filter(pk=badge.pk).update(document=forged)
    assert state_of(forged.encode()) == State.CHANGED
    Badge.objects.filter(pk=badge.pk).update(token=f"{badge.token[:-8]}AAAAAAAA")
    assert state_of(f"{badge.token[:-8]}AAAAAAAA".encode()) == State.CHANGED


def test_old_badges_hold_after_the_key_is_rotated(badge):
    keys.rotate()
    assert {state_of(file_of(badge, kind)) for kind in KINDS} == {State.VALID}


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_reason_is_in_the_readers_language(badge, language):
    with translation.override(language):
        said = check(file_of(badge)).reason
    assert {"fi": "myönnetty", "sv": "utfärdats", "en": "issued"}[language] in said


@pytest.mark.parametrize("others", [1, 3])
def test_one_query_whatever_there_is(badge, others, django_assert_num_queries):
    for _ in range(others):
        badge_for()
    content = file_of(badge)
    with django_assert_num_queries(1):
        assert state_of(content) == State.VALID
