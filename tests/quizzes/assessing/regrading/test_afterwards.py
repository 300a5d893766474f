"""Who is told of a correction, and what it does to later attempts and to several tries."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core import mail
from django.utils import timezone

from home import outbox
from quizzes.assessing.checking import differences
from quizzes.assessing.regrading import apply_regrade, correct_late, start_regrade
from quizzes.assessing.treating import By, Treatment
from quizzes.attempts.behaviours import after_penalty, judge, plain_mark
from quizzes.attempts.history import GradeEvent, ResponseEvent
from quizzes.attempts.models import Response
from quizzes.attempts.submitting import submit_attempt
from tests.factories.assessing import attempt_of, choice_version, submitted
from tests.factories.quizzes import QuizFactory, placed
from tests.quizzes.assessing.regrading.conftest import A, B, result

pytestmark = pytest.mark.django_db


# --- those who are told -----------------------------------------------------------------------


def test_learners_whose_mark_changed_are_told_once(regrade, flawed, other):
    told = submitted([flawed, other], [B, A])
    submitted([flawed, other], [None, A])
    decided = regrade()
    apply_regrade({"regrade": decided.pk})
    outbox.run_due(timezone.now())

    assert [letter.to for letter in mail.outbox] == [[told.enrolment.learner.email]]
    assert "Avain oli väärin." in mail.outbox[0].body


# --- attempts that end later ----------------------------------------------------------------------


def test_an_attempt_submitted_later_is_corrected_at_once(regrade, flawed, other):
    attempt = submitted([flawed, other], [A, A], place=placed(QuizFactory()))
    late = attempt_of([flawed, other])
    decided = regrade(by=By.GRANT, options=["b"])
    response = late.responses.select_related("question_version").get(position=1)
    response.answer, response.fraction, response.mark = B, 0, 0
    response.state = Response.State.WRONG
    response.save()

    correct_late(late, [response])

    response.refresh_from_db()
    assert (response.mark, response.state) == (1, "right")
    assert response.grade_events.get().regrade == decided
    assert result(attempt) == (100, True)


@pytest.mark.parametrize("count", [1, 3])
def test_correcting_late_is_one_query_where_nothing_was_corrected(count_queries, count):
    late = attempt_of([choice_version({"a": "1", "b": "0"}) for _ in range(count)])
    responses = list(late.responses.select_related("question_version"))

    with count_queries(1):
        correct_late(late, responses)


# --- several tries --------------------------------------------------------------------------


def tried(version, *answers):
    """An attempt with several tries: each answer was checked, the last one is in force."""
    attempt = attempt_of([version], rules={"behaviour": "interactive"})
    response = attempt.responses.select_related("question_version").get()
    start = timezone.now()
    for number, answer in enumerate(answers, start=1):
        moment = start + timedelta(minutes=number)
        ResponseEvent.objects.create(
            response=response,
            key=uuid4(),
            version=number,
            answer=answer,
            language="fi",
            saved_at=moment,
        )
        response.answer, response.version, response.language = answer, number, "fi"
        response.tries_used = number
        mark = after_penalty(plain_mark(response, attempt), response, number)
        GradeEvent.objects.create(
            response=response,
            origin="check",
            fraction=mark.fraction,
            mark=mark.fraction,
            state=mark.state.value,
            graded_at=moment + timedelta(seconds=5),
        )
    judge(response, mark)
    response.locked_at = moment
    response.save()
    return submit_attempt(attempt)


def test_an_earlier_try_that_the_correction_makes_right_counts(
    editor, django_capture_on_commit_callbacks
):
    asked = choice_version({"a": "1", "b": "0", "c": "0"})
    c = {"options": ["c"]}
    first_right, last_right = tried(asked, B, c, A), tried(asked, c, c, B)
    assert list(differences()) == []
    assert result(first_right)[0] == Decimal("33.33")

    with django_capture_on_commit_callbacks(execute=True):
        start_regrade(
            editor=editor,
            question_key=asked.question_key,
            treatment=Treatment(By.VERSION, versions=(str(asked.pk),)),
            version=choice_version({"a": "0", "b": "1", "c": "0"}, key=asked.question_key),
            reason="Avain oli väärin.",
        )

    assert result(first_right)[0] == 100
    # Wrong twice by the corrected key, too: each try costs a third.
    assert result(last_right)[0] == Decimal("33.33")
    assert list(differences()) == []
