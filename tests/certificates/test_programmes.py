"""A programme has one certificate for the whole, beside those of its courses."""

import datetime
from decimal import Decimal

import pytest
from django.utils import timezone

from certificates.issuing import issue_programme_certificate
from certificates.models import Certificate, CertificateEvent
from certificates.refusals import CertificateRefusedError
from courses.models import Completion, ProgrammeEnrolment
from courses.progress.completing import complete_step
from courses.progress.recording import add_consent, annul, correct
from tests.certificates.test_issuing import in_threads
from tests.factories.accounts import UserFactory
from tests.factories.certificates import CertificateTemplateFactory
from tests.factories.courses import (
    CompletionFactory,
    CourseFactory,
    CourseRunFactory,
    CourseStepFactory,
    EnrolmentFactory,
    ProgrammeFactory,
    ProgrammeRunFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme():
    courses = [
        CourseFactory(code="TK1", names={"fi": "Alku"}, credits=5, hours=135),
        CourseFactory(code="TK2", names={"fi": "Loppu"}, credits=5, hours=135),
    ]
    for course in courses:
        course.exam = CourseStepFactory(course=course, required=True)
    programme_run = ProgrammeRunFactory(
        programme=ProgrammeFactory(of=courses, code="TKK", names={"fi": "Työkykykoordinaattori"})
    )
    mine = ProgrammeEnrolment.objects.create(
        programme_run=programme_run,
        learner=UserFactory(first_name="Ánte", last_name="Ŋuorra"),
        enrolled_at=timezone.now(),
    )
    mine.courses = courses
    return mine


def complete(course, learner):
    enrolment = EnrolmentFactory(run=CourseRunFactory(course=course), learner=learner)
    complete_step(enrolment, course.exam)
    return enrolment


def of_programme():
    return Certificate.objects.filter(programme_enrolment__isnull=False).order_by("pk")


def test_the_last_course_issues_the_programme_s_certificate(programme):
    first, last = programme.courses
    complete(first, programme.learner)
    assert not of_programme().exists()
    complete(last, programme.learner)

    certificate = of_programme().get()
    assert certificate.state == Certificate.State.VALID
    assert certificate.holder_name == "Ánte Ŋuorra"
    assert certificate.course_names == {"fi": "Työkykykoordinaattori"}
    assert (certificate.course_code, certificate.credits, certificate.hours) == ("TKK", 10, 270)
    assert certificate.run_code == programme.programme_run.code
    assert (certificate.scale, certificate.grade) == ("pass_fail", "HYV")
    assert [part["code"] for part in certificate.parts] == ["TK1", "TK2"]
    assert certificate.parts[0] == {
        "code": "TK1",
        "names": {"fi": "Alku"},
        "credits": "5.00",
        "hours": 135,
        "scale": first.scale,
        "grade": "HYV",
        "completed_on": timezone.localdate().isoformat(),
    }
    assert Certificate.objects.count() == 3


def test_issuing_again_answers_with_the_one_in_force(programme):
    for course in programme.courses:
        complete(course, programme.learner)
    certificate = of_programme().get()
    assert issue_programme_certificate(programme_enrolment=programme) == certificate


def test_an_unfinished_programme_gets_none(programme):
    complete(programme.courses[0], programme.learner)
    with pytest.raises(CertificateRefusedError):
        issue_programme_certificate(programme_enrolment=programme)
    assert not of_programme().exists()


def test_its_day_is_that_of_the_last_course_and_its_period_begins_there(programme):
    CertificateTemplateFactory(programme=programme.programme_run.programme, valid_months=36)
    CertificateTemplateFactory(valid_months=1)
    days = [datetime.date(2026, 3, 1), datetime.date(2026, 5, 20)]
    for course, day in zip(programme.courses, days, strict=True):
        CompletionFactory(course=course, learner=programme.learner, completed_on=day, language="sv")
    ProgrammeEnrolment.objects.filter(pk=programme.pk).update(completed_at=timezone.now())
    certificate = issue_programme_certificate(programme_enrolment=programme)
    assert certificate.completed_on == days[1]
    assert certificate.expires_on == datetime.date(2029, 5, 20)
    assert certificate.language == "sv"
    assert certificate.credits == sum(Decimal(part["credits"]) for part in certificate.parts)


def test_an_annulled_course_takes_it_back_and_a_new_completion_supersedes_it(programme):
    staff = UserFactory()
    last = [complete(course, programme.learner) for course in programme.courses][-1]
    annul(last.completions.get(), by=staff, reason="Väärä henkilö")

    old = of_programme().get()
    assert old.state == Certificate.State.REVOKED
    event = old.events.get()
    assert (event.kind, event.by, event.reason) == ("revoked", staff, "Väärä henkilö")

    complete(programme.courses[1], programme.learner)
    old, new = of_programme()
    assert (old.state, new.state) == (Certificate.State.SUPERSEDED, Certificate.State.VALID)
    assert new.supersedes == old
    assert new.parts[1]["completed_on"] == timezone.localdate().isoformat()


def test_a_corrected_course_corrects_the_programme_s_certificate(programme):
    enrolments = [complete(course, programme.learner) for course in programme.courses]
    stranger = complete(programme.courses[0], UserFactory())
    correct(
        enrolments[0].completions.get(),
        by=UserFactory(),
        reason="Päivä",
        completed_on=timezone.localdate() - datetime.timedelta(days=2),
        date_is_right=True,
    )
    old, new = of_programme()
    assert (old.state, new.state) == (Certificate.State.SUPERSEDED, Certificate.State.VALID)
    assert new.parts[0]["completed_on"] != old.parts[0]["completed_on"]
    assert new.parts[1] == old.parts[1]
    assert CertificateEvent.objects.filter(certificate=old, kind="reissued").count() == 1
    assert stranger.completions.get().certificates.get().state == Certificate.State.VALID


def test_a_consent_that_came_later_changes_no_certificate(programme):
    enrolments = [complete(course, programme.learner) for course in programme.courses]
    before = list(Certificate.objects.order_by("pk").values_list("number", "superseded_at"))
    enrolment = enrolments[0]
    enrolment.refresh_from_db()
    enrolment.consented_at, enrolment.consent_version = timezone.now(), "1"
    enrolment.save()
    add_consent(enrolment, reason="x")
    assert Completion.objects.filter(replaces__isnull=False).count() == 1
    after = list(Certificate.objects.order_by("pk").values_list("number", "superseded_at"))
    assert after == before


@pytest.mark.django_db(transaction=True)
def test_two_issues_at_once_give_one(programme):
    for course in programme.courses:
        complete(course, programme.learner)
    of_programme().update(superseded_at=timezone.now())
    failures = in_threads(*[lambda: issue_programme_certificate(programme_enrolment=programme)] * 5)
    assert failures == []
    assert of_programme().in_force().count() == 1
