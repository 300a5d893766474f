"""Deeds on steps and completions: what is kept, what is refused, and what nothing undoes."""

import datetime
from decimal import Decimal

import pytest
from django.utils import timezone
from django.utils.translation import override
from wagtail.models import Page

from courses.activities.assessing import Given, assess
from courses.activities.attending import mark_from_list
from courses.enrolling.models import ProgrammeEnrolment
from courses.progress.completing import (
    annul,
    complete_by_person,
    complete_step,
    correct,
    raise_scores,
    reopen_step,
)
from courses.progress.judging import standing
from courses.progress.models import Completion, StepDecision, StepProgress
from courses.progress.refusals import DeedRefusal, DeedRefusedError
from courses.rules import Lack
from courses.signals import programme_completed
from tests.factories.accounts import MembershipFactory, OrganisationFactory, UserFactory
from tests.factories.activities import SessionFactory, SubmissionFactory, WebinarStepFactory
from tests.factories.courses import (
    CourseFactory,
    CourseRunFactory,
    CourseStepFactory,
    EnrolmentFactory,
    ProgrammeFactory,
    ProgrammeRunFactory,
    StepGroupFactory,
    StepRuleFactory,
    course_with,
    lessons_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def enrolment():
    enrolment = EnrolmentFactory(run__course__scale="zero_to_five")
    course = enrolment.run.course
    enrolment.exam = CourseStepFactory(course=course, kind="quiz", required=True)
    enrolment.work = CourseStepFactory(course=course, kind="assignment")
    return enrolment


@pytest.fixture
def staff():
    return UserFactory(first_name="Sirpa", last_name="Sihteeri")


def by_hand(enrolment, staff, **said):
    told = {"by": staff, "origin": Completion.Origin.BY_HAND, "reason": "Syy", "assessor": "Opo"}
    return complete_by_person(enrolment, **(told | {"grade": "3"} | said))


def test_the_best_score_and_grade_are_kept(enrolment):
    for score, grade in ((70, "3"), (90, "2"), (60, "5"), (None, "")):
        complete_step(enrolment, enrolment.work, score=score and Decimal(score), grade=grade)
    progress = StepProgress.objects.get()
    assert (progress.score, progress.grade) == (90, "5")


def test_a_quiz_passed_below_the_minimum_is_done_but_the_course_misses_the_score(enrolment):
    StepRuleFactory(step=enrolment.exam, minimum_percent=80)
    complete_step(enrolment, enrolment.exam, score=Decimal(79))
    stands = standing(enrolment)
    assert (stands.done, stands.missing[0].lack) == (1, Lack.SCORE)
    assert not Completion.objects.exists()
    complete_step(enrolment, enrolment.exam, score=Decimal(80))
    assert Completion.objects.valid().count() == 1


def test_a_corrected_score_completes(enrolment):
    StepRuleFactory(step=enrolment.exam, minimum_percent=80)
    complete_step(enrolment, enrolment.exam, score=Decimal(60))
    key = (enrolment.pk, enrolment.exam.pk)
    raise_scores({key: Decimal(50)})
    assert StepProgress.objects.get().score == 60
    raise_scores({key: Decimal(85)})
    assert Completion.objects.valid().count() == 1


def test_a_failing_grade_leaves_the_step_undone(enrolment):
    complete_step(enrolment, enrolment.exam, grade="0")
    progress = StepProgress.objects.get()
    assert (progress.completed_at, progress.grade) == (None, "0")
    complete_step(enrolment, enrolment.exam, grade="2")
    assert StepProgress.objects.get().completed_at is not None
    assert Completion.objects.valid().count() == 1


def test_the_weighted_grade_is_frozen_and_a_later_better_one_changes_nothing(enrolment):
    StepRuleFactory(step=enrolment.exam, grade_weight=1)
    StepRuleFactory(step=enrolment.work, grade_weight=1)
    complete_step(enrolment, enrolment.work, grade="4")
    complete_step(enrolment, enrolment.exam, grade="3")
    assert Completion.objects.get().grade == "4"
    complete_step(enrolment, enrolment.exam, grade="5", score=Decimal(99))
    assert StepProgress.objects.get(step=enrolment.exam).grade == "5"
    assert Completion.objects.get().grade == "4"


def test_a_choice_completes_whichever_is_done(enrolment):
    course = enrolment.run.course
    StepGroupFactory(course=course, of=[enrolment.work, CourseStepFactory(course=course)])
    complete_step(enrolment, enrolment.exam)
    assert not Completion.objects.exists()
    complete_step(enrolment, enrolment.work)
    assert Completion.objects.valid().count() == 1


def test_reopening_is_refused_once_the_course_is_completed(enrolment, staff):
    with pytest.raises(DeedRefusedError) as refused:
        reopen_step(enrolment, enrolment.work, by=staff, reason="x")
    assert refused.value.reason == DeedRefusal.NOT_DONE
    complete_step(enrolment, enrolment.work)
    complete_step(enrolment, enrolment.exam)
    with pytest.raises(DeedRefusedError) as refused:
        reopen_step(enrolment, enrolment.work, by=staff, reason="x")
    assert refused.value.reason == DeedRefusal.COMPLETED
    assert not StepDecision.objects.exists()


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"reason": "  "}, DeedRefusal.NO_REASON),
        ({"assessor": ""}, DeedRefusal.NO_ASSESSOR),
        ({"grade": "0"}, DeedRefusal.NOT_ON_SCALE),
        ({"grade": "HYL"}, DeedRefusal.NOT_ON_SCALE),
        ({"completed_on": datetime.date(2999, 1, 1)}, DeedRefusal.IN_THE_FUTURE),
    ],
)
def test_a_completion_by_hand_is_refused(enrolment, staff, said, reason):
    with pytest.raises(DeedRefusedError) as refused:
        by_hand(enrolment, staff, **said)
    assert refused.value.reason == reason
    enrolment.refresh_from_db()
    assert enrolment.completed_at is None


