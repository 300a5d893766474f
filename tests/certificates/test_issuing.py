"""A certificate is issued once, with a number that leaves no gap, and never rewritten."""

import datetime
import threading

import pytest
from django.db import connection, transaction
from django.utils import timezone

from certificates.codes import read_code
from certificates.issuing import MAKE_PDF, issue_certificate
from certificates.models import Certificate, CertificateNumbers, CertificateTemplate
from courses.models import Completion
from courses.progress.completing import complete_step
from home.outbox import OutboxEntry
from tests.factories.accounts import OrganisationFactory, UserFactory
from tests.factories.certificates import CertificateTemplateFactory, certificate_for
from tests.factories.courses import CompletionFactory, CourseStepFactory, EnrolmentFactory


def in_threads(*deeds):
    """Run each deed in a thread of its own, all started together; return what failed."""
    failures = []
    start = threading.Barrier(len(deeds))

    def run(deed):
        start.wait()
        try:
            deed()
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[deed]) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return failures


def numbers():
    return sorted(Certificate.objects.values_list("number", flat=True))


@pytest.mark.django_db
def test_completing_a_course_issues_its_certificate_in_the_same_transaction():
    enrolment = EnrolmentFactory()
    exam = CourseStepFactory(course=enrolment.run.course, required=True)

    complete_step(enrolment, exam)

    certificate = Certificate.objects.get()
    assert certificate.completion == Completion.objects.get()
    assert certificate.number == f"TKP-{timezone.localdate().year}-000001"
    assert read_code(certificate.code) == certificate.code
    assert OutboxEntry.objects.get(effect=MAKE_PDF).payload == {"certificate": certificate.pk}


@pytest.mark.django_db
def test_issuing_again_answers_with_the_certificate_in_force():
    first = certificate_for()
    assert issue_certificate(completion=first.completion) == first
    assert CertificateNumbers.objects.get().last == 1


@pytest.mark.django_db
def test_a_number_that_was_rolled_back_goes_to_the_next_one():
    completion = CompletionFactory()
    with pytest.raises(RuntimeError), transaction.atomic():
        issue_certificate(completion=completion)
        raise RuntimeError
    assert certificate_for().number.endswith("-000001")


@pytest.mark.django_db
def test_each_year_counts_from_one(monkeypatch):
    certificate_for()
    # Half an hour into the new year in Helsinki, still the old one in UTC.
    now = datetime.datetime(2031, 12, 31, 22, 30, tzinfo=datetime.UTC)
    monkeypatch.setattr("certificates.issuing.timezone.now", lambda: now)
    assert certificate_for().number == "TKP-2032-000001"


@pytest.mark.django_db(transaction=True)
def test_twenty_issues_at_the_same_instant_give_one_certificate():
    completion = CompletionFactory()
    failures = in_threads(*[lambda: issue_certificate(completion=completion)] * 20)
    assert failures == []
    assert Certificate.objects.count() == 1
    assert CertificateNumbers.objects.get().last == 1


@pytest.mark.django_db(transaction=True)
def test_numbers_have_no_gaps_when_many_are_issued_at_once():
    completions = CompletionFactory.create_batch(12)

    def issue(completion, fails):
        with transaction.atomic():
            issue_certificate(completion=completion)
            if fails:
                raise RuntimeError

    failures = in_threads(
        *(
            lambda completion=completion, fails=index % 3 == 0: issue(completion, fails)
            for index, completion in enumerate(completions)
        )
    )
    assert [type(failure) for failure in failures] == [RuntimeError] * 4
    year = timezone.localdate().year
    assert numbers() == [f"TKP-{year}-{serial:06}" for serial in range(1, 9)]


@pytest.mark.django_db
def test_a_renamed_person_course_and_organiser_change_nothing_in_it():
    certificate = certificate_for(
        enrolment__learner__first_name="Inga Biret Márjá",
        enrolment__learner__last_name="Jomppanen",
        enrolment__run__organiser=OrganisationFactory(name_fi="Järvi-Suomen AMK"),
    )
    before = Certificate.objects.filter(pk=certificate.pk).values().get()
    completion = certificate.completion
    learner, organiser, course = completion.learner, completion.run.organiser, completion.course
    learner.last_name = "Toinen"
    learner.save()
    organiser.name_fi = "Muu AMK"
    organiser.save()
    course.names, course.credits = {"fi": "Muu kurssi"}, 5
    course.save()
    CertificateTemplateFactory(heading_fi="Muu otsikko")
    issue_certificate(completion=completion)
    assert Certificate.objects.filter(pk=certificate.pk).values().get() == before
    assert certificate.holder_name == "Inga Biret Márjá Jomppanen"
    assert certificate.organiser_names == {"fi": "Järvi-Suomen AMK"}


@pytest.mark.django_db
def test_someone_who_told_no_official_name_is_called_as_in_the_account():
    learner = UserFactory(first_name="", last_name="", preferred_name="Aino")
    assert certificate_for(enrolment__learner=learner).holder_name == "Aino"


@pytest.mark.django_db
def test_a_revoked_certificate_makes_room_for_a_new_one():
    old = certificate_for()
    old.revoked_at, old.revoked_reason = timezone.now(), "Annettu erehdyksessä"
    old.save()
    new = issue_certificate(completion=old.completion)
    assert new != old
    assert (old.state, new.state) == (Certificate.State.REVOKED, Certificate.State.VALID)


@pytest.mark.django_db
def test_an_annulled_completion_takes_its_certificate_along():
    certificate = certificate_for()
    certificate.completion.annulled_at = timezone.now()
    assert certificate.state == Certificate.State.REVOKED


@pytest.mark.django_db
def test_a_course_takes_its_own_published_template_before_the_common_one():
    course = CompletionFactory().course
    words = CertificateTemplate.objects.for_course
    assert words(course.pk).heading_fi == "Todistus"
    CertificateTemplateFactory(heading_fi="Yhteinen")
    assert words(course.pk).heading_fi == "Yhteinen"
    own = CertificateTemplateFactory(course=course, heading_fi="Oma", live=False)
    assert words(course.pk).heading_fi == "Yhteinen"
    own.live = True
    own.save()
    assert words(course.pk).heading_fi == "Oma"
