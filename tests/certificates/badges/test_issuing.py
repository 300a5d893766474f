"""A badge is made once, says what the paper says, and its keys are kept well."""

import datetime
import json

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from certificates.badges import issuing, keys, sealing
from certificates.badges.issuing import badge_of
from certificates.credential.reading import find
from certificates.issuing import issue_certificate
from certificates.models import Badge, Certificate, SigningKey, StatusList
from courses.models import Course
from tests.certificates.test_issuing import in_threads
from tests.factories.badges import badge_for
from tests.factories.certificates import CertificateTemplateFactory, certificate_for
from tests.factories.courses import CompletionFactory, CourseStepFactory

pytestmark = pytest.mark.django_db


def said_by(certificate):
    return json.loads(badge_of(certificate).document)


def achievement_of(certificate):
    return said_by(certificate)["credentialSubject"]["achievement"]


def test_a_second_call_gives_the_same_badge():
    certificate = certificate_for()
    assert badge_of(certificate) == badge_of(certificate)
    assert Badge.objects.count() == 1
    assert SigningKey.objects.count() == 2


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_many_at_the_same_instant_get_one_badge_and_one_pair_of_keys():
    certificate = certificate_for()
    assert in_threads(*[lambda: badge_of(certificate)] * 8) == []
    assert Badge.objects.count() == 1
    assert SigningKey.objects.filter(retired_at=None).count() == 2
    assert StatusList.objects.count() == 1


def test_it_says_what_the_paper_says():
    template = CertificateTemplateFactory(criteria_fi="Tee kaikki tehtävät.")
    template.alignments = [("alignment", {"name": "neuvo", "url": "https://esco.example/s1"})]
    template.save()
    certificate = certificate_for(
        given_names="Aino Ŋuovtta",
        surname="Čállin",
        grade="4",
        enrolment__run__course__names={"fi": "Työkyky", "sv": "Arbetsförmåga"},
        enrolment__run__course__outcomes={"fi": ["tunnistat tarpeen"]},
        enrolment__run__course__scale=Course.Scale.ZERO_TO_FIVE,
    )

    said = said_by(certificate)

    subject, achievement = said["credentialSubject"], said["credentialSubject"]["achievement"]
    assert said["name"] == achievement["name"] == "Työkyky"
    assert subject["identifier"][0]["identityHash"] == "Aino Ŋuovtta Čállin"
    assert subject["licenseNumber"] == certificate.number
    assert subject["term"] == certificate.run_code
    assert subject["creditsEarned"] == achievement["creditsAvailable"] == certificate.credits
    assert subject["result"][0]["value"] == "4"
    assert achievement["resultDescription"][0]["allowedValue"] == ["1", "2", "3", "4", "5"]
    assert achievement["criteria"]["narrative"] == "Tee kaikki tehtävät."
    assert achievement["alignment"][0]["targetName"] == "neuvo"
    assert achievement["humanCode"] == certificate.course_code
    assert achievement["creator"]["name"] == certificate.organiser_names["fi"]
    assert "tunnistat tarpeen" in achievement["description"]
    assert "Arbetsförmåga" in achievement["description"]
    assert "validUntil" not in said
    # A program that shows UTC shows the same day as the page.
    assert said["awardedDate"][:10] == str(certificate.completed_on)


def test_what_the_template_leaves_out_is_left_out_here_too():
    CertificateTemplateFactory(
        shows_grade=False,
        shows_run=False,
        shows_outcomes=False,
        shows_hours=False,
        shows_other_names=False,
    )
    certificate = certificate_for(
        enrolment__run__course__names={"fi": "Työkyky", "sv": "Arbetsförmåga"},
        enrolment__run__course__outcomes={"fi": ["tunnistat tarpeen"]},
    )
    said = said_by(certificate)
    subject = said["credentialSubject"]
    assert "result" not in subject
    assert "resultDescription" not in subject["achievement"]
    assert "term" not in subject
    for left_out in ("tunnistat", "Arbetsförmåga", "tuntia"):
        assert left_out not in subject["achievement"]["description"]


def test_without_words_of_the_template_the_rules_are_told():
    completion = CompletionFactory()
    course = completion.course
    CourseStepFactory(course=course, required=True, titles={"fi": "Loppukoe"})
    CourseStepFactory(course=course, titles={"fi": "Vapaa lukeminen"})
    told = achievement_of(issue_certificate(completion=completion))["criteria"]["narrative"]
    assert "- Loppukoe" in told
    assert "Vapaa lukeminen" not in told


