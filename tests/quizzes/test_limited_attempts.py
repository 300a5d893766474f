"""A limit of attempts holds: no fresh ones by enrolling anew, no key bought with the first."""

import pytest
from django.urls import reverse

from courses.enrolling.enrol import enrol, withdraw
from courses.progress.completing import complete_step
from courses.progress.models import StepProgress
from quizzes.attempts.refusals import StartRefusal, StartRefusedError
from quizzes.attempts.submitting import submit_attempt
from tests.factories.courses import CourseStepFactory, EnrolmentFactory
from tests.factories.quizzes import (
    QuizFactory,
    QuizPageFactory,
    answered,
    enrolled,
    placed,
    question,
    started,
)

pytestmark = pytest.mark.django_db


def again(enrolment):
    """Withdraw and enrol on the same run anew."""
    withdraw(enrolment)
    return enrol(run=enrolment.run, learner=enrolment.learner, consents=False)


def test_enrolling_anew_gives_no_fresh_attempts():
    quiz = placed(QuizFactory(asks=[question()], attempts_allowed=1))
    first = enrolled(quiz)
    submit_attempt(started(quiz, first))

    with pytest.raises(StartRefusedError) as refusal:
        started(quiz, again(first))

    assert refusal.value.reason == StartRefusal.NO_ATTEMPTS_LEFT


def test_an_open_attempt_of_a_withdrawn_enrolment_is_not_continued():
    quiz = placed(QuizFactory(asks=[question()], attempts_allowed=2))
    first = enrolled(quiz)
    before = started(quiz, first)
    second = again(first)

    now = started(quiz, second)

    assert now.pk != before.pk
    assert (now.enrolment, now.number) == (second, 2)


def test_another_run_gives_attempts_of_its_own():
    quiz = placed(QuizFactory(asks=[question()], attempts_allowed=1))
    first = enrolled(quiz)
    submit_attempt(started(quiz, first))
    withdraw(first)
    elsewhere = EnrolmentFactory(run__course=quiz.step.course, learner=first.learner)
    assert started(quiz, elsewhere).number == 1


def test_what_was_done_comes_along_when_enrolling_anew():
    quiz = placed(QuizFactory(asks=[question()]))
    first = enrolled(quiz)
    step = CourseStepFactory(course=quiz.step.course)
    done = complete_step(first, step)
    stranger = enrolled(quiz)
    complete_step(stranger, CourseStepFactory(course=quiz.step.course))

    second = again(first)

    kept = StepProgress.objects.filter(enrolment=second)
    assert [(row.step, row.completed_at) for row in kept] == [(step, done.completed_at)]


@pytest.fixture
def exam(client):
    """A page of two questions with two attempts; the client is its learner."""
    page = QuizPageFactory(
        quiz=QuizFactory(asks=[question(), question()], attempts_allowed=2, pass_percent=100)
    )
    enrolment = enrolled(page)
    client.force_login(enrolment.learner)
    return page, enrolment


def review(client, attempt):
    return client.get(reverse("quizzes:review", args=[attempt.pk]))


def test_right_answers_stay_closed_while_attempts_are_left(client, exam):
    page, enrolment = exam
    attempt = started(page, enrolment)
    answered(attempt, 1)
    submit_attempt(attempt)

    shown = review(client, attempt)

    assert shown.context["answers_open"] is False
    assert "review__option" not in shown.text
    assert shown.text.count("quiz__stem") == 2


@pytest.mark.parametrize("passes", [True, False])
def test_right_answers_open_after_the_last_attempt_or_a_pass(client, exam, passes):
    page, enrolment = exam
    first = started(page, enrolment)
    submit_attempt(first)
    last = started(page, enrolment)
    if passes:
        answered(last, 1)
        answered(last, 2)
    submit_attempt(last)

    for attempt in (first, last):
        shown = review(client, attempt)
        assert shown.context["answers_open"] is True
        assert "review__option" in shown.text
