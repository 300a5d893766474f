"""
An essay with a file, from the learner's page to the certificate, and a mark mended afterwards.

Through every app, by the pages that people use; nothing is put into the database by hand but
the course and its people.
"""

from uuid import uuid4

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from certificates.models import Certificate
from home import outbox
from quizzes.attempts.models import Attempt, Response
from tests.factories.accounts import AdministratorFactory, MembershipFactory, UserFactory
from tests.factories.courses import CourseRunFactory, EnrolmentFactory
from tests.factories.quizzes import QuizFactory, QuizPageFactory, question, step_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("finnish")]
ESSAY = {
    "editor": "plain",
    "min_words": 3,
    "files_allowed": 1,
    "file_types": [".pdf"],
    "criteria": [
        {"name": "Perustelu", "points": "3", "description": ""},
        {"name": "Kieli", "points": "1", "description": ""},
    ],
}


@pytest.fixture
def study():
    """A course whose one required step asks a choice and an essay; the staff and a learner."""
    asked = [question(), question(kind="essay", value=ESSAY)]
    page = QuizPageFactory(quiz=QuizFactory(asks=asked, pass_percent=60), required=True)
    staff = MembershipFactory()
    run = CourseRunFactory(course=step_of(page).course, organiser=staff.organisation)
    enrolment = EnrolmentFactory(run=run)
    return page, staff.user, enrolment


def save(client, attempt, position, **fields):
    response = attempt.responses.get(position=position)
    form = {"key": str(uuid4()), "based_on": str(response.version), "go": "stay", **fields}
    return client.post(reverse("quizzes:question", args=[attempt.pk, position]), form)


def handed_in(client, page, learner, choice):
    """The attempt of a learner who chose an option and wrote an essay."""
    client.force_login(learner)
    client.post(reverse("quizzes:start", args=[page.translation_key]))
    attempt = Attempt.objects.get(enrolment__learner=learner)
    keys = attempt.responses.get(position=1).shown_order
    save(client, attempt, 1, choice=keys[choice])
    muistio = SimpleUploadedFile("muistio.pdf", b"%PDF-1.7 ")
    assert save(client, attempt, 2, text="Kysyn ensin häneltä.", upload=muistio).status_code == 302
    client.post(reverse("quizzes:submit", args=[attempt.pk]))
    attempt.refresh_from_db()
    return attempt


def test_from_the_essay_to_the_certificate(client, study, django_capture_on_commit_callbacks):
    page, staff, enrolment = study
    attempt = handed_in(client, page, enrolment.learner, choice=0)
    assert (attempt.state, attempt.passed) == ("needs_grading", None)
    assert not Certificate.objects.exists()

    client.force_login(staff)
    queue = client.get(reverse("grading:queue"))
    (pile,) = queue.context["piles"]
    assert (pile.waiting, pile.question) == (1, "K1 Kysymys 1")
    answer = client.get(
        reverse("grading:next", args=[pile.quiz_id, pile.question_key]), follow=True
    )
    sheet = answer.context["sheet"]
    assert "Kysyn ensin häneltä." in answer.text
    assert b"".join(client.get(sheet.files[0].href).streaming_content) == b"%PDF-1.7 "
    points = {f"points-{criterion.key}": "0,5" for criterion in sheet.criteria}
    with django_capture_on_commit_callbacks(execute=True):
        client.post(
            answer.request["PATH_INFO"],
            {**points, "comment": "Selkeä alku.", "based_on": "0", "next": "1"},
        )

    attempt.refresh_from_db()
    # 1 of 1 for the choice, 1 of the 4 points of the criteria for the essay's one point.
    assert (attempt.state, str(attempt.percent)) == ("graded", "62.50")
    certificate = Certificate.objects.get()
    assert certificate.completion.enrolment == enrolment
    assert mail.outbox[-1].to == [enrolment.learner.email]
    client.force_login(enrolment.learner)
    review = client.get(reverse("quizzes:review", args=[attempt.pk])).text
    for words in ("Selkeä alku.", "Perustelu: 0,5 / 3", "muistio.pdf"):
        assert words in review
    call_command("check_marks")


def test_a_granted_option_holds_for_those_who_were_asked_and_those_who_will_be(
    client, study, django_capture_on_commit_callbacks
):
    page, staff, enrolment = study
    attempt = handed_in(client, page, enrolment.learner, choice=2)
    client.force_login(staff)
    essay = Response.objects.get(attempt=attempt, position=2)
    address = reverse("grading:answer", args=[essay.pk])
    form = client.get(address).context["form"]
    points = {name: "0" for name in form.fields if name.startswith("points-")}
    with django_capture_on_commit_callbacks(execute=True):
        client.post(address, {**points, "comment": "", "based_on": "0"})
    attempt.refresh_from_db()
    assert not attempt.passed

    asked = page.quiz.slots.first().question
    client.force_login(AdministratorFactory())
    flag = reverse("flaws:flag", args=[asked.translation_key])
    flaw = client.post(flag, {"note": "Kaksi vaihtoehtoa kelpaa."}).url
    shown = client.get(flaw)
    versions = [found.key for found in shown.context["asked"].versions]
    part = shown.context["asked"].parts[2].key
    trial = f"{flaw}kokeilu/?by=grant&options={part}&versions={versions[0]}"
    assert client.get(trial).context["counts"]["changed"] == 1
    with django_capture_on_commit_callbacks(execute=True):
        client.post(trial, {"reason": "Kolmaskin vaihtoehto on oikein."})

    attempt.refresh_from_db()
    assert str(attempt.percent) == "50.00"
    assert outbox.run_due(timezone.now()) == 1
    assert "Kolmaskin vaihtoehto on oikein." in mail.outbox[-1].body
    # The question itself was left as it is, so the correction goes on.
    next_one = EnrolmentFactory(run=enrolment.run, learner=UserFactory())
    later = handed_in(client, page, next_one.learner, choice=2)
    assert later.responses.get(position=1).mark == 1
    call_command("check_marks")
