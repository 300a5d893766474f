"""A quiz hands its percent on as its step's score: passed, passed again, and corrected."""

import pytest

from courses.progress.completing import complete_step
from courses.progress.models import Completion, StepProgress
from quizzes.assessing.regrading import start_regrade
from quizzes.assessing.treating import By, Treatment
from quizzes.attempts.submitting import submit_attempt
from tests.factories.accounts import AdministratorFactory
from tests.factories.assessing import choice_version, submitted
from tests.factories.courses import StepRuleFactory
from tests.factories.quizzes import (
    QuizFactory,
    answered,
    enrolled,
    placed,
    question,
    started,
    step_of,
)

pytestmark = pytest.mark.django_db
A, B = {"options": ["a"]}, {"options": ["b"]}


@pytest.fixture
def page():
    """A required quiz of four questions, passed at 50 %."""
    quiz = QuizFactory(asks=[question() for _ in range(4)], pass_percent=50)
    return placed(quiz, required=True)


def attempt(page, enrolment, *right):
    going = started(page, enrolment)
    for position in right:
        answered(going, position)
    submit_attempt(going)


def test_the_best_passed_attempt_gives_the_score_and_the_course_waits_for_it(page):
    StepRuleFactory(step=step_of(page), minimum_percent=75)
    enrolment = enrolled(page)
    attempt(page, enrolment, 1)
    assert not StepProgress.objects.filter(score__isnull=False).exists()
    attempt(page, enrolment, 1, 2)
    progress = StepProgress.objects.get()
    assert (progress.score, progress.completed_at is None) == (50, False)
    assert not Completion.objects.exists()
    attempt(page, enrolment, 1, 2, 3)
    assert StepProgress.objects.get().score == 75
    assert Completion.objects.valid().get().enrolment == enrolment


def test_a_correction_that_raises_a_pass_raises_the_score(django_capture_on_commit_callbacks):
    flawed, other = (choice_version({"a": "1", "b": "0"}) for _ in range(2))
    newer = choice_version({"a": "0", "b": "1"}, key=flawed.question_key)
    done = submitted([flawed, other], [B, A], pass_percent=50)
    done.step.required = True
    done.step.save()
    StepRuleFactory(step=done.step, minimum_percent=80)
    complete_step(done.enrolment, done.step, score=done.percent)
    assert not Completion.objects.exists()

    with django_capture_on_commit_callbacks(execute=True):
        start_regrade(
            editor=AdministratorFactory(),
            question_key=flawed.question_key,
            treatment=Treatment(By.VERSION, (), (str(flawed.pk),)),
            version=newer,
            reason="Avain oli väärin.",
        )
    assert StepProgress.objects.get().score == 100
    assert Completion.objects.valid().get().enrolment == done.enrolment
