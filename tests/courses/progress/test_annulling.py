"""After a completion is annulled the enrolment is open again, and only a deed completes it."""

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.enrolling.models import Enrolment
from courses.progress.completing import (
    annul,
    complete_by_person,
    complete_step,
    recognise_step,
    reopen_step,
)
from courses.progress.models import Completion
from courses.progress.rejudging import rejudge
from tests.factories.accounts import MembershipFactory
from tests.factories.courses import CourseStepFactory, EnrolmentFactory

pytestmark = pytest.mark.django_db

SLIP = "Kirjattu väärälle henkilölle."


@pytest.fixture
def enrolment():
    """A learner on a course with an exam that is required, and one lesson that is not."""
    enrolment = EnrolmentFactory()
    course = enrolment.run.course
    enrolment.exam = CourseStepFactory(course=course, kind="quiz", required=True)
    enrolment.extra = CourseStepFactory(course=course)
    return enrolment


@pytest.fixture
def staff(enrolment):
    return MembershipFactory(organisation=enrolment.run.organiser).user


def by_hand(enrolment, staff):
    return complete_by_person(
        enrolment, by=staff, origin=Completion.Origin.BY_HAND, reason="Syy", assessor="Opo"
    )


def slip(enrolment, staff):
    annulled = annul(by_hand(enrolment, staff), by=staff, reason=SLIP)
    enrolment.refresh_from_db()
    return annulled


def judge_anew(course):
    rejudge({"course": course.pk, "version": course.outline_version, "after": 0})


def test_the_enrolment_is_open_again_and_its_steps_may_be_decided(enrolment, staff):
    slip(enrolment, staff)
    assert enrolment.is_active
    recognise_step(enrolment, enrolment.extra, by=staff, reason="Tehty muualla")
    reopen_step(enrolment, enrolment.extra, by=staff, reason="Erehdys")
    assert not Completion.objects.valid().exists()
    complete_step(enrolment, enrolment.exam)
    assert Completion.objects.valid().get().origin == Completion.Origin.RULES


def test_a_completion_may_be_recorded_again(enrolment, staff):
    slip(enrolment, staff)
    by_hand(enrolment, staff)
    enrolment.refresh_from_db()
    assert enrolment.completed_at is not None


def test_nothing_completes_again_on_what_was_annulled_before_a_new_deed(enrolment, staff):
    complete_step(enrolment, enrolment.exam)
    annul(Completion.objects.get(), by=staff, reason="Vilppi kokeessa")
    judge_anew(enrolment.run.course)
    complete_step(enrolment, enrolment.exam)
    enrolment.refresh_from_db()
    assert enrolment.is_active
    assert not Completion.objects.valid().exists()
    reopen_step(enrolment, enrolment.exam, by=staff, reason="Vilppi kokeessa")
    complete_step(enrolment, enrolment.exam)
    assert Completion.objects.valid().count() == 1


def test_new_rules_count_a_step_done_after_the_annulment(enrolment, staff):
    complete_step(enrolment, enrolment.exam)
    annul(Completion.objects.get(), by=staff, reason="Vilppi kokeessa")
    another = CourseStepFactory(course=enrolment.run.course, kind="quiz", required=True)
    complete_step(enrolment, enrolment.extra)
    assert not Completion.objects.valid().exists()
    another.required = False
    another.save()
    judge_anew(enrolment.run.course)
    assert Completion.objects.valid().count() == 1


def test_it_stays_closed_where_the_learner_has_enrolled_anew(client, enrolment, staff):
    completion = by_hand(enrolment, staff)
    anew = EnrolmentFactory(run=enrolment.run, learner=enrolment.learner)
    client.force_login(staff)
    url = reverse("run:annul", args=[enrolment.run_id, enrolment.pk, completion.pk])
    page = client.post(url, {"reason": SLIP}, follow=True)
    enrolment.refresh_from_db()
    assert enrolment.completed_at is not None
    assert Enrolment.objects.active().get() == anew
    assert page.context["is_annulled"]
    assert not page.context["may_decide"]


def test_an_erased_accounts_enrolment_stays_closed(enrolment, staff):
    completion = by_hand(enrolment, staff)
    enrolment.learner.erased_at = timezone.now()
    enrolment.learner.is_active = False
    enrolment.learner.save()
    annul(completion, by=staff, reason=SLIP)
    enrolment.refresh_from_db()
    assert not enrolment.is_active


def test_the_learner_goes_on_and_reads_why(client, enrolment, staff):
    slip(enrolment, staff)
    other = EnrolmentFactory(learner=enrolment.learner)
    client.force_login(enrolment.learner)
    page = client.get(reverse("courses:my_studies"))
    rows = {row.enrolment.pk: row for row in page.context["mine"].under_way}
    assert rows[enrolment.pk].annulled.annulled_reason == SLIP
    assert rows[other.pk].annulled is None
    assert page.text.count(SLIP) == 1
    assert reverse("courses:continue", args=[enrolment.pk]) in page.text
    assert not page.context["mine"].completed


def test_the_enrolments_page_says_that_a_deed_is_awaited(client, enrolment, staff):
    complete_step(enrolment, enrolment.exam)
    annul(Completion.objects.get(), by=staff, reason=SLIP)
    client.force_login(staff)
    page = client.get(reverse("run:enrolment", args=[enrolment.run_id, enrolment.pk]))
    assert page.context["study"].standing.complete
    assert page.context["is_annulled"]
    assert page.context["may_decide"]
    assert page.context["may_record"]
