"""The public pages: every fact, its worth today, and the file itself."""

import datetime
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone, translation

from certificates import facts, limits
from certificates.codes import in_groups
from certificates.issuing import issue_certificate
from certificates.models import Certificate
from certificates.printed_name import proof_of_file
from tests.factories.accounts import UserFactory
from tests.factories.certificates import (
    CertificateTemplateFactory,
    certificate_for,
    certificate_with_file,
    programme_certificate_for,
)
from tests.factories.courses import CourseFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def certificate():
    template = CertificateTemplateFactory(closing_fi="Osaaminen on osoitettu kokeella.")
    template.signatories = [("signatory", {"name": "Marjaana Koskela", "title_fi": "päällikkö"})]
    template.save()
    return certificate_with_file(
        enrolment__run__course__names={"fi": "Työkyvyn tuki", "sv": "Stöd för arbetsförmågan"},
        enrolment__run__course__outcomes={"fi": ["tunnistat työkyvyn tuen tarpeen"]},
    )


def page_of(certificate, query=""):
    return reverse("certificates:verify", args=[certificate.code]) + query


def bytes_of(certificate):
    with certificate.pdf.open("rb") as file:
        return file.read()


def upload(client, certificate, content, name="todistus.pdf"):
    file = SimpleUploadedFile(name, content, content_type="application/pdf")
    return client.post(page_of(certificate), {"file": file})


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_it_repeats_every_printed_fact(client, certificate, language):
    answer = client.get(page_of(certificate, f"?lang={language}"))
    page = answer.content.decode().replace("\u00ad", "")
    with translation.override(language):
        said = facts.facts(certificate)
    for wanted in [
        certificate.holder_name, "Työkyvyn tuki", "Stöd för arbetsförmågan", "Marjaana Koskela",
        "tunnistat työkyvyn tuen tarpeen", certificate.grouped_code,
        *facts.words_in(certificate, language).values(), *(value for _label, value in said),
    ]:  # fmt: skip
        assert wanted in page
    assert f'<html lang="{language}"' in page
    assert answer.headers["Content-Language"] == language


def test_the_browser_language_is_used_and_the_address_has_no_prefix(client, certificate):
    assert page_of(certificate) == f"/todistus/{certificate.code}/"
    answer = client.get(page_of(certificate), headers={"Accept-Language": "sv,fi;q=0.5"})
    assert answer.headers["Content-Language"] == "sv"
    assert client.get(page_of(certificate, "?lang=xx")).status_code == 200


def test_it_is_kept_out_of_indexes_and_sets_no_cookie(client, certificate):
    for address in (page_of(certificate), reverse("certificates:check")):
        answer = client.get(address)
        assert answer.headers["X-Robots-Tag"] == "noindex"
        assert 'name="robots" content="noindex"' in answer.content.decode()
        assert not answer.cookies


@pytest.mark.parametrize("outcomes", [1, 3])
def test_few_queries_whatever_it_says(client, django_assert_max_num_queries, outcomes):
    names = {"fi": [f"Tavoite {number}" for number in range(outcomes)]}
    certificate = certificate_with_file(enrolment__run__course__outcomes=names)
    certificate_for()
    with django_assert_max_num_queries(6):
        assert client.get(page_of(certificate)).status_code == 200


def test_a_signed_in_reader_stays_within_the_queries_too(
    client, certificate, django_assert_max_num_queries
):
    client.force_login(UserFactory())
    with django_assert_max_num_queries(6):
        assert client.get(page_of(certificate)).status_code == 200


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param(str, id="as stored"),
        pytest.param(in_groups, id="as printed"),
        pytest.param(str.lower, id="small letters"),
        pytest.param(lambda code: f"  {' '.join(code)} ", id="spaces"),
        pytest.param(lambda code: code.replace("0", "O").replace("1", "l"), id="look-alikes"),
        pytest.param(lambda code: f"http://testserver/todistus/{code}/", id="the whole address"),
    ],
)
def test_a_code_is_forgiven_its_spelling(client, certificate, typed):
    Certificate.objects.filter(pk=certificate.pk).update(code="01" * 13)
    certificate.refresh_from_db()
    answer = client.get(reverse("certificates:check"), {"code": typed(certificate.code)})
    assert answer.status_code == 302
    assert answer.headers["Location"] == page_of(certificate)
    assert client.get(f"/todistus/{in_groups(certificate.code).lower()}/").status_code == 200


