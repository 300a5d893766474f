"""Who fails a quiz again and again: what those who follow a run are told."""

from decimal import Decimal

import pytest
from django.utils import timezone

from courses.catalogue.models import CourseStep
from courses.following.participants import enrolments_of, participants
from courses.following.standstill import Standstill
from courses.following.tries import Trying
from quizzes.attempts.failing import tries_on
from quizzes.attempts.models import Attempt
from quizzes.quiz.overrides import QuizOverride
from tests.factories.courses import CourseRunFactory, EnrolmentFactory
from tests.factories.quizzes import QuizFactory, enrolled, placed, step_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def page():
    return placed(QuizFactory())


def tried(page, enrolment, *results):
    """Attempts with these results: True, False, or None for one that waits for grading."""
    for number, passed in enumerate(results, start=1):
        graded = passed is not None
        Attempt.objects.create(
            enrolment=enrolment,
            quiz=page.quiz,
            step=step_of(page),
            number=number,
            language="fi",
            state="graded" if graded else "needs_grading",
            pass_percent=60,
            started_at=timezone.now(),
            submitted_at=timezone.now(),
            graded_at=timezone.now() if graded else None,
            max_score=1,
            score=Decimal(int(passed)) if graded else None,
            percent=Decimal(100 * int(passed)) if graded else None,
            passed=passed,
        )


@pytest.mark.parametrize(
    ("results", "allowed", "told"),
    [
        pytest.param([False], 0, None, id="failed once"),
        pytest.param([False, False], 0, Trying.FAILS, id="failed twice"),
        pytest.param([False], 1, Trying.FAILS, id="no attempts left"),
        pytest.param([False], 2, None, id="one attempt left"),
        pytest.param([None], 1, Trying.WAITS, id="waits for grading"),
        pytest.param([False, None], 0, Trying.WAITS, id="failed, and the next one waits"),
        pytest.param([True], 1, None, id="passed"),
    ],
)
def test_how_a_quiz_goes(page, results, allowed, told):
    page.quiz.attempts_allowed = allowed
    page.quiz.save()
    enrolment = enrolled(page)
    tried(page, enrolment, *results)

    found = tries_on([enrolment.run_id])

    assert found.get((enrolment.pk, step_of(page).pk)) == told


def test_a_new_attempt_that_was_granted_counts_as_left(page):
    page.quiz.attempts_allowed = 1
    page.quiz.save()
    enrolment = enrolled(page)
    QuizOverride.objects.create(quiz=page.quiz, enrolment=enrolment, extra_attempts=1)
    tried(page, enrolment, False)

    assert tries_on([enrolment.run_id]) == {}


@pytest.mark.parametrize("ended", ["withdrawn_at", "completed_at"])
def test_nothing_of_who_has_left_or_finished_nor_of_other_runs(page, ended):
    enrolment = enrolled(page)
    other = EnrolmentFactory(run=CourseRunFactory(course=step_of(page).course))
    tried(page, enrolment, False, False)
    tried(page, other, False, False)
    setattr(enrolment, ended, timezone.now())
    enrolment.save()

    assert tries_on([enrolment.run_id]) == {}
    assert len(tries_on([other.run_id])) == 1


def test_who_fails_what_the_course_asks_for_is_stuck(page):
    CourseStep.objects.filter(pk=step_of(page).pk).update(required=True)
    enrolment = enrolled(page)
    tried(page, enrolment, False, False)

    [one] = participants(enrolments_of([enrolment.run_id]))

    assert one.standstill == Standstill.STUCK


@pytest.mark.parametrize("people", [1, 3])
def test_one_query_for_any_number(page, django_assert_num_queries, people):
    enrolments = [enrolled(page) for _ in range(people)]
    for enrolment in enrolments:
        tried(page, enrolment, False, False)

    with django_assert_num_queries(1):
        found = tries_on([enrolment.run_id for enrolment in enrolments])

    assert len(found) == people
