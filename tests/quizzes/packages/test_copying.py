"""A course is copied with everything; the copy and its model go their own ways."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils.translation import override

from courses.catalogue.models import Course
from courses.catalogue.requirements import StepRule
from courses.packages.copying import copy_course
from courses.packages.models import ImportedPart
from courses.pages.models import CoursePage, LessonPage
from home.pictures import CustomImage
from quizzes.banks.models import Question, QuestionBank
from quizzes.quiz.models import Quiz, QuizPage
from quizzes.quiz.slots import QuizSlot
from tests.factories.accounts import UserFactory
from tests.factories.courses import CourseFactory
from tests.factories.home import publish
from tests.factories.quizzes import started
from tests.quizzes.packages.courses_with_all import everything

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture(autouse=True)
def english():
    with override("en"):
        yield


@pytest.fixture
def editor(client):
    user = UserFactory(is_staff=True)
    user.groups.set(Group.objects.filter(name__in=["Editors", "Moderators"]))
    client.force_login(user)
    return user


def counts():
    models = (Course, CoursePage, LessonPage, QuizPage, Quiz, QuizSlot, QuestionBank, Question)
    return [model.objects.count() for model in models]


def pages_of(course, model):
    (root,) = CoursePage.objects.filter(course=course, locale__language_code="fi")
    return model.objects.descendant_of(root).order_by("path")


def test_a_copy_shares_its_questions_and_nothing_else(editor):
    model = everything()
    before, questions = counts(), list(Question.objects.order_by("pk").values())
    brought = copy_course(model, code="KOPIO", person=editor, share_questions=True)

    assert brought.report.refused == []
    # Finnish pages of course, three steps; the Swedish course page and lesson come along.
    assert [after - was for was, after in zip(before, counts(), strict=True)] == [
        1,
        before[1],
        before[2],
        before[3],
        1,
        before[5],
        0,
        0,
    ]
    assert list(Question.objects.order_by("pk").values()) == questions
    copy = brought.course
    assert (copy.code, copy.credits, copy.hours) == ("KOPIO", model.credits, model.hours)
    assert not pages_of(copy, LessonPage).live().exists()
    quiz, old = pages_of(copy, QuizPage).get().quiz, pages_of(model, QuizPage).get().quiz
    assert quiz != old
    same = ("question", "bank", "draw_count", "points", "sort_order")
    assert list(quiz.slots.values_list(*same)) == list(old.slots.values_list(*same))
    assert StepRule.objects.get(step__course=copy).minimum_percent == 70
    assert not ImportedPart.objects.exists()


def test_links_lead_within_the_copy_and_media_are_the_same(editor):
    model = everything()
    copy = copy_course(model, code="KOPIO", person=editor, share_questions=True).course
    first, then = pages_of(copy, LessonPage)
    body = str(then.body.raw_data[0]["value"])
    assert f'linktype="page" id="{first.pk}"' in body
    assert CustomImage.objects.count() == 1
    assert then.body.raw_data[1]["value"]["image"] == CustomImage.objects.get().pk
    translated = LessonPage.objects.get(
        translation_key=then.translation_key, locale__language_code="sv"
    )
    assert translated.title == "Sedan"


def test_questions_of_its_own_change_without_the_model(editor):
    model = everything()
    banks, questions = QuestionBank.objects.count(), Question.objects.count()
    copy = copy_course(model, code="KOPIO", person=editor, share_questions=False).course
    assert QuestionBank.objects.count() == 2 * banks
    assert Question.objects.count() == 2 * questions
    quiz, old = pages_of(copy, QuizPage).get().quiz, pages_of(model, QuizPage).get().quiz
    asked, asked_before = quiz.slots.first().question, old.slots.first().question
    assert asked.translation_key != asked_before.translation_key
    assert str(asked.stem) == str(asked_before.stem)
    assert not asked.live
    assert asked_before.live


def test_the_copy_is_published_and_its_quiz_is_taken(editor):
    copy = copy_course(everything(), code="KOPIO", person=editor, share_questions=True).course
    for page in CoursePage.objects.filter(course=copy):
        for below in page.get_descendants(inclusive=True).specific():
            publish(below)
    assert copy.steps.current().count() == 3
    assert started(pages_of(copy, QuizPage).get()).responses.count() == 3


def test_a_course_is_copied_in_its_room(client, editor):
    model = everything()
    room = reverse("course_copy", args=[model.pk])
    assert client.get(room).status_code == 200
    answer = client.post(room, {"code": "KOPIO-2", "questions": "shared"})
    copy = Course.objects.get(code="KOPIO-2")
    page = CoursePage.objects.get(course=copy, locale__language_code="fi")
    assert answer.url == reverse("wagtailadmin_explore", args=[page.pk])
    for code in ("kopio-2", "", "x" * 500):
        assert client.post(room, {"code": code, "questions": "shared"}).status_code == 400
    assert client.post(room, {"code": "UUSI", "questions": "kaikki"}).status_code == 400
    assert Course.objects.count() == 2


def test_a_course_without_pages_is_not_copied(client, editor):
    room = reverse("course_copy", args=[CourseFactory().pk])
    assert client.post(room, {"code": "KOPIO", "questions": "shared"}).status_code == 400
    assert Course.objects.count() == 1
