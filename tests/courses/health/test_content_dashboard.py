"""The dashboard of content: what it counts for editors, and that it tells of no reader."""

import datetime

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from courses.dashboards.answers import CONTENT
from courses.dashboards.lessons import ask_left
from courses.enrolling.models import Enrolment
from courses.health.looking import look_through
from home.feedback.models import Feedback
from tests.factories.accounts import UserFactory
from tests.factories.assessing import choice_version, submitted
from tests.factories.courses import (
    CoursePageFactory,
    CourseStepFactory,
    EnrolmentFactory,
    LessonPageFactory,
    ModulePageFactory,
    StepProgressFactory,
)
from tests.factories.home import in_language
from tests.factories.quizzes import QuizFactory, placed

pytestmark = pytest.mark.django_db
ADDRESS = reverse("dashboard:content")
NOON = datetime.datetime(2026, 11, 2, 12, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def _in_english():
    with override("en"):
        yield


def editor(*groups):
    user = UserFactory(is_staff=True, language="en")
    user.groups.set(Group.objects.filter(name__in=groups))
    return user


def course(lessons=2):
    page = CoursePageFactory(course__credits=1, course__hours=27)
    module = ModulePageFactory(parent=page)
    for number in range(lessons):
        review_by = timezone.localdate() - datetime.timedelta(days=1) if number else None
        LessonPageFactory(parent=module, minutes=20, review_by=review_by)
    return page


def answers():
    return {question.key: question.ask() for question in CONTENT.values()}


@pytest.mark.slow
def test_courses_pages_and_translations_are_counted(client):
    page = course()
    in_language(page, "sv")
    look_through(page.course)
    client.force_login(editor("Editors"))

    response = client.get(ADDRESS)

    found = {question.key: answer for question, answer in response.context["answers"]}
    assert found["health"].said.startswith("Nothing to mend in 0 of 1 courses")
    assert found["ageing"].said.startswith("Past their day of review: 1.")
    swedish, english = found["languages"].pictures
    # Published, older, draft, not begun: of the course, its module and two lessons.
    assert [list(row.cells) for row in swedish.rows] == [[1, 0, 0, 3]]
    assert [list(row.cells) for row in english.rows] == [[0, 0, 0, 4]]
    assert "25 %" in found["languages"].said


def test_feedback_is_for_those_who_answer_it(client):
    today = timezone.localdate()
    for due, answered in ((-1, False), (3, False), (5, True)):
        Feedback.objects.create(
            kind="fault",
            words="Kuva puuttuu.",
            language="fi",
            sent_at=timezone.now() - datetime.timedelta(days=2),
            due_on=today + datetime.timedelta(days=due),
            answer="Korjattu." if answered else "",
            answered_at=timezone.now() if answered else None,
        )
    answer = CONTENT["readers"].ask()
    assert [list(row.cells) for row in answer.pictures[0].rows] == [[1, 1, 1, 0]]
    assert "Waiting: 2, of them late: 1." in answer.said

    someone = editor("Editors")
    Group.objects.get(name="Editors").permissions.remove(
        *Permission.objects.filter(codename="change_feedback")
    )
    client.force_login(someone)

    response = client.get(ADDRESS)

    assert "readers" not in [question.key for question, _answer in response.context["answers"]]
    assert "Waiting: 2" not in response.text


def test_questions_that_nearly_everybody_has_right_give_nothing():
    easy = choice_version({"a": "1", "b": "0"})
    rare = choice_version({"a": "1", "b": "0", "c": "0"})
    place = placed(QuizFactory())
    submitted([easy, rare], [{"options": ["a"]}, {"options": ["b"]}], place=place)
    for _number in range(9):
        submitted([easy], [{"options": ["a"]}], place=place)

    answer = CONTENT["questions"].ask()

    assert answer.said == "Too hard: 0. So easy that they give nothing: 1."
    [easy_ones] = answer.pictures
    assert [row.cells[1] for row in easy_ones.rows] == [10]


def readers(count, lesson, before, *, away=20, minutes=50):
    for number in range(count):
        enrolment = EnrolmentFactory(
            learner__last_name=f"Lukija{number}", run__course=lesson.course
        )
        later = NOON + datetime.timedelta(minutes=minutes)
        StepProgressFactory(enrolment=enrolment, step=before, completed_at=NOON)
        StepProgressFactory(enrolment=enrolment, step=lesson, completed_at=later)
        Enrolment.objects.filter(pk=enrolment.pk).update(
            last_step=lesson, last_seen_at=timezone.now() - datetime.timedelta(days=away)
        )


@pytest.mark.slow
def test_readers_are_told_of_in_steps_of_five(client):
    page = course(0)
    before, lesson, rare = (
        CourseStepFactory(course=page.course, titles={"fi": title}, minutes=10)
        for title in ("Alku", "Pitkä oppitunti", "Harvinainen")
    )
    readers(6, lesson, before)
    readers(4, rare, before)
    readers(1, lesson, before, away=1)
    client.force_login(editor("Editors"))

    response = client.get(ADDRESS)

    found = {question.key: answer for question, answer in response.context["answers"]}
    [long] = found["long"].pictures
    assert [(row.name, list(row.cells)[1:]) for row in long.rows] == [("Pitkä oppitunti", [10, 50])]
    [left] = found["left"].pictures
    assert [(row.name, list(row.cells)[1:]) for row in left.rows] == [("Pitkä oppitunti", ["5–9"])]
    assert "Harvinainen" not in response.text
    assert "Lukija" not in response.text


def test_who_left_a_run_that_is_over_is_nobodys_news():
    lesson, before = CourseStepFactory.create_batch(2)
    readers(6, lesson, before)
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    for enrolment in Enrolment.objects.select_related("run"):
        enrolment.run.ends_on = yesterday
        enrolment.run.save()

    assert not ask_left().pictures


@pytest.mark.slow
@pytest.mark.one_engine
def test_as_many_queries_for_one_course_and_for_three():
    counts = []
    for _number in range(2):
        for _one in range(1 if not counts else 2):
            page = course(1)
            lesson, before = CourseStepFactory.create_batch(2, course=page.course)
            readers(5, lesson, before)
        with CaptureQueriesContext(connection) as queries:
            answers()
        counts.append(len(queries))

    assert counts[0] == counts[1] <= 30
