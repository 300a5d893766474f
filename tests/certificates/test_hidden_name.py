"""A hidden name is on no public page, and is shown to whoever has the file or the paper."""

import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from certificates import limits
from certificates.badges.files import Kind, badge_file
from certificates.badges.issuing import badge_of
from certificates.models import Certificate
from tests.factories.certificates import certificate_for, certificate_with_file

pytestmark = pytest.mark.django_db

NAME = "Ánne-Márjá Ŋuorra"


@pytest.fixture
def certificate():
    certificate = certificate_with_file(
        enrolment__learner__first_name="Ánne-Márjá", enrolment__learner__last_name="Ŋuorra"
    )
    badge_of(certificate)
    Certificate.objects.filter(pk=certificate.pk).update(name_is_hidden=True)
    certificate.refresh_from_db()
    return certificate


def page_of(certificate):
    return reverse("certificates:verify", args=[certificate.code]) + "?lang=en"


def pdf_of(certificate):
    with certificate.pdf.open("rb") as file:
        return file.read()


def hand(client, certificate, content):
    return client.post(page_of(certificate), {"file": SimpleUploadedFile("x", content)})


def give(client, certificate, **said):
    return client.post(page_of(certificate), said)


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_no_page_says_it(client, certificate, language, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        answer = client.get(page_of(certificate).replace("en", language))
    page = answer.content.decode()
    assert "uorra" not in page
    assert certificate.pdf_sha256 not in page
    for ending in (".json", ".jwt"):
        assert b"uorra" not in client.get(f"/todistus/{certificate.code}{ending}").content


@pytest.mark.parametrize(
    "typed",
    [NAME, "  anne marja nuorra ", "ÁNNE-MÁRJÁ ŊUORRA", "A\u0301nne Ma\u0301rja\u0301 Ŋuorra"],
)
def test_the_printed_name_is_answered_with_it(client, certificate, typed):
    answer = give(client, certificate, name=typed)
    assert answer.status_code == 200
    assert NAME in answer.content.decode()
    assert not answer.cookies


def test_the_page_keeps_it_hidden_afterwards(client, certificate):
    give(client, certificate, name=NAME)
    assert NAME not in client.get(page_of(certificate)).content.decode()


@pytest.mark.parametrize(
    "typed",
    ["", " ", "-", "Ánne", "Ŋuorra", "Ŋuorra Ánne-Márjá", "Ánne-Márjá Ŋuorr", "%", "\0", "x" * 500],
)
def test_another_name_is_refused_and_said_nothing_of(client, certificate, typed):
    answer = give(client, certificate, name=typed)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert NAME not in page
    assert "Ŋuorra" not in page.replace(f'value="{typed}"', "")


def test_a_nearly_right_name_gets_the_same_answer_as_a_wrong_one(client, certificate):
    near, far = (
        give(client, certificate, name=typed).content.decode().replace(typed, "")
        for typed in ("Ánne-Márjá Ŋuorr", "Aku Ankka")
    )
    assert near == far


def test_after_too_many_tries_the_right_name_gets_the_same_answer_too(client, certificate):
    for _try in range(limits.NAMES.times):
        assert give(client, certificate, name="Aku Ankka").status_code == 400
    wrong, right = (give(client, certificate, name=typed) for typed in ("Aku Ankka", NAME))
    assert (wrong.status_code, right.status_code) == (429, 429)
    assert int(right.headers["Retry-After"]) > 0
    said = right.content.decode().replace(f'value="{NAME}"', "")
    assert NAME not in said
    assert said == wrong.content.decode().replace('value="Aku Ankka"', "")
    # The page itself stays open.
    assert client.get(page_of(certificate)).status_code == 200


def test_many_readers_together_may_not_guess_on_and_on(client, certificate):
    for host in range(limits.NAMES_OF_ONE.times):
        client.post(page_of(certificate), {"name": "Aku"}, REMOTE_ADDR=f"192.0.2.{host}")
    answer = client.post(page_of(certificate), {"name": NAME}, REMOTE_ADDR="198.51.100.1")
    assert answer.status_code == 429
    other = certificate_for(
        enrolment__learner__first_name="Aino", enrolment__learner__last_name="A"
    )
    Certificate.objects.filter(pk=other.pk).update(name_is_hidden=True)
    answer = client.post(page_of(other), {"name": "Aino A"}, REMOTE_ADDR="198.51.100.1")
    assert answer.status_code == 200


def test_others_wrong_names_do_not_shut_out_who_has_the_file(client, certificate):
    for _try in range(limits.NAMES.times):
        give(client, certificate, name="Aku Ankka")
    by_file = give(client, certificate, digest=certificate.pdf_sha256)
    assert by_file.status_code == 200
    assert NAME in by_file.content.decode()
    by_other_file = give(client, certificate, digest="0" * 64)
    assert by_other_file.status_code == 429
    assert NAME not in by_other_file.content.decode()


def test_right_names_are_not_counted(client, certificate):
    for _try in range(limits.NAMES.times + 1):
        assert give(client, certificate, name=NAME).status_code == 200


@pytest.mark.parametrize("kind", ["pdf", *Kind])
def test_the_file_shows_it(client, certificate, kind):
    content = (
        pdf_of(certificate) if kind == "pdf" else badge_file(certificate.badge, Kind(kind)).content
    )
    assert NAME in hand(client, certificate, content).content.decode()


def test_another_file_does_not(client, certificate):
    for content in (pdf_of(certificate) + b" ", b"{}", pdf_of(certificate_with_file())):
        assert NAME not in hand(client, certificate, content).content.decode()


def test_the_digest_of_the_file_shows_it_and_what_the_page_bears_does_not(client, certificate):
    proof = client.get(page_of(certificate)).context["proof"]
    assert proof == hashlib.sha256(certificate.pdf_sha256.encode()).hexdigest()
    assert NAME in give(client, certificate, digest=certificate.pdf_sha256).content.decode()
    for digest in (proof, "0" * 64, "ä" * 64, "x" * 99):
        answer = give(client, certificate, digest=digest)
        assert answer.status_code == 400
        assert NAME not in answer.content.decode()


def test_without_a_file_an_empty_digest_shows_nothing(client):
    certificate = certificate_for(enrolment__learner__last_name="Salainen")
    Certificate.objects.filter(pk=certificate.pk).update(name_is_hidden=True)
    for said in ({"digest": ""}, {"digest": "", "name": ""}):
        answer = give(client, certificate, **said)
        assert answer.status_code == 400
        assert "Salainen" not in answer.content.decode()
