"""What may go wrong while a certificate is made: nothing is lost, doubled or half done."""

import errno
import hashlib

import pytest
from django.core import mail
from django.urls import reverse

from accounts.personal_data import erase
from certificates.issuing import MAKE_PDF, issue_certificate
from certificates.models import Certificate, private_storage
from certificates.pdf import make_pdf
from certificates.telling import READY, mail_ready
from home import outbox
from home.outbox import OutboxEntry
from tests.certificates.test_issuing import in_threads
from tests.factories.certificates import (
    CertificateTemplateFactory,
    certificate_for,
    certificate_with_file,
)
from tests.factories.courses import CompletionFactory


def entry_of(certificate):
    return OutboxEntry.objects.get(key=f"{MAKE_PDF}:{certificate.number}")


def tried_again(certificate):
    outbox.try_again(OutboxEntry.objects.filter(pk=entry_of(certificate).pk))
    done = outbox.run(entry_of(certificate).pk)
    certificate.refresh_from_db()
    return done


def content_of(certificate):
    with certificate.pdf.open("rb") as file:
        return file.read()


@pytest.mark.django_db
def test_a_full_disk_leaves_no_half_file_and_is_tried_again(monkeypatch, client):
    certificate = certificate_for()
    client.force_login(certificate.learner)
    storage = private_storage()
    save = type(storage)._save

    def full(self, name, content):
        half = content.read()[:1000]
        content.file = type(content.file)(half)
        save(self, name, content)
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(type(storage), "_save", full)
    assert not outbox.run(entry_of(certificate).pk)
    certificate.refresh_from_db()
    assert not certificate.is_made
    assert "No space left" in entry_of(certificate).error
    # What lies there is not given to anybody; the pages say that it is coming.
    address = reverse("my_certificates:download", args=[certificate.number])
    assert client.get(address).status_code == 202
    verify = reverse("certificates:verify", args=[certificate.code])
    assert certificate.number in client.get(verify).text
    assert not OutboxEntry.objects.filter(effect=READY).exists()

    monkeypatch.undo()
    assert tried_again(certificate)
    content = content_of(certificate)
    assert hashlib.sha256(content).hexdigest() == certificate.pdf_sha256
    assert b"".join(client.get(address)) == content
    assert OutboxEntry.objects.filter(effect=READY).count() == 1


@pytest.mark.django_db
def test_without_its_signing_key_a_file_waits_and_is_never_unsigned(settings, tmp_path):
    settings.PDF_SIGNING_KEY = str(tmp_path / "ei-ole.p12")
    certificate = certificate_for()
    assert not outbox.run(entry_of(certificate).pk)
    certificate.refresh_from_db()
    assert not certificate.is_made
    [entry] = OutboxEntry.objects.failing()
    assert "PDF_SIGNING_KEY" in entry.error
    settings.PDF_SIGNING_KEY = ""
    assert tried_again(certificate)


@pytest.mark.django_db(transaction=True)
def test_a_task_run_by_several_workers_makes_one_file_and_one_mail():
    certificate = certificate_for()
    entry = entry_of(certificate)
    payload = {"certificate": certificate.pk}
    deeds = [lambda: make_pdf(payload), lambda: outbox.run(entry.pk), lambda: make_pdf(payload)]
    assert in_threads(*deeds) == []
    certificate.refresh_from_db()
    before = content_of(certificate)
    make_pdf(payload)
    certificate.refresh_from_db()
    assert content_of(certificate) == before
    assert hashlib.sha256(before).hexdigest() == certificate.pdf_sha256
    assert OutboxEntry.objects.filter(effect=READY).count() == 1


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_hundred_requests_at_once_give_one_number_one_mail_and_the_same_bytes(client):
    completion = CompletionFactory()
    assert in_threads(*[lambda: issue_certificate(completion=completion)] * 100) == []
    certificate = Certificate.objects.get()
    entry = entry_of(certificate)
    assert in_threads(*[lambda: outbox.run(entry.pk)] * 8) == []
    certificate.refresh_from_db()
    for letter in OutboxEntry.objects.filter(effect=READY):
        outbox.run(letter.pk)
        outbox.run(letter.pk)
    assert len([letter for letter in mail.outbox if certificate.number in letter.body]) == 1
    client.force_login(certificate.learner)
    address = reverse("my_certificates:download", args=[certificate.number])
    digests = {hashlib.sha256(b"".join(client.get(address))).hexdigest() for _ in range(20)}
    assert digests == {certificate.pdf_sha256}


@pytest.mark.django_db
def test_what_happens_later_to_person_course_and_template_changes_no_certificate(client):
    certificate = certificate_with_file()
    content = content_of(certificate)
    fields = Certificate.objects.filter(pk=certificate.pk).values().get()
    verify = reverse("certificates:verify", args=[certificate.code]) + "?lang=fi"
    page = client.get(verify).text
    completion = certificate.completion
    course, learner = completion.course, completion.learner

    learner.first_name, learner.last_name = "Muu", "Nimi"
    learner.save()
    course.names, course.code = {"fi": "Muu kurssi"}, "MUU"
    course.save()
    completion.run.code = "MUU-1"
    completion.run.save()
    CertificateTemplateFactory(heading_fi="Muu otsikko")
    erase(user=learner)
    make_pdf({"certificate": certificate.pk})

    assert Certificate.objects.filter(pk=certificate.pk).values().get() == fields
    assert content_of(certificate) == content
    assert facts_on(client.get(verify).text) == facts_on(page)


def facts_on(page):
    """The lines of a page, without what is drawn anew for each request."""
    return [line for line in page.splitlines() if "nonce" not in line and "csrf" not in line]


@pytest.mark.django_db
def test_an_erased_account_gets_no_more_mail():
    certificate = certificate_with_file()
    erase(user=certificate.learner)
    mail.outbox.clear()
    mail_ready({"certificate": certificate.pk})
    assert mail.outbox == []
