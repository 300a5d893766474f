"""What a course asks for and what is closed, as the learner reads it, and as the gate keeps it."""

import datetime
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.progress.completing import complete_step
from courses.progress.models import Completion, StepProgress
from tests.factories.accounts import UserFactory
from tests.factories.courses import (
    CourseRunFactory,
    EnrolmentFactory,
    StepDateFactory,
    StepGroupFactory,
    StepRuleFactory,
    course_with,
    lessons_of,
)
from tests.factories.quizzes import QuizPageFactory, question

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("finnish")]
TOMORROW = datetime.timedelta(days=1)


@pytest.fixture
def learner(client):
    learner = UserFactory()
    client.force_login(learner)
    return learner


@pytest.fixture
def page():
    return course_with(lessons=3)


def steps_of(page):
    keys = [lesson.translation_key for lesson in lessons_of(page)]
    by_key = {step.key: step for step in page.course.steps.all()}
    return [by_key[key] for key in keys]


def enrolled(page, learner, **run):
    return EnrolmentFactory(run=CourseRunFactory(course=page.course, **run), learner=learner)


def require(*steps):
    for step in steps:
        step.required = True
        step.save()


def test_a_step_before_its_day_is_refused_with_the_day(client, page, learner):
    enrolment = enrolled(page, learner)
    _first, second, _third = steps_of(page)
    day = timezone.localdate() + TOMORROW
    StepDateFactory(run=enrolment.run, step=second, opens_on=day)
    lesson = lessons_of(page)[1]

    response = client.get(lesson.url)
    assert response.status_code == 403
    assert f"{day.day}.{day.month}.{day.year}" in response.text
    assert client.get(lessons_of(page)[0].url).status_code == 200

    url = reverse("courses:complete_step", args=[enrolment.pk, lesson.translation_key])
    assert client.post(url).url == lesson.url
    assert not StepProgress.objects.filter(step=second, completed_at__isnull=False).exists()


def test_the_day_itself_opens_the_step(client, page, learner):
    enrolment = enrolled(page, learner)
    StepDateFactory(run=enrolment.run, step=steps_of(page)[1], opens_on=timezone.localdate())
    assert client.get(lessons_of(page)[1].url).status_code == 200


def test_another_runs_days_close_nothing_here(client, page, learner):
    enrolled(page, learner)
    other = CourseRunFactory(course=page.course)
    StepDateFactory(run=other, step=steps_of(page)[1], opens_on=timezone.localdate() + TOMORROW)
    assert client.get(lessons_of(page)[1].url).status_code == 200


def test_a_course_in_order_opens_step_by_step(client, page, learner):
    page.course.sequential = True
    page.course.save()
    first, second, third = steps_of(page)
    require(first, second, third)
    enrolment = enrolled(page, learner)
    lessons = lessons_of(page)

    response = client.get(lessons[1].url)
    assert response.status_code == 403
    assert first.titles["fi"] in response.text
    url = reverse("courses:complete_step", args=[enrolment.pk, lessons[0].translation_key])
    assert client.post(url).url == lessons[1].url
    assert client.get(lessons[1].url).status_code == 200
    assert client.get(lessons[2].url).status_code == 403


def test_who_has_completed_reads_everything(client, page, learner):
    first, second, _third = steps_of(page)
    require(first)
    StepRuleFactory(step=second, after=first)
    enrolment = enrolled(page, learner)
    assert client.get(lessons_of(page)[1].url).status_code == 403
    complete_step(enrolment, first)
    StepDateFactory(run=enrolment.run, step=second, opens_on=timezone.localdate() + TOMORROW)
    assert client.get(lessons_of(page)[1].url).status_code == 200


def test_the_next_action_says_when_the_next_step_opens(client, page, learner):
    enrolment = enrolled(page, learner)
    steps = steps_of(page)
    require(*steps)
    day = timezone.localdate() + TOMORROW
    for step in steps[1:]:
        StepDateFactory(run=enrolment.run, step=step, opens_on=day)
    url = reverse("courses:complete_step", args=[enrolment.pk, steps[0].key])
    response = client.post(url)
    assert response.url == page.url
    action = client.get(page.url).context["action"]
    assert action.step is None
    assert steps[1].titles["fi"] in action.text
    assert f"{day.day}.{day.month}.{day.year}" in action.text
    assert f"{day.day}.{day.month}.{day.year}" in client.get(reverse("courses:my_studies")).text


def test_what_is_missing_is_said_on_the_course_and_in_my_studies(client, page, learner):
    first, second, third = steps_of(page)
    StepGroupFactory(course=page.course, needed=1, of=[first, second], names={"fi": "Syventävät"})
    StepRuleFactory(step=third, minimum_percent=Decimal("72.5"))
    enrolment = enrolled(page, learner)
    complete_step(enrolment, third, score=Decimal(60))
    for url in (page.url, reverse("courses:my_studies")):
        text = client.get(url).text
        assert "Syventävät" in text
        assert f"{first.titles['fi']}, {second.titles['fi']}" in text
        assert "72,5\N{NO-BREAK SPACE}%" in text
        assert "60\N{NO-BREAK SPACE}%" in text


def test_a_visitor_reads_what_completing_takes(client, page):
    first, _second, _third = steps_of(page)
    require(first)
    StepRuleFactory(step=first, minimum_percent=80)
    assert "80\N{NO-BREAK SPACE}%" in client.get(page.url).text


def test_a_day_by_when_is_said_and_said_late(client, page, learner):
    enrolment = enrolled(page, learner)
    first, second, _third = steps_of(page)
    today = timezone.localdate()
    StepDateFactory(run=enrolment.run, step=first, due_on=today - TOMORROW)
    StepDateFactory(run=enrolment.run, step=second, due_on=today + TOMORROW)
    reading = client.get(page.url).context["reading"]
    assert [(one.title, one.is_late) for one in reading.due_list] == [
        (first.titles["fi"], True),
        (second.titles["fi"], False),
    ]
    late = reading.due_list[0].words
    assert late in client.get(lessons_of(page)[0].url).text
    assert late in client.get(reverse("courses:my_studies")).text
    complete_step(enrolment, first)
    assert late not in client.get(page.url).text


def test_a_quiz_that_is_closed_does_not_start(client, learner):
    quiz = QuizPageFactory(quiz__asks=[question()])
    course_page = quiz.get_parent().get_parent().specific
    step = course_page.course.steps.get(kind="quiz")
    enrolment = enrolled(course_page, learner)
    StepDateFactory(run=enrolment.run, step=step, opens_on=timezone.localdate() + TOMORROW)
    response = client.post(reverse("quizzes:start", args=[quiz.translation_key]))
    assert response.status_code == 302
    assert client.get(response.url).status_code == 403
    assert not enrolment.attempts.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_rules_cost_no_queries_by_their_number(client, learner, django_assert_num_queries, count):
    page = course_with(lessons=4)
    steps = steps_of(page)
    enrolment = enrolled(page, learner)
    for step in steps[:count]:
        require(step)
        StepRuleFactory(step=step, minimum_percent=50, after=steps[3])
        StepGroupFactory(course=page.course, of=[step, steps[3]])
        StepDateFactory(run=enrolment.run, step=step, due_on=timezone.localdate())
    url = lessons_of(page)[3].url
    client.get(url)
    with django_assert_num_queries(10):
        client.get(url)
    assert not Completion.objects.exists()
