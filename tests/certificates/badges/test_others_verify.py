"""Badges hold before verifiers that others wrote, with nothing but what is published."""

import copy
import json
from decimal import Decimal

import pytest
from django.utils import timezone

from certificates.badges import addresses, keys
from certificates.badges.issuing import badge_of
from certificates.models import Certificate
from courses.models import Course
from tests.certificates import strangers
from tests.factories.certificates import CertificateTemplateFactory, certificate_for

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine, pytest.mark.slow]

DIFFICULT = "Áŋŋá Čođđi Ŧuomas Šžõ \u2028 \\\"'<&> \u0000\u0007\t李 😀 ]]> Ǩǩ"


@pytest.fixture(autouse=True)
def _installed():
    strangers.install()


@pytest.fixture
def published(client):
    """What the badges so far name, as anybody can read it."""

    def read(*badges):
        found = {addresses.issuer_address(): None}
        for badge in badges:
            found[addresses.status_address(badge.status_list.number)] = None
            found[addresses.key_address(badge.document_key.name)] = None
            found[addresses.key_address(badge.token_key.name)] = None
        return {address: client.get(address).json() for address in found}

    return read


def documents_of(*badges):
    return [json.loads(badge.document) for badge in badges]


def outcomes(answers):
    """Whether each holds, with why not."""
    return [each["verified"] or each["why"] for each in answers]


def refused(answers):
    return [not each["verified"] for each in answers]


def full_certificate(**fields):
    template = CertificateTemplateFactory(criteria_fi="Tee kaikki tehtävät.")
    template.alignments = [
        ("alignment", {"name": "neuvo", "url": "http://data.europa.eu/esco/skill/a", "code": "S1"})
    ]
    template.save()
    course = {
        "names": {"fi": "Työkyvyn tuki", "sv": "Stöd för arbetsförmågan"},
        "outcomes": {"fi": ["tunnistat tarpeen", "osaat puhua"]},
        "scale": Course.Scale.ZERO_TO_FIVE,
        "credits": Decimal("2.50"),
    }
    of_course = {f"enrolment__run__course__{name}": value for name, value in course.items()}
    return certificate_for(**of_course, grade="4", **fields)


def test_both_proofs_hold_and_say_the_same(published):
    badge = badge_of(full_certificate())

    answers = strangers.verify(
        documents=documents_of(badge), tokens=[badge.token], published=published(badge)
    )

    assert outcomes(answers["documents"]) == [True]
    assert answers["tokens"][0]["verified"]
    said = answers["tokens"][0]["says"]
    document = documents_of(badge)[0]
    assert {name: said[name] for name in document if name != "proof"} == {
        name: value for name, value in document.items() if name != "proof"
    }
    assert said["iss"] == document["issuer"]["id"]
    assert said["jti"] == document["id"]


def test_difficult_letters_hold(published):
    certificate = certificate_for(given_names=DIFFICULT.replace("\0", ""), surname="Ǥoahti")
    badge = badge_of(certificate)
    answers = strangers.verify(documents=documents_of(badge), published=published(badge))
    assert outcomes(answers["documents"]) == [True]


def test_what_is_changed_does_not_hold(published):
    badge = badge_of(full_certificate())
    (document,) = documents_of(badge)
    forged = []
    for change in (
        lambda it: it["credentialSubject"]["identifier"][0].update(identityHash="Joku Toinen"),
        lambda it: it["credentialSubject"]["result"][0].update(value="5"),
        lambda it: it["credentialSubject"].update(creditsEarned=25),
        lambda it: it.update(validFrom="2020-01-01T00:00:00Z"),
        lambda it: it["credentialStatus"].update(statusListIndex="7"),
        lambda it: it["proof"].update(created="2020-01-01T00:00:00Z"),
    ):
        changed = copy.deepcopy(document)
        change(changed)
        forged.append(changed)
    header, payload, signature = badge.token.split(".")

    answers = strangers.verify(
        documents=forged,
        tokens=[f"{header}.{payload[:-4]}AAAA.{signature}"],
        published=published(badge),
    )

    assert refused(answers["documents"]) == [True] * len(forged)
    assert refused(answers["tokens"]) == [True]


def test_revoked_and_superseded_ones_are_told_by_the_list(published):
    revoked, superseded, valid = (badge_of(certificate_for()) for _ in range(3))
    now = timezone.now()
    Certificate.objects.filter(badge=revoked).update(revoked_at=now, revoked_reason="Virhe")
    Certificate.objects.filter(badge=superseded).update(superseded_at=now)

    answers = strangers.verify(
        documents=documents_of(revoked, superseded, valid), published=published(valid)
    )

    assert outcomes(answers["documents"]) == [True, True, True]
    assert [each["is_revoked"] for each in answers["documents"]] == [True, True, False]


def test_keys_that_were_rotated_away_still_prove_what_they_signed(published):
    old = badge_of(certificate_for())
    keys.rotate()
    new = badge_of(certificate_for())
    assert old.document_key != new.document_key

    answers = strangers.verify(
        documents=documents_of(old, new),
        tokens=[old.token, new.token],
        published=published(old, new),
    )

    assert outcomes(answers["documents"]) == [True, True]
    assert [each["verified"] for each in answers["tokens"]] == [True, True]
