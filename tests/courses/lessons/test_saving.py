"""Lessons that a browser keeps: what is in the copy, and whose browser may keep what."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.models import CourseStep, Enrolment, StepProgress
from home.offline.reader import HEADER, reader_id
from tests.factories.accounts import UserFactory
from tests.factories.courses import EnrolmentFactory, StepDateFactory, course_with, lessons_of
from tests.factories.lessons import MarkingFactory

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]
ROOM = 10


@pytest.fixture
def course(db):
    return course_with(modules=2, lessons=2)


@pytest.fixture
def enrolment(course, client):
    learner = UserFactory(first_name="Lumi", last_name="Salonen-Vuoto")
    enrolment = EnrolmentFactory(run__course=course.course, learner=learner)
    client.force_login(learner)
    return enrolment


def paths(response):
    """The kind and the addresses of each choice."""
    return [(one.kind, one.paths.split()) for one in response.context["choices"]]


def room(client, page):
    return client.get(reverse("courses:save_room", args=[page.pk]))


def test_a_copy_has_the_lesson_and_nothing_of_its_reader(client, course, enrolment):
    lesson, after, *_rest = lessons_of(course)
    step = CourseStep.objects.get(key=lesson.translation_key)
    block = lesson.body[0].id
    MarkingFactory(learner=enrolment.learner, step=step, block_id=block, note="Oma salaisuus")
    own = ("Salonen-Vuoto", "Oma salaisuus", "csrfmiddlewaretoken", "<script", "<textarea")
    shown = client.get(lesson.url).text
    assert [words for words in own if words not in shown] == []

    copy = client.get(f"{lesson.url}?kopio=1")

    assert "Työkyky on suhde." in copy.text
    assert after.url in copy.text
    assert [words for words in own if words in copy.text] == []
    assert copy.headers[HEADER] == reader_id(enrolment.learner_id)
    assert "no-store" in copy.headers["Cache-Control"]


def test_making_a_copy_is_no_visit(client, course, enrolment):
    first, second, *_rest = lessons_of(course)
    client.get(first.url)
    before = list(StepProgress.objects.values())

    client.get(f"{second.url}?kopio=1")

    assert list(StepProgress.objects.values()) == before
    enrolment.refresh_from_db()
    assert enrolment.last_step.key == first.translation_key


def test_the_gate_stands_before_copies_as_before_lessons(client, course, enrolment):
    lesson = lessons_of(course)[0]
    Enrolment.objects.update(withdrawn_at=timezone.now())

    refused = client.get(f"{lesson.url}?kopio=1")

    assert refused.status_code == 403
    # By both the browser knows that the rights have ended, and drops its copy.
    assert refused.headers[HEADER] == reader_id(enrolment.learner_id)
    assert "Työkyky on suhde." not in refused.text
    assert room(client, lesson).status_code == 404
    assert client.get(course.url).context["can_save"] is False


def test_one_chooses_the_lesson_its_part_or_the_course(client, course, enrolment):
    urls = [lesson.url for lesson in lessons_of(course)]
    first = lessons_of(course)[0]

    assert paths(room(client, first)) == [
        ("lesson", urls[:1]), ("module", urls[:2]), ("course", urls)
    ]  # fmt: skip
    assert paths(room(client, course)) == [
        ("module", urls[:2]), ("module", urls[2:]), ("course", urls)
    ]  # fmt: skip
    assert client.get(course.url).context["can_save"] is True


def test_only_lessons_that_are_open_can_be_chosen(client, course, enrolment):
    first, second, *rest = lessons_of(course)
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    for lesson in rest:
        step = CourseStep.objects.get(key=lesson.translation_key)
        StepDateFactory(run=enrolment.run, step=step, opens_on=tomorrow)

    assert paths(room(client, course)) == [("module", [first.url, second.url])]
    assert room(client, rest[0]).status_code == 404
    assert room(client, course.get_parent()).status_code == 404


@pytest.mark.parametrize("lessons", [1, 3])
def test_the_room_costs_the_same_for_short_and_long_courses(
    client, django_assert_num_queries, lessons
):
    course = course_with(modules=1, lessons=lessons)
    client.force_login(EnrolmentFactory(run__course=course.course).learner)
    room(client, course)  # fills what is kept from one request to the next

    with django_assert_num_queries(ROOM):
        room(client, course)
