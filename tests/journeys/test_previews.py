"""An editor sees a draft as a learner will, without a place on the course and without a trace."""

import pytest
from django.urls import reverse

from courses.catalogue.models import Course
from courses.enrolling.models import Enrolment
from courses.pages.models import CoursePage
from courses.progress.models import StepProgress
from quizzes.attempts.models import Attempt
from tests.editing import page_form
from tests.factories.accounts import EditorFactory, UserFactory
from tests.factories.courses import (
    EnrolmentFactory,
    LessonPageFactory,
    ModulePageFactory,
    course_with,
    lessons_of,
)
from tests.factories.quizzes import QuizFactory, QuizPageFactory, bank_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("finnish")]


@pytest.fixture
def editor(client):
    user = EditorFactory()
    client.force_login(user)
    return user


@pytest.fixture
def course():
    """A course that only those invited may read."""
    return course_with(modules=2, lessons=2, access=Course.Access.INVITED)


def preview(client, page, mode=""):
    """What the panel beside the editor shows for the form as it stands."""
    address = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    sent = client.post(address, page_form(page))
    assert sent.json() == {"is_valid": True, "is_available": True}
    return client.get(address, {"mode": mode} if mode else {})


def test_a_lesson_is_previewed_with_its_outline_and_unsaved_words(client, editor, course):
    lesson, *others = lessons_of(course)
    lesson.body = [("text", "<p>Luonnoksen uudet sanat.</p>")]

    response = preview(client, lesson)

    assert response.status_code == 200
    assert "Luonnoksen uudet sanat." in response.text
    for other in others:
        assert other.title in response.text
    assert course.title in response.text


def test_a_preview_leaves_no_words_for_learners(client, editor):
    course = course_with(modules=1, lessons=1, access=Course.Access.OPEN)
    (lesson,) = lessons_of(course)
    lesson.body = [("text", "<p>Luonnoksen uudet sanat.</p>")]
    preview(client, lesson)

    assert "Luonnoksen uudet sanat." not in client.get(lesson.url).text


def test_a_lesson_that_was_never_published_is_previewed(client, editor, course):
    module = ModulePageFactory(parent=course, published=False)
    lesson = LessonPageFactory(parent=module, published=False, title="Vielä luonnos")
    lesson.save_revision()

    assert "Vielä luonnos" in preview(client, lesson).text


def test_a_lesson_is_previewed_before_it_is_saved_once(client, editor, course):
    module = course.get_children().first()
    fresh = lessons_of(course)[0]
    address = reverse(
        "wagtailadmin_pages:preview_on_add", args=["courses", "lessonpage", module.pk]
    )

    client.post(address, page_form(fresh) | {"title": "Aivan uusi", "slug": "aivan-uusi"})
    response = client.get(address)

    assert response.status_code == 200
    assert "Aivan uusi" in response.text


def test_a_course_page_is_previewed(client, editor, course):
    course.summary = "Uusi tiivistelmä luonnoksessa."

    response = preview(client, course)

    assert response.status_code == 200
    assert lessons_of(course)[0].get_parent().title in response.text


def test_a_course_page_is_previewed_before_it_is_saved_once(client, editor, course):
    fresh_course = Course.objects.create(code="UUSI", credits=1, hours=27)
    address = reverse(
        "wagtailadmin_pages:preview_on_add",
        args=["courses", "coursepage", course.get_parent().pk],
    )
    form = page_form(course) | {
        "title": "Uusi koulutus",
        "slug": "uusi",
        "course": str(fresh_course.pk),
    }

    client.post(address, form)
    response = client.get(address)

    assert response.status_code == 200
    assert "Uusi koulutus" in response.text


@pytest.mark.parametrize("mode", ["", "questions"])
def test_a_quiz_is_previewed_and_records_no_attempt(client, editor, course, mode):
    quiz = QuizFactory(draws=(2, bank_of(3)))
    page = QuizPageFactory(parent=course.get_children().first().specific, quiz=quiz)

    response = preview(client, page, mode)

    assert response.status_code == 200
    assert page.title in response.text
    assert not Attempt.objects.exists()


def test_an_editor_who_studies_too_gets_no_progress_from_previews(client, editor, course):
    enrolment = EnrolmentFactory(run__course=course.course, learner=editor)
    for page in [course, *lessons_of(course)]:
        assert preview(client, page).status_code == 200

    assert not StepProgress.objects.exists()
    assert Enrolment.objects.get() == enrolment
    assert Enrolment.objects.get().last_step_id is None


@pytest.mark.parametrize("make", [lambda page: page, lambda page: lessons_of(page)[0]])
def test_a_learner_sees_no_preview(client, course, make):
    page = make(course)
    client.force_login(UserFactory())

    for name in ("preview_on_edit", "view_draft"):
        response = client.get(reverse(f"wagtailadmin_pages:{name}", args=[page.pk]))
        assert response.status_code in (302, 403)
    assert CoursePage.objects.count() == 1
