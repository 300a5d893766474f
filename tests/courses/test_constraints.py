"""Each rule that the database holds, and a try to break it."""

import datetime

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from courses.catalogue.changes import CurriculumChange
from courses.catalogue.models import Course
from courses.catalogue.programmes import ProgrammeCourse
from courses.models import LessonPage
from courses.progress.completing import record_completion
from courses.progress.models import Completion
from tests.courses.breaches import (
    activities,
    content,
    enrolling,
    following,
    planning,
    registrar,
    requirements,
)
from tests.factories.courses import (
    CourseFactory,
    CourseRunFactory,
    EnrolmentFactory,
    InvitationFactory,
    LessonPageFactory,
    ProgrammeFactory,
    ProgrammeRunFactory,
    StepProgressFactory,
)

pytestmark = pytest.mark.django_db

TODAY = datetime.date(2026, 11, 22)
YESTERDAY = datetime.date(2026, 11, 21)


def run_dates(**dates):
    return lambda: CourseRunFactory(**dates)


def second_standing_run():
    run = CourseRunFactory(standing=True)
    CourseRunFactory(course=run.course, organiser=run.organiser, standing=True)


def a_lesson_of_days():
    lesson = LessonPageFactory()
    LessonPage.objects.filter(pk=lesson.pk).update(minutes=1001)


def second_open_enrolment():
    first = EnrolmentFactory()
    EnrolmentFactory(run=first.run, learner=first.learner)


def same_step_twice():
    first = StepProgressFactory()
    StepProgressFactory(enrolment=first.enrolment, step=first.step)


def same_course_twice_in_a_programme():
    course = CourseFactory()
    ProgrammeFactory(of=[course, course])


def same_place_twice_in_a_programme():
    programme = ProgrammeFactory(of=[CourseFactory()])
    ProgrammeCourse.objects.create(programme=programme, course=CourseFactory(), position=1)


def same_code_in_small_letters(factory):
    factory(code="SYKSY-26")
    factory(code="syksy-26")


def same_invitation_twice():
    first = InvitationFactory()
    InvitationFactory(course=first.course)


def completed():
    return record_completion(
        EnrolmentFactory(), origin=Completion.Origin.RULES, assessor="Työkykypolku"
    )


def second_valid_completion():
    record_completion(completed().enrolment, origin=Completion.Origin.RULES, assessor="")


BREACHES = [
    *activities.BREACHES,
    *enrolling.BREACHES,
    *content.BREACHES,
    *following.BREACHES,
    *planning.BREACHES,
    *registrar.BREACHES,
    *requirements.BREACHES,
    (
        lambda: CurriculumChange.objects.create(course=CourseFactory(), summary_fi=""),
        "courses_change_says_something",
    ),
    (lambda: CourseFactory(credits=0), "courses_course_credits_above_zero"),
    (
        lambda: CourseFactory(access=Course.Access.ENROL, opens_to_all_on=TODAY),
        "courses_course_opens_only_when_invited",
    ),
    (second_standing_run, "courses_run_one_standing_per_course_and_organiser"),
    (
        run_dates(starts_on=TODAY, ends_on=YESTERDAY),
        "courses_run_ends_after_it_starts",
    ),
    (
        run_dates(enrolment_opens_on=TODAY, enrolment_closes_on=YESTERDAY),
        "courses_run_enrolment_closes_after_it_opens",
    ),
    (lambda: CourseRunFactory(seats=0), "courses_run_seats_above_zero"),
    (lambda: same_code_in_small_letters(CourseRunFactory), "courses_run_code_once"),
    (
        lambda: same_code_in_small_letters(ProgrammeRunFactory),
        "courses_programme_run_code_once",
    ),
    (lambda: CourseRunFactory(seats=10_001), "courses_run_seats_at_most_10000"),
    (lambda: CourseFactory(credits=301), "courses_course_credits_at_most_300"),
    (lambda: CourseFactory(hours=10_001), "courses_course_hours_at_most_10000"),
    (lambda: CourseFactory(study_field=13), "courses_course_study_field_is_known"),
    (a_lesson_of_days, "courses_lessonpage_takes_at_most_1000_minutes"),
    (second_open_enrolment, "courses_enrolment_one_open_per_run"),
    (
        lambda: EnrolmentFactory(withdrawn_at=timezone.now(), completed_at=timezone.now()),
        "courses_enrolment_not_both_withdrawn_and_completed",
    ),
    (
        lambda: EnrolmentFactory(consented_at=timezone.now()),
        "courses_enrolment_consent_names_its_text",
    ),
    (same_step_twice, "courses_progress_once_per_step"),
    (same_course_twice_in_a_programme, "courses_programme_course_once"),
    (same_place_twice_in_a_programme, "courses_programme_place_taken_once"),
    (lambda: InvitationFactory(email="a@b.example"), "courses_invitation_names_exactly_one"),
    (lambda: InvitationFactory(key=""), "courses_invitation_names_exactly_one"),
    (same_invitation_twice, "courses_invitation_once"),
    (second_valid_completion, "courses_completion_one_valid_per_enrolment"),
    (
        lambda: Completion.objects.filter(pk=completed().pk).update(grade="HYL"),
        "courses_completion_grade_passes_on_its_scale",
    ),
    (
        lambda: Completion.objects.filter(pk=completed().pk).update(grade="3"),
        "courses_completion_grade_passes_on_its_scale",
    ),
    (
        lambda: Completion.objects.filter(pk=completed().pk).update(annulled_at=timezone.now()),
        "courses_completion_annulled_with_a_reason",
    ),
]


@pytest.mark.parametrize(("break_it", "constraint"), BREACHES)
def test_the_database_refuses(break_it, constraint):
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        break_it()
    # SQLite names the columns, not the constraint, of a unique one.
    if connection.vendor == "postgresql" or "unique" not in str(refusal.value).lower():
        assert constraint in str(refusal.value)


def test_every_constraint_has_its_try():
    constraints = {
        constraint.name
        for model in apps.get_app_config("courses").get_models()
        for constraint in model._meta.constraints
    }
    assert {name for _breach, name in BREACHES} == constraints


def test_after_withdrawal_a_new_enrolment_on_the_run_is_allowed():
    first = EnrolmentFactory(withdrawn_at=timezone.now())
    second = EnrolmentFactory(run=first.run, learner=first.learner)
    assert second.pk != first.pk


def test_a_course_may_have_many_runs_beside_its_standing_one():
    run = CourseRunFactory(standing=True)
    CourseRunFactory(course=run.course)
    assert run.course.runs.count() == 2