def test_nobody_completes_for_the_withdrawn(enrolment, staff):
    enrolment.withdrawn_at = timezone.now()
    enrolment.save()
    with pytest.raises(DeedRefusedError) as refused:
        by_hand(enrolment, staff, origin=Completion.Origin.RECOGNITION)
    assert refused.value.reason == DeedRefusal.WITHDRAWN


def test_a_completion_keeps_the_courses_field_of_study(enrolment, staff):
    course = enrolment.run.course
    course.study_field = 11
    course.save()
    completion = by_hand(enrolment, staff)
    course.study_field = 12
    course.save()
    completion.refresh_from_db()
    assert completion.study_field == 11


def test_a_completion_by_hand_speaks_the_learners_language(enrolment, staff):
    enrolment.learner.language = "sv"
    enrolment.learner.save()
    assert by_hand(enrolment, staff).language == "sv"


def test_a_correction_is_a_new_row_and_the_old_one_stays_as_it_was(enrolment, staff):
    old = by_hand(enrolment, staff)
    home = OrganisationFactory()
    enrolment.learner.home_organisation = home
    enrolment.learner.save()
    new = correct(old, by=staff, reason="Arvosana väärin", grade="5", registrar_class=19)
    old.refresh_from_db()
    assert (old.grade, old.annulled_by, new.replaces) == ("3", staff, old)
    assert (new.grade, new.registrar_class) == ("5", 19)
    # What is not corrected is copied from the old one, not taken anew.
    assert new.home_organisation == old.home_organisation != home.name_fi
    assert Completion.objects.valid().get() == new


def test_a_correction_that_fails_leaves_the_old_one_valid(enrolment, staff):
    old = by_hand(enrolment, staff)
    for changes in ({}, {"grade": "0"}, {"grade": "3"}):
        with pytest.raises(DeedRefusedError):
            correct(old, by=staff, reason="x", **changes)
    with pytest.raises(TypeError):
        correct(old, by=staff, reason="x", credits=10)
    old.refresh_from_db()
    assert old.annulled_at is None


# --- What happens to a course afterwards ------------------------------------------------------


@pytest.fixture
def completed():
    """A learner who has completed a course of three lessons, of which one was required."""
    page = course_with(lessons=3)
    lessons = lessons_of(page)
    lessons[0].required = True
    lessons[0].save_revision().publish()
    enrolment = EnrolmentFactory(run__course=page.course)
    complete_step(enrolment, page.course.steps.get(key=lessons[0].translation_key))
    enrolment.refresh_from_db()
    assert enrolment.completed_at
    enrolment.page, enrolment.lessons = page, lessons
    return enrolment


def is_as_before(enrolment):
    enrolment.refresh_from_db()
    stands = standing(enrolment)
    return (
        enrolment.completed_at is not None
        and Completion.objects.valid().filter(enrolment=enrolment).count() == 1
        and (stands.percent, str(stands.state)) == (100, "finished")
    )


def test_a_new_required_step_undoes_nothing(completed):
    completed.lessons[1].required = True
    completed.lessons[1].save_revision().publish()
    assert is_as_before(completed)
    other = EnrolmentFactory(run=completed.run)
    complete_step(other, completed.run.course.steps.get(key=completed.lessons[0].translation_key))
    assert not Completion.objects.filter(enrolment=other).exists()


