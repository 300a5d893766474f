"""Files of answers are handed to few, as attachments."""

from uuid import uuid4

import pytest
from django.urls import reverse

from quizzes.attempts.models import Attempt
from tests.factories.accounts import AdministratorFactory, MembershipFactory, UserFactory
from tests.factories.assessing import essay_version, file_of, submitted
from tests.factories.courses import CourseRunFactory, EnrolmentFactory
from tests.factories.quizzes import QuizFactory, placed
from tests.quizzes.assessing.files.conftest import STORAGE, address, stored, upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def handed():
    """A submitted answer with a file, and the staff of its run's organiser."""
    staff = MembershipFactory()
    place = placed(QuizFactory())
    run = CourseRunFactory(course=place.step.course, organiser=staff.organisation)
    attempt = submitted(
        [essay_version()], [{"text": "a"}], place=place, enrolment=EnrolmentFactory(run=run)
    )
    return attempt, file_of(attempt.responses.get(), "Aino Oppija.txt", b"sisalto"), staff


def test_its_learner_and_graders_get_it_and_nobody_else(client, handed):
    attempt, file, staff = handed
    teacher = MembershipFactory(organisation=staff.organisation, role="teacher").user
    of_run = MembershipFactory(organisation=staff.organisation, role="teacher").user
    attempt.enrolment.run.teachers.add(of_run)
    people = {
        attempt.enrolment.learner: 200,
        staff.user: 200,
        of_run: 200,
        AdministratorFactory(): 200,
        teacher: 404,
        MembershipFactory().user: 404,
        UserFactory(): 404,
    }
    for person, status in people.items():
        client.force_login(person)
        assert client.get(address(file)).status_code == status
    client.logout()
    assert client.get(address(file)).status_code == 302


def test_it_comes_as_an_attachment_that_nothing_keeps_or_runs(client, handed):
    attempt, file, _staff = handed
    client.force_login(attempt.enrolment.learner)

    found = client.get(address(file))

    assert b"".join(found.streaming_content) == b"sisalto"
    assert found.headers["Content-Disposition"] == 'attachment; filename="Aino Oppija.txt"'
    assert found.headers["Content-Type"].startswith("text/plain")
    assert found.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in found.headers["Cache-Control"]
    assert "sandbox" in found.headers["Content-Security-Policy"]


def test_a_name_tells_nothing_where_grading_is_anonymous(client, handed):
    attempt, file, staff = handed
    attempt.quiz.anonymous_grading = True
    attempt.quiz.save()
    client.force_login(staff.user)

    said = client.get(address(file)).headers["Content-Disposition"]
    page = client.get(reverse("grading:answer", args=[file.response_id])).text

    assert "Aino" not in said
    assert ".txt" in said
    assert "Aino Oppija" not in page


def test_graders_do_not_get_the_files_of_an_open_attempt(client, handed):
    attempt, file, staff = handed
    Attempt.objects.filter(pk=attempt.pk).update(state="in_progress", submitted_at=None)
    client.force_login(staff.user)

    assert client.get(address(file)).status_code == 404


def test_a_file_that_is_gone_is_no_server_error(client, handed):
    attempt, file, _staff = handed
    STORAGE.delete(file.file.name)
    client.force_login(attempt.enrolment.learner)

    assert client.get(address(file)).status_code == 404


def test_the_grader_is_told_of_files_that_lack(client, finnish):
    attempt = submitted([essay_version(files_required=2)], [{"text": "a", "files": []}])
    client.force_login(AdministratorFactory())

    page = client.get(reverse("grading:answer", args=[attempt.responses.get().pk])).text

    assert "2 tiedostoa puuttuu pyydetyistä." in page


@pytest.mark.parametrize(("number", "position"), [(10**30, 1), (1, 10**30), (0, 0)])
def test_addresses_of_no_question(client, learner, number, position):
    form = {"text": "a", "upload": upload(), "key": str(uuid4()), "based_on": "0"}

    found = client.post(reverse("quizzes:question", args=[number, position]), form)

    assert found.status_code == 404
    assert stored() == []
