"""A section's quiz of the demo, as its Swedish readers have it."""

import pytest

from demo.loading.quizzes import load_section_quiz
from demo.loading.texts import COURSES, translated
from quizzes.banks.models import Question
from quizzes.quiz.models import QuizPage
from tests.factories.courses import ModulePageFactory
from tests.factories.home import in_language

pytestmark = pytest.mark.django_db
FILE = COURSES / "tyokykykoordinaattori-1" / "03-kuntoutuksen-suunnittelu" / "quiz.toml"


def test_the_review_of_the_first_course_can_be_done_in_swedish(django_capture_on_commit_callbacks):
    module = ModulePageFactory()
    in_language(module, "sv", title="Att planera rehabilitering")

    # Translations are published once the transaction holds.
    with django_capture_on_commit_callbacks(execute=True):
        load_section_quiz(module, FILE)

    page = QuizPage.objects.get(locale__language_code="sv")
    source = QuizPage.objects.get(locale__language_code="fi")
    words = translated(FILE, "sv")
    assert page.live
    assert page.title == words["title"]
    assert (page.quiz, page.translation_key, page.required) == (
        source.quiz,
        source.translation_key,
        True,
    )
    swedish = Question.objects.filter(locale__language_code="sv", live=True).order_by("pk")
    assert [said.stem for said in swedish] == [table["stem"] for table in words["question"]]
