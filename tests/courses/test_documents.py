"""Files of a course open as its lessons do; the number in the address opens nothing."""

import json

import pytest
from django.utils import timezone

from courses.catalogue.models import Course
from courses.enrolling.models import Enrolment
from tests.factories.accounts import AdministratorFactory, UserFactory
from tests.factories.courses import EnrolmentFactory, course_with, lessons_of
from tests.factories.home import DocumentFactory, StandardPageFactory, publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def document(db):
    return DocumentFactory()


@pytest.fixture
def course(document, django_capture_on_commit_callbacks):
    """An enrolment course whose lesson offers the document as a download."""
    page = course_with()
    lesson = lessons_of(page)[0]
    download = {"document": document.pk, "title": "Suunnitelman runko", "description": ""}
    lesson.body = json.dumps(
        [{"type": "text", "value": "<p>Lue.</p>"}, {"type": "download", "value": download}]
    )
    with django_capture_on_commit_callbacks(execute=True):
        publish(lesson)
    return page


def test_an_enrolled_learner_fetches_it_from_the_lesson(client, course, document):
    client.force_login(EnrolmentFactory(run__course=course.course).learner)
    assert document.url in client.get(lessons_of(course)[0].url).text
    response = client.get(document.url)
    assert response.status_code == 200
    assert b"".join(response) == b"Suunnitelman runko"
    assert "no-store" in response.headers["Cache-Control"]


def test_others_are_refused_with_the_reason(client, course, document):
    EnrolmentFactory(run__course=course.course)
    assert client.get(document.url).status_code == 403
    client.force_login(UserFactory())
    response = client.get(document.url)
    assert response.status_code == 403
    assert "Suunnitelman runko" not in response.text


def test_an_enrolment_on_another_course_opens_nothing(client, course, document):
    client.force_login(EnrolmentFactory(run__course=course_with().course).learner)
    assert client.get(document.url).status_code == 403


def test_withdrawing_closes_the_files(client, course, document):
    enrolment = EnrolmentFactory(run__course=course.course)
    client.force_login(enrolment.learner)
    assert client.get(document.url).status_code == 200
    Enrolment.objects.update(withdrawn_at=timezone.now())
    assert client.get(document.url).status_code == 403


def test_a_file_of_an_open_course_is_open(client, course, document):
    Course.objects.update(access="open")
    assert client.get(document.url).status_code == 200


def test_a_file_of_a_lesson_below_a_hidden_module_is_closed(client, course, document):
    client.force_login(EnrolmentFactory(run__course=course.course).learner)
    lessons_of(course)[0].get_parent().specific.unpublish()
    assert client.get(document.url).status_code == 403


def test_a_file_of_a_page_of_text_is_open_and_one_of_no_page_is_for_editors(
    client, document, django_capture_on_commit_callbacks
):
    assert client.get(document.url).status_code == 403
    with django_capture_on_commit_callbacks(execute=True):
        publish(
            StandardPageFactory(
                body=[("text", f'<p><a linktype="document" id="{document.pk}">Ohje</a></p>')]
            )
        )
    assert client.get(document.url).status_code == 200
    loose = DocumentFactory()
    client.force_login(AdministratorFactory())
    assert client.get(loose.url).status_code == 200
