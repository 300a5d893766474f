"""The rules that the database holds, whoever writes."""

import datetime
import uuid
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from quizzes.attempts.history import GradeEvent, ResponseEvent
from quizzes.attempts.models import Attempt, QuestionVersion, Response
from quizzes.attempts.submitting import submit_attempt
from quizzes.banks.models import Question, QuestionBank, QuestionTag
from quizzes.quiz.models import Quiz
from quizzes.quiz.slots import QuizSlot
from tests.factories.quizzes import (
    QuizFactory,
    answered,
    placed,
    question,
    started,
)

pytestmark = pytest.mark.django_db
GRADED = {
    "state": "graded",
    "submitted_at": timezone.now(),
    "graded_at": timezone.now(),
    "score": 1,
    "percent": 100,
    "passed": True,
}
YESTERDAY = timezone.now() - datetime.timedelta(days=1)


@pytest.fixture
def attempt():
    return started(placed(QuizFactory(asks=[question()])))


@pytest.fixture
def breaks():
    """Do something that the constraint of this name must stop."""

    def trying(name, work):
        with pytest.raises(IntegrityError) as broken, transaction.atomic():
            work()
        # SQLite names the columns of a unique constraint, not the constraint.
        assert name in str(broken.value) or "UNIQUE constraint failed" in str(broken.value)

    return trying


def copy_of(row, **changes):
    values = {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if not field.primary_key
    }
    return type(row)(**values | changes)


def test_a_code_is_used_once_in_a_bank_and_a_language(breaks):
    made = question()

    breaks(
        "quizzes_question_code_once_per_bank",
        lambda: copy_of(made, translation_key=uuid.uuid4(), live=False).save(),
    )


def test_a_tag_is_given_once(breaks):
    made = question(tags=["kela"])
    tagged = made.tagged_items.get()

    breaks(
        "quizzes_question_tagged_once",
        lambda: QuestionTag.objects.create(content_object=made, tag=tagged.tag),
    )


@pytest.mark.parametrize(
    ("name", "rules"),
    [
        ("quizzes_quiz_pass_mark_at_most_100", {"pass_percent": 101}),
        ("quizzes_quiz_time_limit_above_zero", {"time_limit_minutes": 0}),
        (
            "quizzes_quiz_last_start_before_hard_close",
            {
                "last_start_at": timezone.now(),
                "closes_at": YESTERDAY,
            },
        ),
    ],
)
def test_rules_of_a_quiz(breaks, name, rules):
    breaks(name, lambda: Quiz.objects.create(name="Koe", **rules))


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({}, id="neither question nor bank"),
        pytest.param({"question": True, "bank": True, "draw_count": 1}, id="both"),
        pytest.param({"bank": True}, id="a bank without a number"),
        pytest.param({"bank": True, "draw_count": 0}, id="none drawn"),
        pytest.param({"question": True, "tag_names": "kela"}, id="a fixed question with tags"),
    ],
)
def test_a_slot_is_fixed_or_drawn(breaks, fields):
    made = question()
    values = fields | {
        name: {"question": made, "bank": made.bank}[name]
        for name in ("question", "bank")
        if name in fields
    }

    breaks(
        "quizzes_slot_fixed_or_drawn_and_not_both",
        lambda: QuizSlot.objects.create(quiz=QuizFactory(), **values),
    )


def test_a_slot_gives_no_minus_points_and_asks_a_question_once(breaks):
    made = question()
    quiz = QuizFactory(asks=[made])

    breaks(
        "quizzes_slot_points_not_below_zero",
        lambda: QuizSlot.objects.create(quiz=quiz, question=question(), points=-1),
    )
    breaks(
        "quizzes_slot_asks_a_question_once",
        lambda: QuizSlot.objects.create(quiz=quiz, question=made),
    )