def test_the_last_day_is_valid_to_its_end_in_finland():
    certificate = certificate_for()
    Certificate.objects.filter(pk=certificate.pk).update(expires_on=datetime.date(2027, 7, 1))
    certificate.refresh_from_db()
    assert said_by(certificate)["validUntil"] == "2027-07-01T20:59:59Z"


def test_a_programme_tells_its_courses():
    certificate = certificate_for()
    part = {
        "code": "TK-1", "names": {"fi": "Alku"}, "credits": "2.50", "hours": 67,
        "scale": "pass_fail", "grade": "HYV", "completed_on": "2026-05-04",
    }  # fmt: skip
    certificate.parts = [part, part | {"code": "TK-2", "names": {"fi": "Loppu"}}]
    certificate.save()
    achievement = achievement_of(certificate)
    assert "- Alku, 2,5 op, 4.5.2026" in achievement["description"].replace(
        ", Hyväksytty (asteikko: hyväksytty / hylätty)", ""
    )
    assert len({each["id"] for each in achievement["related"]}) == 2


def test_letters_that_verifiers_escape_each_in_their_way_are_left_out():
    certificate = certificate_for()
    Certificate.objects.filter(pk=certificate.pk).update(holder_name="Ai\x07no\x7f\u0085 Š\ufffe")
    certificate.refresh_from_db()
    said = said_by(certificate)["credentialSubject"]["identifier"][0]["identityHash"]
    assert said == "Aino Š"


def test_places_are_told_apart_and_a_full_list_opens_the_next(monkeypatch):
    monkeypatch.setattr(issuing, "FULL_AT", 2)
    badges = [badge_for() for _ in range(5)]
    assert [badge.status_list.number for badge in badges] == [1, 1, 2, 2, 3]


def test_a_taken_place_is_given_to_nobody_else(monkeypatch):
    first = badge_for()
    places = iter([first.place, first.place, 7])
    monkeypatch.setattr(issuing.secrets, "randbelow", lambda _length: next(places))
    assert badge_for().place == 7


@pytest.mark.parametrize("badges", [1, 3])
def test_queries_do_not_grow(badges, django_assert_num_queries):
    for _ in range(badges):
        badge_for()
    certificate = certificate_for()
    with django_assert_num_queries(19):
        badge_of(certificate)
    with django_assert_num_queries(1):
        badge_of(certificate)


def test_a_secret_that_was_lost_stops_badges_and_says_what_to_do(settings):
    badge_for()
    settings.SECRET_KEY = "another"
    certificate = certificate_for()
    with pytest.raises(sealing.UnreadableKeyError, match="rotate_signing_key"):
        badge_of(certificate)
    assert not Badge.objects.filter(certificate=certificate).exists()
    keys.rotate()
    assert badge_of(certificate).document_key.retired_at is None


def test_secrets_can_be_changed_one_after_the_other(settings):
    old, new = b"o" * 32, b"n" * 32
    settings.BADGE_KEY_SECRETS = [old]
    badge_for()
    settings.BADGE_KEY_SECRETS = [new, old]
    badge_for()
    settings.BADGE_KEY_SECRETS = [new]
    with pytest.raises(sealing.UnreadableKeyError):
        badge_for()
    keys.rotate()
    badge_for()


def test_a_private_half_opens_in_no_other_row():
    sealed = sealing.seal(b"half", name="one")
    assert sealing.unseal(sealed, name="one") == b"half"
    with pytest.raises(sealing.UnreadableKeyError):
        sealing.unseal(sealed, name="other")
    with pytest.raises(sealing.UnreadableKeyError):
        sealing.unseal(b"", name="one")


def test_rotating_retires_the_old_keys_and_forgets_their_private_halves(capsys):
    old = badge_for()
    call_command("rotate_signing_key")
    told = capsys.readouterr().out
    retired = SigningKey.objects.filter(retired_at__isnull=False)
    assert {key.pk for key in retired} == {old.document_key_id, old.token_key_id}
    assert {key.private for key in retired} == {None}
    new = badge_for()
    assert new.document_key.name in told
    assert new.token_key.name in told


def test_a_lost_badge_row_is_never_made_twice():
    badge = badge_for()
    with pytest.raises(IntegrityError), transaction.atomic():
        Badge.objects.create(
            certificate=badge.certificate, status_list=badge.status_list, place=badge.place + 1,
            document="{}", token="t", document_key=badge.document_key,
            token_key=badge.token_key, made_at=timezone.now(),
        )  # fmt: skip


def test_its_documents_are_read_back_as_they_were_signed():
    badge = badge_for()
    assert find(badge.document.encode()).claims["id"] == find(badge.token.encode()).claims["id"]
