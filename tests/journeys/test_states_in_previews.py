"""Drafts are previewed in every state of a learner; no row is read for it, and none is made."""

import pytest
from django.urls import reverse
from django.utils import translation

from courses.catalogue.models import CourseStep
from courses.enrolling.models import Enrolment
from courses.pages.models import SAMPLE_MODES
from quizzes.attempts.models import Attempt
from tests.factories.accounts import EditorFactory
from tests.factories.courses import course_with, lessons_of
from tests.factories.home import in_language
from tests.factories.quizzes import QuizPageFactory, question

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]


@pytest.fixture
def pages(client):
    """A course of two lessons and a quiz, as its editor may look at it."""
    user = EditorFactory(is_staff=True)
    client.force_login(user)
    course = course_with(modules=1, lessons=2)
    module = course.get_children().get()
    quiz = QuizPageFactory(parent=module, quiz__asks=[question()], required=True)
    CourseStep.objects.filter(course=course.course).update(required=True)
    return course, *lessons_of(course), quiz


def look(client, page, mode):
    answer = client.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]), {"mode": mode})
    assert answer.status_code == 200
    return answer


def words_of(client, page):
    with translation.override("fi"):
        return {mode: look(client, page, mode).content.decode() for mode, _label in SAMPLE_MODES}


def test_a_course_in_each_state(client, pages):
    course, *_steps = pages
    shown = words_of(client, course)
    assert "Kirjaudu" in shown[""] or "Ilmoittaudu" in shown[""] or "Ilmoittautuminen" in shown[""]
    assert "Aloita opiskelu" in shown["new"]
    assert "Jatka opiskelua" in shown["half"]
    assert "Olet suorittanut" in shown["done"]
    assert "40" in shown["failed"]


def test_a_lesson_in_each_state(client, pages):
    _course, first, second, _quiz = pages
    shown = words_of(client, second)
    button = "Merkitse tehdyksi"
    assert button not in shown[""]
    assert f"{button}" in shown["new"]
    assert button in shown["half"]
    assert "Olet tehnyt tämän oppitunnin" in shown["done"]
    # Nothing can be sent from a preview.
    for words in shown.values():
        for form in words.split("<form")[1:]:
            if button in form.partition("</form>")[0]:
                assert "disabled" in form.partition("</form>")[0]
    assert first.title in shown["half"]


def test_a_quiz_in_each_state(client, pages):
    *_others, quiz = pages
    shown = {mode: look(client, quiz, mode).context["tries"] for mode, _label in SAMPLE_MODES}
    assert [len(tries.attempts) for tries in shown.values()] == [0, 0, 1, 1, 1]
    assert shown["half"].open is not None
    assert shown["done"].passed
    assert not shown["failed"].passed
    words = look(client, quiz, "failed").content.decode()
    assert "/0/" not in words.partition("<main")[2].partition("</main>")[0]


def test_a_preview_in_swedish_speaks_swedish(client, pages):
    _course, first, *_others = pages
    swedish = in_language(first, "sv")
    assert '<html lang="sv"' in look(client, swedish, "half").content.decode()


def test_unknown_modes_show_a_visitors_page_and_nothing_is_written(client, pages):
    for page in pages:
        look(client, page, "<script>")
        look(client, page, "half")
    assert not Enrolment.objects.exists()
    assert not Attempt.objects.exists()
