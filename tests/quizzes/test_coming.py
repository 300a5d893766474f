"""Until when a quiz can be taken, as a learner's home says it: exceptions count."""

import datetime

import pytest
from django.utils import timezone

from courses.progress.completing import complete_step
from courses.progress.studies import studies
from quizzes.attempts.coming import coming_quizzes
from quizzes.quiz.overrides import QuizOverride
from tests.factories.courses import EnrolmentFactory
from tests.factories.quizzes import QuizPageFactory, enrolled, question

pytestmark = pytest.mark.django_db

DAY = datetime.timedelta(days=1)
NOW = timezone.now()


def quiz_that_closes(in_days, **fields):
    return QuizPageFactory(quiz__asks=[question()], quiz__closes_at=NOW + in_days * DAY, **fields)


def days_of(enrolments):
    return [
        (one.study.enrolment, (one.day - timezone.localdate(NOW)).days)
        for one in coming_quizzes(studies(enrolments))
    ]


def test_the_end_that_holds_for_this_learner_is_said():
    page = quiz_that_closes(5)
    mine = enrolled(page)
    # Somebody else's exception is nobody's here; the run's gives way to one's own.
    other = EnrolmentFactory(run=mine.run)
    QuizOverride.objects.create(quiz=page.quiz, enrolment=other, closes_at=NOW + 30 * DAY)
    assert days_of([mine]) == [(mine, 5)]
    QuizOverride.objects.create(quiz=page.quiz, run=mine.run, closes_at=NOW + 7 * DAY)
    assert days_of([mine]) == [(mine, 7)]
    QuizOverride.objects.create(quiz=page.quiz, enrolment=mine, last_start_at=NOW + 6 * DAY)
    assert days_of([mine]) == [(mine, 6)]
    QuizOverride.objects.filter(enrolment=mine).update(last_start_at=NOW - DAY)
    # What can be begun no more has no moment ahead.
    assert days_of([mine]) == []


def test_what_is_passed_or_never_ends_is_left_out(django_assert_num_queries):
    endless = QuizPageFactory(quiz__asks=[question()])
    passed, ahead = quiz_that_closes(3), quiz_that_closes(4)
    enrolments = [enrolled(page) for page in (endless, passed, ahead)]
    complete_step(enrolments[1], enrolments[1].run.course.steps.get())
    found = studies(enrolments)
    with django_assert_num_queries(2):
        assert [one.study.enrolment for one in coming_quizzes(found)] == [enrolments[2]]
