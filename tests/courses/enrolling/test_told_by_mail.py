"""What staff decide on somebody's studies reaches them by mail, in their language, with why."""

import pytest
from django.core import mail
from django.urls import reverse
from django.utils.translation import override

from courses.enrolling.enrol import move, withdraw
from courses.progress.completing import annul, complete_by_person
from courses.progress.models import Completion
from tests.factories.accounts import UserFactory
from tests.factories.courses import CourseRunFactory, EnrolmentFactory

pytestmark = pytest.mark.django_db

WHY = "Kurssi peruuntui <täältä> & muualta."


@pytest.fixture
def enrolment():
    return EnrolmentFactory(learner__language="en", run__course__names={"fi": "Työkyky"})


def the_mail(enrolment):
    [message] = [one for one in mail.outbox if one.to == [enrolment.learner.email]]
    return message


def test_who_is_withdrawn_reads_why(enrolment, django_capture_on_commit_callbacks):
    with override("fi"), django_capture_on_commit_callbacks(execute=True):
        withdraw(enrolment, by=UserFactory(), reason=WHY)
        withdraw(enrolment, by=UserFactory(), reason=WHY)
    message = the_mail(enrolment)
    assert message.subject.endswith("Your enrolment has been withdrawn: Työkyky")
    assert f"Reason: {WHY}" in message.body
    assert enrolment.run.code in message.body


def test_who_withdraws_alone_gets_no_mail(enrolment, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        withdraw(enrolment)
    assert mail.outbox == []


def test_who_is_moved_reads_where_to_and_why(client, enrolment, django_capture_on_commit_callbacks):
    to = CourseRunFactory(course=enrolment.run.course)
    with django_capture_on_commit_callbacks(execute=True):
        new = move(enrolment, to=to, by=UserFactory(), reason=WHY)
    body = the_mail(enrolment).body
    for words in (to.code, f"Reason: {WHY}", "/en/opinnot/"):
        assert words in body
    client.force_login(enrolment.learner)
    item = client.get(reverse("courses:my_studies")).text.split("disclosure__body")[1]
    item = item.split("</ul>")[0]
    assert to.code in item
    assert "Kurssi peruuntui &lt;täältä&gt;" in item
    assert new.withdrawn_reason == ""


def test_whoever_has_not_answered_is_led_to_their_place(
    enrolment, django_capture_on_commit_callbacks
):
    enrolment.confirmed_at = None
    enrolment.save()
    with django_capture_on_commit_callbacks(execute=True):
        new = move(enrolment, to=CourseRunFactory(course=enrolment.run.course), by=UserFactory())
    body = the_mail(enrolment).body
    assert "Reason" not in body
    with override("en"):
        assert reverse("courses:consent", args=[new.pk]) in body


def test_whose_completion_is_annulled_reads_why(enrolment, django_capture_on_commit_callbacks):
    staff = UserFactory()
    completion = complete_by_person(
        enrolment, by=staff, origin=Completion.Origin.BY_HAND, reason="x", assessor="Opo"
    )
    with django_capture_on_commit_callbacks(execute=True):
        annul(completion, by=staff, reason=WHY)
    message = next(one for one in mail.outbox if "annulled" in one.subject)
    assert message.to == [enrolment.learner.email]
    assert f"Reason: {WHY}" in message.body
