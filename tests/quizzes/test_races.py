"""
Two at once, with real threads and real commits.

On SQLite writers queue for the one lock, on PostgreSQL they wait for each other's rows; the
outcome is the same.
"""

import datetime
import threading
from collections import Counter
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from courses.progress.models import Completion
from quizzes.attempts.history import GradeEvent, ResponseEvent
from quizzes.attempts.models import Attempt, QuestionVersion, Response
from quizzes.attempts.refusals import SaveRefusedError, StartRefusedError
from quizzes.attempts.saving import save_answer
from quizzes.attempts.starting import start_attempt
from quizzes.attempts.submitting import close_all_overdue, submit_attempt
from tests.factories.quizzes import (
    QuizFactory,
    answered,
    bank_of,
    enrolled,
    placed,
    question,
    started,
)

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def at_once(*works):
    """Do all of it at the same moment; returns each result, or the refusal that it raised."""
    gate = threading.Barrier(len(works))
    results = [None] * len(works)

    def run(index, work):
        gate.wait()
        try:
            results[index] = work()
        except Exception as error:  # looked at by the test
            results[index] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(index, work)) for index, work in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results


def saving(attempt, position, choice, **fields):
    sent = {
        "learner": attempt.enrolment.learner,
        "attempt_id": attempt.pk,
        "position": position,
        "sent": {"choice": [choice]},
        "key": uuid4(),
        "based_on": 0,
        "language": "fi",
    } | fields
    return lambda: save_answer(**sent)


@pytest.fixture
def statements():
    """A required quiz of three statements, without a time limit."""
    quiz = QuizFactory(asks=[question(kind="true_false") for _ in range(3)])
    return placed(quiz, required=True)


def test_many_starts_make_one_attempt(statements):
    statements.quiz.attempts_allowed = 1
    statements.quiz.save()
    enrolment = enrolled(statements)
    start = {"enrolment": enrolment, "step": statements.step, "quiz": statements.quiz}

    results = at_once(*[lambda: start_attempt(**start, language="fi")] * 8)

    attempt = Attempt.objects.get()
    assert results == [attempt] * 8
    assert Response.objects.count() == 3


def test_learners_who_start_at_once_share_each_version():
    place = placed(QuizFactory(draws=(5, bank_of(5))))
    enrolments = [enrolled(place) for _ in range(4)]

    results = at_once(
        *[
            lambda enrolment=enrolment: start_attempt(
                enrolment=enrolment, step=place.step, quiz=place.quiz, language="fi"
            )
            for enrolment in enrolments
        ]
    )

    assert all(isinstance(result, Attempt) for result in results), results
    assert QuestionVersion.objects.count() == 5
    assert Response.objects.count() == 20


def test_two_tabs_submit_once(statements):
    attempt = started(statements)
    for position in (1, 2, 3):
        answered(attempt, position)

    results = at_once(*[lambda: submit_attempt(attempt)] * 4)

    assert {(result.pk, result.submitted_at, result.percent) for result in results} == {
        (attempt.pk, results[0].submitted_at, 100)
    }
    assert GradeEvent.objects.count() == 3
    assert Completion.objects.count() == 1


def test_two_pages_answer_different_questions_and_both_are_kept(statements):
    attempt = started(statements)

    at_once(saving(attempt, 1, "true"), saving(attempt, 2, "false"))

    assert list(Response.objects.values_list("answer", flat=True)) == [
        {"options": ["true"]}, {"options": ["false"]}, None
    ]  # fmt: skip


def test_two_pages_answer_the_same_question_and_one_of_them_is_told(statements):
    attempt = started(statements)

    results = at_once(saving(attempt, 1, "true"), saving(attempt, 1, "false"))

    assert Counter(result.replaced_newer for result in results) == {True: 1, False: 1}
    last = ResponseEvent.objects.get(version=2)
    assert ResponseEvent.objects.count() == 2
    assert Response.objects.get(position=1).answer == last.answer


def test_one_save_sent_many_times_is_stored_once(statements):
    attempt = started(statements)

    results = at_once(*[saving(attempt, 1, "true", key=uuid4())] * 6)

    assert Counter(result.is_new for result in results) == {True: 1, False: 5}
    assert ResponseEvent.objects.count() == 1


def test_a_save_beside_a_submission_counts_or_is_refused_and_never_half(statements):
    for _ in range(5):
        attempt = started(statements, enrolled(statements))

        saved, submitted = at_once(saving(attempt, 1, "false"), lambda: submit_attempt(attempt))  # noqa: B023

        response = attempt.responses.get(position=1)
        submitted.refresh_from_db()
        if isinstance(saved, SaveRefusedError):
            assert (response.answer, response.state, submitted.score) == (None, "unanswered", 0)
        else:
            assert (response.answer, response.state) == ({"options": ["false"]}, "right")
            assert submitted.score == 1


def test_the_clock_and_the_learner_close_an_attempt_once(statements):
    attempt = started(statements)
    for position in (1, 2, 3):
        answered(attempt, position)
    past = timezone.now() - datetime.timedelta(days=1)
    Attempt.objects.update(started_at=past, deadline_at=past + datetime.timedelta(minutes=5))
    attempt.refresh_from_db()
    now = timezone.now()
    start = {"enrolment": attempt.enrolment, "step": statements.step, "quiz": statements.quiz}

    results = at_once(
        lambda: close_all_overdue(now),
        lambda: submit_attempt(attempt, now=now),
        lambda: start_attempt(**start, language="fi", now=now),
    )

    assert not any(isinstance(result, Exception) for result in results), results
    attempt.refresh_from_db()
    assert attempt.submitted_at == attempt.deadline_at
    assert GradeEvent.objects.filter(response__attempt=attempt).count() == 3
    assert Completion.objects.count() == 1


def test_the_last_attempt_allowed_is_started_once_beside_its_submission(statements):
    statements.quiz.attempts_allowed = 2
    statements.quiz.save()
    first = started(statements)
    start = {"enrolment": first.enrolment, "step": statements.step, "quiz": statements.quiz}

    results = at_once(
        lambda: submit_attempt(first), *[lambda: start_attempt(**start, language="fi")] * 4
    )

    refused = [result for result in results if isinstance(result, Exception)]
    assert all(isinstance(result, StartRefusedError) for result in refused), refused
    assert Attempt.objects.count() <= 2
    assert Attempt.objects.open().count() <= 1
