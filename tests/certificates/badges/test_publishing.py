"""What others need to check badges lies open, changes with the states, and tells of nobody."""

import hashlib
import json

import pytest
from django.utils import timezone

from certificates.badges import addresses, keys
from certificates.badges.issuing import badge_of
from certificates.credential.status import decoded
from certificates.models import Badge, Certificate, StatusList
from tests.factories.badges import badge_for
from tests.factories.certificates import certificate_for
from tests.factories.courses import ProgrammeEnrolmentFactory

pytestmark = pytest.mark.django_db

JSON_LD = "application/ld+json"


@pytest.fixture
def badge():
    return badge_for()


def address_of(badge):
    return f"/todistus/{badge.certificate.code}/"


def bits_of(client, number):
    answer = client.get(f"/todistus/tila/{number}")
    return decoded(answer.json()["credentialSubject"]["encodedList"]), answer


def is_set(bits, place):
    return bool(bits[place // 8] & (0x80 >> place % 8))


def test_the_issuer_lists_every_key_that_ever_signed(client, badge):
    keys.rotate()
    new = badge_for()

    profile = client.get("/todistus/avaimet/").json()

    named = {method["id"] for method in profile["verificationMethod"]}
    signed = {key.name for each in (badge, new) for key in (each.document_key, each.token_key)}
    assert named == {addresses.key_address(name) for name in signed}
    assert set(profile["assertionMethod"]) == named
    assert profile["id"] == json.loads(badge.document)["issuer"]["id"]
    assert {method["controller"] for method in profile["verificationMethod"]} == {profile["id"]}


def test_each_key_has_its_address_and_no_private_half(client, badge):
    for key, public in ((badge.document_key, "publicKeyMultibase"), (badge.token_key, "n")):
        found = client.get(addresses.key_address(key.name)).json()
        assert public in found
        assert addresses.key_address(key.name) in (found.get("id"), found.get("kid"))
        assert not {"d", "p", "q", "dp", "dq", "qi"} & found.keys()
    assert client.get("/todistus/avaimet/ei-tallaista").status_code == 404


def test_the_list_of_states_follows_the_certificates(client, badge):
    revoked, superseded, annulled, valid = (badge_for() for _ in range(4))
    before, answer = bits_of(client, 1)
    assert set(before) == {0}
    assert len(before) * 8 == 131_072
    assert bits_of(client, 1)[1].content == answer.content

    now = timezone.now()
    Certificate.objects.filter(badge=revoked).update(revoked_at=now, revoked_reason="Virhe")
    Certificate.objects.filter(badge=superseded).update(superseded_at=now)
    completion = annulled.certificate.completion
    completion.annulled_at, completion.annulled_by = now, completion.learner
    completion.annulled_reason = "Virhe"
    completion.save()

    after, _answer = bits_of(client, 1)
    set_now = {each.pk: is_set(after, each.place) for each in (revoked, superseded, annulled)}
    assert all(set_now.values())
    assert not is_set(after, valid.place)
    assert sum(byte.bit_count() for byte in after) == 3


def test_a_programme_that_opens_again_takes_its_badge_along(client):
    enrolment = ProgrammeEnrolmentFactory(completed_at=timezone.now())
    certificate = certificate_for()
    Certificate.objects.filter(pk=certificate.pk).update(
        completion=None, programme_enrolment=enrolment
    )
    certificate.refresh_from_db()
    badge = badge_of(certificate)
    assert json.loads(badge.document)["credentialSubject"]["achievement"]["achievementType"] == (
        "LearningProgram"
    )
    assert not is_set(bits_of(client, 1)[0], badge.place)
    enrolment.completed_at = None
    enrolment.save()
    assert is_set(bits_of(client, 1)[0], badge.place)


def test_a_list_that_cannot_be_signed_is_not_given_stale(client, badge, settings):
    bits_of(client, 1)
    settings.SECRET_KEY = "another"
    Certificate.objects.update(revoked_at=timezone.now(), revoked_reason="Virhe")
    answer = client.get("/todistus/tila/1")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "300"
    assert answer.headers["Cache-Control"] == "no-store"
    keys.rotate()
    assert is_set(bits_of(client, 1)[0], badge.place)


def test_there_is_no_list_that_nobody_opened(client, badge):
    assert client.get("/todistus/tila/2").status_code == 404
    assert StatusList.objects.count() == 1


@pytest.mark.parametrize("badges", [1, 3])
def test_few_queries_however_many_badges(client, badges, django_assert_num_queries):
    for _ in range(badges):
        made = badge_for()
    Certificate.objects.update(revoked_at=timezone.now(), revoked_reason="Virhe")
    with django_assert_num_queries(3):
        client.get("/todistus/tila/1")
    with django_assert_num_queries(1):
        client.get("/todistus/avaimet/")
    with django_assert_num_queries(3):
        assert client.get(f"/todistus/{made.certificate.code}.json").status_code == 200


def test_the_pictures_are_at_addresses_that_are_their_digests(client, badge):
    document = json.loads(badge.document)
    for picture, media_type in (
        (document["credentialSubject"]["achievement"]["image"], "image/png"),
        (document["image"], "image/svg+xml"),
    ):
        answer = client.get(picture["id"])
        assert answer.headers["Content-Type"] == media_type
        digest = picture["id"].rpartition("/")[2].partition(".")[0]
        assert hashlib.sha256(answer.content).hexdigest() == digest
        assert badge.certificate.holder_name.encode() not in answer.content
    wrong = picture["id"].replace(".svg", ".png")
    assert client.get(wrong).status_code == 404
    assert client.get(picture["id"].replace(".svg", ".exe")).status_code == 404


@pytest.mark.parametrize(
    ("accept", "answered"),
    [
        ("text/html,application/xhtml+xml;q=0.9,*/*;q=0.8", "text/html"),
        ("*/*", "text/html"),
        ("", "text/html"),
        ("application/ld+json", JSON_LD),
        ("application/json", "application/json"),
        ("application/vc", "application/vc"),
        ("application/vc+jwt", "application/vc+jwt"),
        ("text/html;q=0.1, application/ld+json", JSON_LD),
        ("application/pdf", "text/html"),
        ("rubbish;;;q=x,/", "text/html"),
    ],
)
def test_the_address_on_the_paper_answers_programs_with_the_badge(client, badge, accept, answered):
    answer = client.get(address_of(badge), headers={"Accept": accept} if accept else {})
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].partition(";")[0] == answered
    assert "Accept" in answer.headers["Vary"]
    content = answer.content.decode()
    if answered != "text/html":
        assert content == (badge.token if "jwt" in answered else badge.document)


def test_the_files_at_the_certificates_address(client, badge):
    code = badge.certificate.code
    assert client.get(f"/todistus/{code}.json").content.decode() == badge.document
    assert client.get(f"/todistus/{code.lower()}.jwt").content.decode() == badge.token
    assert client.get(f"/todistus/{'7' * 26}.json").status_code == 404
    assert client.get("/todistus/x.json").status_code == 404
    assert client.post(f"/todistus/{code}.json").status_code == 405


@pytest.mark.parametrize("accept", [JSON_LD, "application/vc+jwt"])
def test_a_hidden_name_is_not_given_away_by_the_badge(client, badge, accept):
    Certificate.objects.filter(badge=badge).update(name_is_hidden=True)
    name = badge.certificate.holder_name
    for address in (f"/todistus/{badge.certificate.code}.json", address_of(badge)):
        answer = client.get(address, headers={"Accept": accept})
        assert answer.status_code == 403
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert name not in answer.content.decode()


def test_a_badge_that_is_not_made_yet_says_when_to_ask_again(client):
    certificate = certificate_for()
    answer = client.get(f"/todistus/{certificate.code}.json")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "20"
    assert not Badge.objects.exists()


def test_none_of_it_sets_a_cookie_or_stands_in_an_index(client, badge):
    document = json.loads(badge.document)
    for address in (
        "/todistus/avaimet/",
        addresses.key_address(badge.document_key.name),
        "/todistus/tila/1",
        document["image"]["id"],
        f"/todistus/{badge.certificate.code}.json",
    ):
        answer = client.get(address, headers={"Origin": "https://lompakko.example"})
        assert answer.status_code == 200
        assert not answer.cookies
        assert answer.headers["X-Robots-Tag"] == "noindex"
        assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_guessing_codes_by_programs_is_limited_too(client, badge):
    for _ in range(30):
        client.get(f"/todistus/{'7' * 26}.json")
    answer = client.get(f"/todistus/{badge.certificate.code}.json")
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0
