"""The days of a run: its course opens on the first, and after the last nothing is recorded."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.catalogue.models import Course
from courses.catalogue.runs import CourseRun
from courses.progress.models import Completion, StepProgress
from tests.factories.courses import (
    CompletionFactory,
    EnrolmentFactory,
    StepProgressFactory,
    course_with,
    lessons_of,
)
from tests.factories.quizzes import QuizPageFactory, enrolled, question

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("finnish")]


def days(number: int) -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=number)


@pytest.fixture
def lesson(client):
    """The lesson of a course whose only learner is signed in."""
    course = course_with(modules=1, lessons=1)
    client.force_login(EnrolmentFactory(run__course=course.course).learner)
    return lessons_of(course)[0]


def run_lasts(first: int, last: int) -> None:
    CourseRun.objects.update(starts_on=days(first), ends_on=days(last))


@pytest.mark.parametrize(("first", "last"), [(0, 0), (-10, 10), (0, 30), (-30, 0)])
def test_both_days_belong_to_the_run(client, lesson, first, last):
    run_lasts(first, last)
    done_url = client.get(lesson.url).context["done_url"]
    client.post(done_url)
    assert StepProgress.objects.get().completed_at is not None


def test_before_the_run_its_lessons_are_closed_and_say_when_they_open(client, lesson):
    run_lasts(1, 30)
    response = client.get(lesson.url)
    assert response.status_code == 403
    first = days(1)
    assert f"Opiskelu alkaa {first.day}.{first.month}.{first.year}." in response.text
    assert "Työkyky on suhde." not in response.text
    course_page = client.get(lesson.get_parent().get_parent().url)
    assert "Opiskelu alkaa" in course_page.context["action"].text


def test_my_studies_say_when_the_run_begins(client, lesson):
    run_lasts(1, 30)
    first = days(1)
    text = client.get(reverse("courses:my_studies")).text
    assert f"Opiskelu alkaa {first.day}.{first.month}.{first.year}." in text


def test_before_the_run_nothing_can_be_marked_as_done(client, lesson):
    done_url = client.get(lesson.url).context["done_url"]
    run_lasts(1, 30)
    client.post(done_url)
    assert not StepProgress.objects.filter(completed_at__isnull=False).exists()


def test_after_the_run_lessons_are_read_and_nothing_is_recorded(client, lesson):
    done_url = client.get(lesson.url).context["done_url"]
    run_lasts(-30, -1)
    response = client.get(lesson.url)
    assert response.status_code == 200
    assert "Työkyky on suhde." in response.text
    assert response.context["done_url"] == ""
    assert "opiskeluaika päättyi" in response.text
    assert "opiskeluaika päättyi" in client.post(done_url, follow=True).text
    assert not StepProgress.objects.filter(completed_at__isnull=False).exists()


def test_whoever_has_completed_reads_on_without_being_told(client, lesson):
    enrolment = CourseRun.objects.get().enrolments.get()
    step = lesson.get_parent().get_parent().specific.course.steps.get()
    StepProgressFactory(enrolment=enrolment, step=step)
    CompletionFactory(enrolment=enrolment)
    CourseRun.objects.update(starts_on=days(-30), ends_on=days(-1))
    enrolment.completed_at = timezone.now()
    enrolment.save(update_fields=["completed_at"])
    response = client.get(lesson.url)
    assert response.status_code == 200
    assert "opiskeluaika päättyi" not in response.text


def test_anyone_reads_an_open_course_whatever_the_days_of_their_run(client, lesson):
    Course.objects.update(access=Course.Access.OPEN)
    run_lasts(1, 30)
    assert client.get(lesson.url).status_code == 200


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [(1, 30, "ei ole vielä alkanut"), (-30, -1, "opiskeluaika on päättynyt")],
)
def test_a_quiz_starts_on_the_days_of_the_run_alone(client, first, last, words):
    page = QuizPageFactory(quiz__asks=[question()])
    enrolment = enrolled(page)
    client.force_login(enrolment.learner)
    run_lasts(first, last)
    response = client.post(reverse("quizzes:start", args=[page.translation_key]))
    assert response.status_code == 403
    assert words in response.text
    assert not enrolment.attempts.exists()
    assert not Completion.objects.exists()
