"""
One professional's way through every app: account, course, quiz, certificate, register.

The rooms are tested where they are; here, that each hands over to the next.
"""

import csv
import io
import re
from uuid import uuid4

import pytest
from django.urls import reverse

from accounts import personal_data
from accounts.models import User
from certificates.models import Certificate
from courses.catalogue.models import Course
from courses.enrolling.models import Enrolment
from courses.progress.models import Completion
from quizzes.attempts.models import Attempt
from quizzes.quiz.models import QuizPage
from tests.factories.accounts import PASSWORD, MembershipFactory
from tests.factories.certificates import CertificateTemplateFactory
from tests.factories.courses import CourseRunFactory, course_with, lessons_of
from tests.factories.quizzes import QuizFactory, QuizPageFactory, bank_of, right_keys, step_of

pytestmark = pytest.mark.django_db

ADDRESS = "uusi.ammattilainen@esimerkki.fi"
GIVEN_NAMES, SURNAME = "Ánná Máret", "Ångström-Žukov"


@pytest.fixture
def run():
    """The standing run of an open course: two lessons, and an exam that completes it."""
    CertificateTemplateFactory()
    course = course_with(lessons=2, access=Course.Access.OPEN)
    quiz = QuizFactory(draws=(3, bank_of(5)), pass_percent=70)
    module = lessons_of(course)[0].get_parent()
    QuizPageFactory(quiz=quiz, slug="tentti", parent=module, required=True)
    return CourseRunFactory(course=course.course, standing=True)


@pytest.fixture
def certificate(client, run, mailoutbox, django_capture_on_commit_callbacks):
    """What a new person has at the end, every step of it by the pages' own forms."""
    enrol_url = reverse("courses:enrol", args=[run.pk])
    sign_up(client, mailoutbox, going_to=enrol_url)
    enrolled = client.post(
        enrol_url, {"first_name": GIVEN_NAMES, "last_name": SURNAME, "consents": "on"}
    )
    first, second = lessons_of(run.course.pages.get())
    assert enrolled.url == first.get_url()
    enrolment = Enrolment.objects.get(learner__email=ADDRESS)
    exam = QuizPage.objects.get()
    for lesson, then in ((first, second), (second, exam)):
        done = client.post(
            reverse("courses:complete_step", args=[enrolment.pk, lesson.translation_key])
        )
        assert done.url == then.get_url()
    with django_capture_on_commit_callbacks(execute=True):
        passed = pass_exam(client, step_of(exam))
    assert passed.url == reverse("courses:completed", args=[enrolment.pk])
    issued = Certificate.objects.get(completion__enrolment=enrolment)
    assert issued.number in client.get(passed.url).text
    return issued


def sign_up(client, mailoutbox, *, going_to):
    client.post(
        reverse("account_signup"), {"email": ADDRESS, "password1": PASSWORD, "next": going_to}
    )
    [message] = mailoutbox
    code = re.search(r"^\d{3}-\d{3}-\d{3}$", message.body, flags=re.MULTILINE)[0]
    confirmed = client.post(reverse("account_email_verification_sent"), {"code": code})
    assert confirmed.url == going_to


def pass_exam(client, step):
    client.post(reverse("quizzes:start", args=[step.key]))
    attempt = Attempt.objects.get(step=step)
    for response in attempt.responses.select_related("question_version"):
        client.post(
            reverse("quizzes:question", args=[attempt.pk, response.position]),
            {"choice": right_keys(response), "key": uuid4(), "based_on": 0, "go": "summary"},
        )
    return client.post(reverse("quizzes:submit", args=[attempt.pk]))


def register_rows(client, organisation):
    """The completion list as an organisation's study staff downloads it."""
    client.force_login(MembershipFactory(organisation=organisation).user)
    answer = client.get(reverse("completion_list"), {"export": "csv"})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))[1:-1]


def test_the_certificate_is_on_the_next_page_and_anybody_can_check_it(client, certificate):
    file = client.get(reverse("my_certificates:download", args=[certificate.number]))
    assert b"".join(file.streaming_content).startswith(b"%PDF-")

    client.logout()
    seen = client.get(reverse("certificates:verify", args=[certificate.code]))

    assert f"{GIVEN_NAMES} {SURNAME}" in seen.text
    assert ADDRESS not in seen.text


def test_the_completion_is_in_its_organisers_list_and_in_nobody_elses(client, certificate, run):
    [row] = register_rows(client, run.organiser)
    assert row[:2] == [SURNAME, GIVEN_NAMES]
    assert certificate.number in row

    other = CourseRunFactory(course=run.course)
    assert register_rows(client, other.organiser) == []


def test_an_erased_persons_certificate_and_completion_remain(client, certificate, run):
    """The account goes; what a third party must be able to check, or by law is kept, stays."""
    user = User.objects.get(email=ADDRESS)

    personal_data.erase(user=user)

    assert not User.objects.filter(email=ADDRESS).exists()
    assert client.get(reverse("courses:my_studies")).status_code == 302
    seen = client.get(reverse("certificates:verify", args=[certificate.code]))
    assert f"{GIVEN_NAMES} {SURNAME}" in seen.text
    assert [row[0] for row in register_rows(client, run.organiser)] == [SURNAME]
    assert Completion.objects.valid().count() == 1
