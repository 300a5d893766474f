"""Starting an attempt: what is drawn, what it costs, and when it is refused."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from quizzes.attempts.models import QuestionVersion
from quizzes.attempts.starting import start_attempt
from tests.factories.quizzes import QuizPageFactory, bank_of, enrolled, step_of

pytestmark = pytest.mark.django_db


def queries_of(work):
    """The statements that read or write rows; savepoints are the test's own."""
    with CaptureQueriesContext(connection) as captured:
        work()
    return [
        query["sql"]
        for query in captured
        if query["sql"].startswith(("SELECT", "INSERT", "UPDATE", "DELETE"))
    ]


@pytest.mark.parametrize("count", [1, 3, 20])
def test_starting_takes_ten_queries_whatever_the_number_of_questions(count):
    page = QuizPageFactory(quiz__draws=(count, bank_of(count + 2)))
    start = {"enrolment": enrolled(page), "step": step_of(page), "quiz": page.quiz}

    assert len(queries_of(lambda: start_attempt(**start, language="fi"))) == 10
    assert QuestionVersion.objects.count() == count