@pytest.mark.parametrize("deed", ["unpublish", "delete"])
def test_a_step_that_goes_undoes_nothing(completed, deed):
    page = Page.objects.get(pk=completed.lessons[0].pk).specific
    getattr(page, deed)()
    step = completed.run.course.steps.get(key=completed.lessons[0].translation_key)
    assert step.retired_at is not None
    assert is_as_before(completed)
    assert StepProgress.objects.get(enrolment=completed, step=step).completed_at is not None


def test_harder_rules_undo_nothing(completed):
    step = completed.run.course.steps.get(key=completed.lessons[0].translation_key)
    StepRuleFactory(step=step, minimum_percent=100)
    StepGroupFactory(course=completed.run.course, needed=3, of=[step])
    assert is_as_before(completed)


def test_a_step_that_goes_completes_nobody_by_itself():
    page = course_with(lessons=2)
    lessons = lessons_of(page)
    for lesson in lessons:
        lesson.required = True
        lesson.save_revision().publish()
    enrolment = EnrolmentFactory(run__course=page.course)
    complete_step(enrolment, page.course.steps.get(key=lessons[0].translation_key))
    # An editor takes the other one down for an hour: nobody gets a certificate for that.
    lessons[1].unpublish()
    assert not Completion.objects.exists()


# --- Programmes -------------------------------------------------------------------------------


@pytest.fixture
def programme():
    courses = [CourseFactory() for _number in range(2)]
    for course in courses:
        course.exam = CourseStepFactory(course=course, required=True)
    programme_run = ProgrammeRunFactory(programme=ProgrammeFactory(of=courses))
    learner = UserFactory()
    mine = ProgrammeEnrolment.objects.create(
        programme_run=programme_run, learner=learner, enrolled_at=timezone.now()
    )
    mine.courses = courses
    return mine


def complete(course, learner):
    enrolment = EnrolmentFactory(run=CourseRunFactory(course=course), learner=learner)
    complete_step(enrolment, course.exam)
    return enrolment


def test_a_programme_is_completed_with_its_last_course(programme, staff):
    heard = []

    def hear(sender, programme_enrolment, **kwargs):
        heard.append(programme_enrolment)

    programme_completed.connect(hear)
    first, last = programme.courses
    # Completed on whichever run, earlier or elsewhere, it counts; another's does not.
    complete(first, programme.learner)
    complete(last, UserFactory())
    programme.refresh_from_db()
    assert programme.completed_at is None
    done = complete(last, programme.learner)
    programme.refresh_from_db()
    assert programme.completed_at is not None
    assert heard == [programme]

    annul(done.completions.get(), by=staff, reason="Väärä")
    programme.refresh_from_db()
    assert programme.completed_at is None


def test_an_annulled_course_does_not_count(programme, staff):
    first, last = programme.courses
    annul(complete(first, programme.learner).completions.get(), by=staff, reason="x")
    complete(last, programme.learner)
    programme.refresh_from_db()
    assert programme.completed_at is None
    complete(first, programme.learner)
    programme.refresh_from_db()
    assert programme.completed_at is not None


def test_a_correction_keeps_the_programme_completed(programme, staff):
    enrolments = [complete(course, programme.learner) for course in programme.courses]
    programme.refresh_from_db()
    before = programme.completed_at
    correct(enrolments[0].completions.get(), by=staff, reason="x", surname="Uusi")
    programme.refresh_from_db()
    assert programme.completed_at == before


def test_who_withdrew_from_the_programme_does_not_complete_it(programme):
    programme.withdrawn_at = timezone.now()
    programme.save()
    for course in programme.courses:
        complete(course, programme.learner)
    programme.refresh_from_db()
    assert programme.completed_at is None


# --- In whose language ------------------------------------------------------------------------


def test_an_assessment_completes_in_the_language_of_what_was_handed_in(staff):
    submission = SubmissionFactory(language="sv", step__required=True)
    MembershipFactory(user=staff, organisation=submission.enrolment.run.organiser)
    with override("fi"):
        assess(
            assessor=staff,
            submission_id=submission.pk,
            given=Given(verdict="passed"),
            based_on=0,
        )
    assert Completion.objects.get().language == "sv"


def test_a_mark_on_the_list_completes_in_the_learners_language(staff):
    step = WebinarStepFactory(required=True)
    enrolment = EnrolmentFactory(run__course=step.course, learner__language="sv")
    session = SessionFactory(run=enrolment.run, step=step, starts_at=timezone.now())
    with override("fi"):
        mark_from_list(session=session, text=enrolment.learner.email, by=staff)
    assert Completion.objects.get().language == "sv"