def test_one_attempt_is_open_and_numbers_are_used_once(breaks, attempt):
    breaks("quizzes_attempt_one_open_per_quiz", lambda: copy_of(attempt, number=2).save())

    done = submit_attempt(attempt)
    breaks("quizzes_attempt_numbered_once", lambda: copy_of(done).save())


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("quizzes_attempt_submitted_with_a_time", {"submitted_at": timezone.now()}),
        ("quizzes_attempt_submitted_with_a_time", {"state": "needs_grading"}),
        ("quizzes_attempt_has_a_result_once_graded", {"percent": 50}),
        ("quizzes_attempt_has_a_result_once_graded", {"passed": True}),
        (
            "quizzes_attempt_has_a_result_once_graded",
            {"state": "graded", "submitted_at": timezone.now()},
        ),
        (
            "quizzes_attempt_has_a_result_once_graded",
            GRADED | {"state": "needs_grading", "percent": 100},
        ),
        ("quizzes_attempt_percent_between_0_and_100", GRADED | {"percent": 101}),
        ("quizzes_attempt_score_within_its_points", GRADED | {"score": 2}),
        ("quizzes_attempt_deadline_after_start", {"deadline_at": YESTERDAY}),
    ],
)
def test_an_attempt_is_open_or_has_a_whole_result(breaks, attempt, name, changes):
    breaks(name, lambda: Attempt.objects.filter(pk=attempt.pk).update(**changes))


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("quizzes_response_mark_and_fraction_together", {"mark": 1}),
        ("quizzes_response_judged_with_a_mark", {"state": "right"}),
        (
            "quizzes_response_waiting_without_a_mark",
            {"state": "answered", "mark": 0, "fraction": 0},
        ),
        (
            "quizzes_response_fraction_within_one",
            {"state": "right", "mark": 2, "fraction": Decimal("1.1")},
        ),
    ],
)
def test_a_response_is_waiting_or_judged(breaks, attempt, name, changes):
    breaks(name, lambda: Response.objects.filter(attempt=attempt).update(**changes))


def test_a_question_is_asked_once_in_an_attempt(breaks, attempt):
    response = attempt.responses.get()

    breaks("quizzes_response_one_per_position", lambda: copy_of(response).save())
    breaks(
        "quizzes_response_question_once_per_attempt",
        lambda: copy_of(response, position=2).save(),
    )


def test_a_save_is_kept_once(breaks, attempt):
    answered(attempt, 1)
    event = ResponseEvent.objects.get()

    breaks("quizzes_event_one_per_request", lambda: copy_of(event, version=2).save())
    breaks("quizzes_event_one_per_version", lambda: copy_of(event, key=uuid.uuid4()).save())


def test_a_response_is_graded_once_at_submission(breaks, attempt):
    submit_attempt(attempt)

    breaks(
        "quizzes_grade_event_one_submission_per_response",
        lambda: copy_of(GradeEvent.objects.get()).save(),
    )


def test_a_version_is_one_row(breaks, attempt):
    version = QuestionVersion.objects.get()

    breaks(
        "checksum", lambda: QuestionVersion.objects.create(
            pk=uuid.uuid4(), question_key=uuid.uuid4(), checksum=version.checksum, content={}
        ),
    )  # fmt: skip


def test_what_an_attempt_stands_on_cannot_be_deleted(attempt):
    made = Question.objects.get()
    for row in (
        attempt.quiz,
        attempt.step,
        attempt.enrolment,
        QuestionVersion.objects.get(),
        made,
        QuestionBank.objects.get(),
    ):
        with pytest.raises(ProtectedError):
            row.delete()


def test_a_deleted_question_leaves_past_attempts_readable(attempt):
    QuizSlot.objects.all().delete()
    Question.objects.all().delete()

    response = attempt.responses.select_related("question_version").get()

    assert response.question_version.content["words"]["fi"]["stem"].startswith("<p>Kysymys 1")
    assert answered(attempt, 1).is_new
    assert submit_attempt(attempt).passed