@pytest.mark.parametrize(
    "typed",
    ["ABCD", "TKP-2026-000001", "Ö" * 26, "7" * 26, "", " ", "x" * 300, "<script>", "a/b"],
)
def test_a_wrong_code_is_a_404_in_words_and_the_text_stays(client, certificate, typed):
    answer = client.get(reverse("certificates:check"), {"code": typed, "lang": "en"})
    page = answer.content.decode()
    assert answer.status_code == 404
    assert certificate.holder_name not in page
    assert answer.context["form"]["code"].value() == typed
    assert answer.context["form"].errors["code"]


def test_an_unknown_address_is_the_same_page(client, certificate):
    answer = client.get("/todistus/7777-7777/?lang=en")
    assert answer.status_code == 404
    assert 'value="7777-7777"' in answer.content.decode()
    assert "No certificate has this code" in answer.content.decode()


def test_an_expired_one_says_until_when(client, certificate):
    Certificate.objects.filter(pk=certificate.pk).update(
        completed_on=datetime.date(2019, 3, 1), expires_on=datetime.date(2020, 3, 1)
    )
    page = client.get(page_of(certificate, "?lang=en")).content.decode()
    assert "This certificate has expired</h1>" in page
    assert "1.3.2020" in page


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_a_programmes_repeats_its_courses(client, language, django_assert_max_num_queries):
    courses = [CourseFactory(names={"fi": f"Osa {number}"}) for number in range(3)]
    certificate = programme_certificate_for(*courses, learner=UserFactory())
    with django_assert_max_num_queries(6):
        page = client.get(page_of(certificate, f"?lang={language}")).content.decode()
    with translation.override(language):
        for part in facts.parts(certificate, language):
            assert f"{part.name}, {part.code}" in page
            assert part.scope in page
            assert part.completed in page


def test_a_programme_that_lost_a_course_says_so(client):
    certificate = programme_certificate_for(CourseFactory(), learner=UserFactory())
    certificate.programme_enrolment.completed_at = None
    certificate.programme_enrolment.save()
    page = client.get(page_of(certificate, "?lang=en")).content.decode()
    assert "This certificate is not valid</h1>" in page
    assert "no longer completed" in page


def test_a_revoked_one_says_why(client, certificate):
    certificate.revoked_at, certificate.revoked_reason = timezone.now(), "Annettu erehdyksessä"
    certificate.save()
    page = client.get(page_of(certificate, "?lang=en")).content.decode()
    assert "This certificate is not valid" in page
    assert "Annettu erehdyksessä" in page
    assert "is valid</h1>" not in page


def test_one_of_an_annulled_completion_is_not_valid_and_keeps_the_reason_inside(
    client, certificate
):
    completion = certificate.completion
    completion.annulled_at, completion.annulled_reason = timezone.now(), "Vilppi kokeessa"
    completion.save()
    page = client.get(page_of(certificate, "?lang=en")).content.decode()
    assert "This certificate is not valid" in page
    assert "Vilppi" not in page


def test_a_superseded_one_leads_to_its_successor(client, certificate):
    certificate.superseded_at = timezone.now()
    certificate.save()
    successor = issue_certificate(completion=certificate.completion)
    successor.supersedes = certificate
    successor.save()
    page = client.get(page_of(certificate, "?lang=en")).content.decode()
    assert "This certificate has been replaced" in page
    assert page_of(successor) in page


