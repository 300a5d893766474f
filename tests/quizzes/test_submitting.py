"""Submitting: graded once, by what was asked; a pass completes the step."""

import datetime
from decimal import Decimal

import pytest

from courses.progress.models import Completion, StepProgress
from home.clock import tick
from quizzes.attempts.history import GradeEvent
from quizzes.attempts.models import Attempt, Response
from quizzes.attempts.submitting import close_all_overdue, close_overdue, submit_attempt
from quizzes.grading.registry import question_type
from quizzes.grading.totals import mark_of, total
from tests.factories.quizzes import (
    QuizFactory,
    answered,
    enrolled,
    placed,
    question,
    right_keys,
    started,
    step_of,
)

pytestmark = pytest.mark.django_db


def second(count):
    return datetime.timedelta(seconds=count)


@pytest.fixture
def page():
    """A required quiz of four single choices, passed at 60 %, ten minutes long."""
    quiz = QuizFactory(asks=[question() for _ in range(4)], time_limit_minutes=10)
    return placed(quiz, required=True)


@pytest.fixture
def attempt(page, noon):
    return started(page, now=noon)


def answer_right(attempt, *positions, now):
    for position in positions:
        answered(attempt, position, now=now)


def graded_anew(attempt):
    """What the stored answers are worth when they are graded again."""
    marks, points = [], []
    for response in attempt.responses.select_related("question_version"):
        frozen = response.question_version.content
        fraction = question_type(frozen["kind"]).mark(frozen["structure"], response.answer).fraction
        marks.append(mark_of(fraction, response.points))
        points.append(response.points)
        assert marks[-1] == response.mark
    return total(marks, points, attempt.pass_percent)


def test_a_submitted_attempt_has_its_result(attempt, noon):
    answer_right(attempt, 1, 2, 3, now=noon)

    done = submit_attempt(attempt, now=noon + second(300))

    done.refresh_from_db()
    assert (done.score, done.max_score, done.percent) == (3, 4, Decimal("75.00"))
    assert (done.passed, done.submitted_at) == (True, noon + second(300))
    states = list(done.responses.values_list("state", flat=True))
    assert states == ["right", "right", "right", "unanswered"]


def test_every_stored_score_equals_grading_the_stored_answers_anew(attempt, noon):
    half = attempt.responses.get(position=2).question_version.content["structure"]["options"][1]
    answer_right(attempt, 1, now=noon)
    answered(attempt, 2, [half["id"]], now=noon)

    done = submit_attempt(attempt, now=noon)

    assert graded_anew(done).score == done.score == Decimal("1.5")
    assert graded_anew(done).percent == done.percent


def test_each_mark_is_an_event(attempt, noon):
    answer_right(attempt, 1, now=noon)

    submit_attempt(attempt, now=noon)

    events = GradeEvent.objects.order_by("response__position")
    assert list(events.values_list("mark", "state")) == [
        (1, "right"), (0, "unanswered"), (0, "unanswered"), (0, "unanswered")
    ]  # fmt: skip
    assert set(events.values_list("origin", "graded_by")) == {("submission", None)}


def test_submitting_again_changes_nothing(attempt, noon):
    answer_right(attempt, 1, now=noon)
    submit_attempt(attempt, now=noon)
    before = list(Attempt.objects.values()), list(Response.objects.values())

    again = submit_attempt(attempt, now=noon + second(60))

    assert again.submitted_at == noon
    assert (list(Attempt.objects.values()), list(Response.objects.values())) == before
    assert GradeEvent.objects.count() == 4


def test_a_pass_completes_the_step_and_the_course(attempt, page, noon):
    answer_right(attempt, 1, 2, 3, now=noon)

    submit_attempt(attempt, now=noon)

    progress = StepProgress.objects.get(enrolment=attempt.enrolment, step=step_of(page))
    assert progress.completed_at
    assert Completion.objects.get().enrolment == attempt.enrolment


def test_a_fail_completes_nothing(attempt, noon):
    answer_right(attempt, 1, 2, now=noon)

    done = submit_attempt(attempt, now=noon)

    assert (done.percent, done.passed) == (50, False)
    assert not StepProgress.objects.filter(completed_at__isnull=False).exists()
    assert not Completion.objects.exists()


