"""Doing steps completes a course once, and freezes what it says."""

import datetime
import threading

import pytest
from django.db import connection, transaction
from django.utils import timezone, translation

from courses.progress.completing import complete_step, open_step
from courses.progress.judging import standing
from courses.progress.models import Completion, StepProgress
from courses.signals import completed
from tests.factories.accounts import OrganisationFactory, UserFactory
from tests.factories.courses import CourseStepFactory, EnrolmentFactory


@pytest.fixture
def enrolment(db):
    """An enrolment on a course of one optional and one required step."""
    enrolment = EnrolmentFactory(
        learner=UserFactory(
            first_name="Inga Biret Márjá",
            last_name="Jomppanen",
            birth_date=datetime.date(1980, 2, 29),
            learner_id="1.2.246.562.24.10000007919",
            home_organisation=OrganisationFactory(name_fi="Lapin hyvinvointialue"),
        )
    )
    enrolment.reading = CourseStepFactory(course=enrolment.run.course)
    enrolment.exam = CourseStepFactory(course=enrolment.run.course, required=True)
    return enrolment


def test_an_optional_step_completes_nothing(enrolment):
    complete_step(enrolment, enrolment.reading)
    assert not Completion.objects.exists()
    assert standing(enrolment).percent == 50


def test_the_required_step_completes_the_course_and_freezes_the_facts(enrolment):
    with translation.override("sv"):
        complete_step(enrolment, enrolment.exam)
    enrolment.refresh_from_db()
    completion = Completion.objects.get()
    assert enrolment.completed_at is not None
    learner, course = enrolment.learner, enrolment.run.course
    learner.last_name = "Toinen"
    learner.save()
    course.names = {"fi": "Uusi nimi"}
    course.credits = 5
    course.save()
    completion.refresh_from_db()
    assert (completion.surname, completion.given_names) == ("Jomppanen", "Inga Biret Márjá")
    assert completion.home_organisation == "Lapin hyvinvointialue"
    assert completion.birth_date == datetime.date(1980, 2, 29)
    assert completion.national_learner_id == "1.2.246.562.24.10000007919"
    assert completion.course_names != {"fi": "Uusi nimi"}
    assert completion.credits == 2
    assert completion.completed_on == timezone.localdate()
    assert (completion.grade, completion.scale, completion.language) == ("HYV", "pass_fail", "sv")


def test_repeating_changes_nothing(enrolment):
    first = complete_step(enrolment, enrolment.exam)
    again = complete_step(enrolment, enrolment.exam)
    assert first.completed_at == again.completed_at
    assert Completion.objects.count() == 1


def test_a_withdrawn_learner_completes_nothing(enrolment):
    enrolment.withdrawn_at = timezone.now()
    enrolment.save()
    complete_step(enrolment, enrolment.exam)
    assert not Completion.objects.exists()
    assert not StepProgress.objects.filter(completed_at__isnull=False).exists()


def test_a_later_step_does_not_undo_a_completion(enrolment):
    complete_step(enrolment, enrolment.exam)
    CourseStepFactory(course=enrolment.run.course, required=True)
    enrolment.refresh_from_db()
    assert enrolment.completed_at is not None
    assert Completion.objects.valid().count() == 1


def test_a_receiver_that_fails_undoes_the_whole_deed(enrolment):
    def broken(sender, completion, **kwargs):
        raise OSError("no")

    completed.connect(broken)
    try:
        with pytest.raises(OSError, match="no"):
            complete_step(enrolment, enrolment.exam)
    finally:
        completed.disconnect(broken)
    enrolment.refresh_from_db()
    assert enrolment.completed_at is None
    assert not Completion.objects.exists()
    assert not StepProgress.objects.exists()


def test_news_of_a_completion_is_sent_inside_the_transaction(enrolment):
    heard = []

    def hear(sender, completion, **kwargs):
        heard.append(transaction.get_connection().in_atomic_block)

    completed.connect(hear)
    try:
        complete_step(enrolment, enrolment.exam)
    finally:
        completed.disconnect(hear)
    assert heard == [True]


def test_being_at_a_step_is_remembered_once(enrolment, django_assert_num_queries):
    open_step(enrolment, enrolment.reading.pk)
    with django_assert_num_queries(0):
        open_step(enrolment, enrolment.reading.pk)
    enrolment.refresh_from_db()
    assert enrolment.last_step == enrolment.reading


@pytest.mark.django_db(transaction=True)
def test_two_tabs_at_the_last_steps_complete_the_course_once():
    enrolment = EnrolmentFactory()
    steps = [CourseStepFactory(course=enrolment.run.course, required=True) for _ in range(2)]
    ready = threading.Barrier(2)

    def tab(step):
        ready.wait()
        try:
            complete_step(enrolment, step)
        finally:
            connection.close()

    threads = [threading.Thread(target=tab, args=[step]) for step in steps]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert StepProgress.objects.filter(completed_at__isnull=False).count() == 2
    assert Completion.objects.count() == 1