def test_the_issued_file_is_recognised(client, certificate):
    answer = upload(client, certificate, bytes_of(certificate))
    assert answer.status_code == 200
    assert answer.context["outcome"] == "same"
    assert not answer.cookies
    assert proof_of_file(certificate.pdf_sha256) in answer.content.decode()
    # The digest itself shows a hidden name: no page bears it.
    assert certificate.pdf_sha256 not in answer.content.decode()


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda content: content + b"\n", id="a byte more"),
        pytest.param(lambda content: content.replace(b"2 0 obj", b"2 1 obj", 1), id="a byte other"),
        pytest.param(lambda content: b"%PDF-1.7 forged", id="another file"),
    ],
)
def test_a_changed_file_is_found_out(client, certificate, change):
    answer = upload(client, certificate, change(bytes_of(certificate)))
    assert answer.context["outcome"] == "changed"


def test_another_certificate_is_not_this_one(client, certificate):
    other = certificate_with_file()
    assert upload(client, certificate, bytes_of(other)).context["outcome"] == "changed"


@pytest.mark.parametrize(
    ("content", "status"),
    [
        pytest.param(None, 400, id="no file"),
        pytest.param(b"", 400, id="an empty one"),
        pytest.param(b"x" * (5 * 1024 * 1024 + 1), 400, id="a little too large"),
        pytest.param(b"x" * (6 * 1024 * 1024), 413, id="far too large"),
    ],
)
def test_what_is_no_file_is_refused_in_words(client, certificate, content, status):
    answer = (
        client.post(page_of(certificate))
        if content is None
        else upload(client, certificate, content)
    )
    assert answer.status_code == status
    assert not answer.context.get("outcome")


@pytest.mark.parametrize("body", [b"nonsense", b"--x\r\nContent-Disposition: form-data"])
def test_a_broken_upload_is_no_500(client, certificate, body):
    answer = client.post(page_of(certificate), body, content_type="multipart/form-data; boundary=x")
    assert answer.status_code == 400
    no_boundary = client.post(page_of(certificate), body, content_type="multipart/form-data")
    assert no_boundary.status_code == 400


def test_while_the_file_is_being_made_the_page_says_so(client):
    certificate = certificate_for()
    page = client.get(page_of(certificate, "?lang=en")).content.decode()
    assert "is being made" in page
    assert 'type="file"' not in page


def test_guessing_codes_is_stopped_for_that_address_only(client, certificate):
    for _try in range(limits.MISSES.times):
        assert client.get("/todistus/7777/").status_code == 404
    stopped = client.get(page_of(certificate, "?lang=en"))
    assert stopped.status_code == 429
    assert "Too many tries" in stopped.content.decode()
    assert certificate.holder_name not in stopped.content.decode()
    assert client.get(page_of(certificate), REMOTE_ADDR="192.0.2.7").status_code == 200


def test_one_network_of_ipv6_counts_as_one_reader(client, certificate):
    for host in range(limits.MISSES.times):
        client.get("/todistus/7777/", REMOTE_ADDR=f"2001:db8:1:2::{host:x}")
    assert client.get(page_of(certificate), REMOTE_ADDR="2001:db8:1:2::ff").status_code == 429
    assert client.get(page_of(certificate), REMOTE_ADDR="2001:db8:1:3::1").status_code == 200


@pytest.mark.slow
def test_hammering_one_page_is_stopped(client, certificate, monkeypatch):
    # A busy machine may take more than the minute that is counted.
    monkeypatch.setattr(limits, "time", SimpleNamespace(time=lambda: 1_800_000_000))
    answers = [client.get(page_of(certificate)).status_code for _ in range(limits.REQUESTS + 1)]
    assert answers == [200] * limits.REQUESTS + [429]


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused(client, certificate, method):
    assert getattr(client, method)(page_of(certificate)).status_code == 405


def test_the_courses_of_a_programme_are_a_table(client):
    courses = [CourseFactory(code="TK1"), CourseFactory(code="TK2")]
    certificate = programme_certificate_for(*courses, learner=UserFactory())
    page = client.get(reverse("certificates:verify", args=[certificate.code])).text
    table = page.partition("<table>")[2].partition("</table>")[0]
    assert "TK1" in table
    assert table.count("<tr>") == 3