def test_a_pass_stands_whatever_comes_after(page, noon):
    enrolment = enrolled(page)
    first = started(page, enrolment, now=noon)
    answer_right(first, 1, 2, 3, now=noon)
    submit_attempt(first, now=noon)

    submit_attempt(started(page, enrolment, now=noon), now=noon)

    assert Completion.objects.valid().filter(enrolment=enrolment).count() == 1


@pytest.mark.parametrize(
    ("seconds", "counts_as"),
    [
        pytest.param(599, 599, id="a second before the deadline"),
        pytest.param(600, 600, id="at the deadline"),
        pytest.param(601, 601, id="a second late"),
        pytest.param(660, 660, id="at the end of the grace"),
        pytest.param(661, 600, id="after the grace: at the deadline"),
    ],
)
def test_when_a_submission_counts(attempt, noon, seconds, counts_as):
    answer_right(attempt, 1, 2, 3, now=noon)

    done = submit_attempt(attempt, now=noon + second(seconds))

    assert done.submitted_at == noon + second(counts_as)
    assert done.ended_by_time == (seconds >= 600)
    assert done.passed


@pytest.mark.parametrize(
    "close",
    [
        pytest.param(lambda attempt, now: close_overdue(attempt, now=now), id="by a request"),
        pytest.param(lambda attempt, now: close_all_overdue(now), id="by the clock's job"),
        pytest.param(lambda attempt, now: tick(now), id="by the clock"),
    ],
)
def test_time_submits_what_was_saved_the_same_way_whoever_notices(attempt, noon, close):
    answer_right(attempt, 1, 2, 3, now=noon)

    close(attempt, noon + second(660))
    attempt.refresh_from_db()
    assert attempt.is_open

    close(attempt, noon + second(7200))
    attempt.refresh_from_db()
    assert (attempt.submitted_at, attempt.percent) == (noon + second(600), Decimal("75.00"))
    assert attempt.ended_by_time
    assert Completion.objects.count() == 1


def test_the_clock_leaves_other_attempts_alone(page, noon):
    overdue, running = (
        started(page, now=noon),
        started(page, enrolled(page), now=noon + second(600)),
    )
    Attempt.objects.filter(pk=overdue.pk).update(number=7)
    endless = placed(QuizFactory(asks=[question()]))
    without_end = started(endless, now=noon)

    assert close_all_overdue(noon + second(700)) == 1

    still_open = set(Attempt.objects.open().values_list("pk", flat=True))
    assert still_open == {running.pk, without_end.pk}


def test_one_attempt_that_cannot_be_graded_does_not_keep_others_open(page, noon, monkeypatch):
    broken, sound = started(page, now=noon), started(page, enrolled(page), now=noon)
    response = broken.responses.first()
    response.question_version.content["kind"] = "unheard_of"
    response.question_version.save()
    shared = response.question_version_id
    # The sound attempt asks the same question: give it one of its own.
    twin = question()
    other = started(placed(QuizFactory(asks=[twin], time_limit_minutes=1)), now=noon)
    sound.responses.filter(question_version=shared).update(
        question_version=other.responses.get().question_version
    )

    assert close_all_overdue(noon + second(7200)) == 2

    assert set(Attempt.objects.open()) == {broken}


def test_right_answers_pass_in_every_type(noon):
    kinds = ["single_choice", "multiple_choice", "true_false"]
    page = placed(QuizFactory(asks=[question(kind=kind) for kind in kinds]))
    attempt = started(page, now=noon)
    for response in attempt.responses.select_related("question_version"):
        answered(attempt, response.position, right_keys(response), now=noon)

    assert submit_attempt(attempt, now=noon).percent == 100


@pytest.mark.parametrize("count", [1, 3, 20])
def test_grading_takes_the_same_queries_whatever_the_number_of_questions(count_queries, count):
    quiz = QuizFactory(asks=[question() for _ in range(count)])
    attempt = started(placed(quiz))

    with count_queries(7):
        submit_attempt(attempt)
