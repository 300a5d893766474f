"""Tries to break the constraints on submissions, webinars and self-assessments."""

import datetime
from collections.abc import Callable

from django.utils import timezone

from courses.activities.pages import AssignmentPage, SelfAssessmentPage, WebinarPage
from courses.activities.submissions import Submission, SubmissionFile
from courses.activities.webinars import Attendance, WebinarSession
from courses.training.kept_blocks import KeptBlock
from tests.factories.accounts import UserFactory
from tests.factories.activities import (
    AssessmentFactory,
    AssignmentPageFactory,
    AttendanceFactory,
    DraftFactory,
    SelfAssessmentPageFactory,
    SelfRatingFactory,
    SessionFactory,
    StatementSetFactory,
    SubmissionFactory,
    WebinarPageFactory,
    file_of,
)
from tests.factories.courses import CourseRunFactory


def assignment(**fields):
    return lambda: AssignmentPage.objects.filter(pk=AssignmentPageFactory().pk).update(**fields)


def days_of_minutes(model, factory):
    return lambda: model.objects.filter(pk=factory().pk).update(minutes=1001)


def same(made, *names, factory=SubmissionFactory):
    """Make a second one that shares these with the first."""

    def twice():
        first = made()
        factory(**{name: getattr(first, name) for name in names})

    return twice


def submission(**fields):
    return lambda: Submission.objects.filter(pk=SubmissionFactory().pk).update(**fields)


def session(**fields):
    return lambda: WebinarSession.objects.filter(pk=SessionFactory().pk).update(**fields)


def attendance(**fields):
    return lambda: Attendance.objects.filter(pk=AttendanceFactory().pk).update(**fields)


def second_open_round():
    first = SubmissionFactory()
    DraftFactory(enrolment=first.enrolment, step=first.step, number=2)


def same_file_twice():
    found = SubmissionFactory()
    file_of(found)
    file_of(found)


def second_mark():
    first = AttendanceFactory()
    AttendanceFactory(session=first.session, enrolment=first.enrolment)


def second_rating():
    first = SelfRatingFactory()
    SelfRatingFactory(enrolment=first.enrolment, statement_set=first.statement_set, step=first.step)


def same_block_twice():
    run, statement = CourseRunFactory(), StatementSetFactory().statements.first()
    for _twice in range(2):
        KeptBlock.objects.create(
            course=run.course,
            organiser=run.organiser,
            statement=statement,
            before=20,
            after=30,
            ended=datetime.datetime(2026, 11, 22, tzinfo=datetime.UTC),
        )


BREACHES: list[tuple[Callable[[], object], str]] = [
    (
        days_of_minutes(AssignmentPage, AssignmentPageFactory),
        "courses_assignmentpage_takes_at_most_1000_minutes",
    ),
    (
        days_of_minutes(WebinarPage, WebinarPageFactory),
        "courses_webinarpage_takes_at_most_1000_minutes",
    ),
    (
        days_of_minutes(SelfAssessmentPage, SelfAssessmentPageFactory),
        "courses_selfassessmentpage_takes_at_most_1000_minutes",
    ),
    (assignment(min_words=10, max_words=9), "courses_assignment_words_in_order"),
    (assignment(files_least=2, files_most=1), "courses_assignment_files_in_order"),
    (assignment(text_wanted="none", files_most=0), "courses_assignment_takes_something"),
    (
        same(lambda: SubmissionFactory(state="passed"), "enrolment", "step", "state"),
        "courses_submission_numbered_once",
    ),
    (second_open_round, "courses_submission_one_open"),
    (submission(state="draft"), "courses_submission_handed_in_at_a_time"),
    (submission(submitted_at=None), "courses_submission_handed_in_at_a_time"),
    (submission(number=0), "courses_submission_number_from_one"),
    (submission(erased_at=timezone.now()), "courses_submission_erased_has_no_text"),
    (
        lambda: SubmissionFile.objects.filter(pk=file_of(SubmissionFactory()).pk).update(size=0),
        "courses_submission_file_is_not_empty",
    ),
    (same_file_twice, "courses_submission_file_once"),
    (lambda: AssessmentFactory(grade="6"), "courses_assessment_grade_on_scale"),
    (lambda: AssessmentFactory(grade="0"), "courses_assessment_grade_fits_its_verdict"),
    (
        lambda: AssessmentFactory(verdict="returned", grade="3"),
        "courses_assessment_grade_fits_its_verdict",
    ),
    (
        lambda: SessionFactory(ends_at=timezone.now() - datetime.timedelta(days=1)),
        "courses_session_ends_after_it_starts",
    ),
    (session(code="ABC"), "courses_session_code_has_an_end"),
    (session(code_until=timezone.now()), "courses_session_code_has_an_end"),
    (second_mark, "courses_attendance_once"),
    (attendance(how="teacher"), "courses_attendance_marked_by_somebody"),
    (attendance(revoked_at=timezone.now()), "courses_attendance_taken_back_by_somebody"),
    (
        lambda: AttendanceFactory(revoked_by=UserFactory()),
        "courses_attendance_taken_back_by_somebody",
    ),
    (lambda: StatementSetFactory(levels=2), "courses_statements_3_to_10_levels"),
    (lambda: StatementSetFactory(levels=11), "courses_statements_3_to_10_levels"),
    (second_rating, "courses_rating_once_before_once_after"),
    (same_block_twice, "courses_block_is_kept_once"),
]
