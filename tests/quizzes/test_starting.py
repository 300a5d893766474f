"""Starting an attempt: what is drawn, what it costs, and when it is refused."""

import datetime

import pytest

from quizzes.attempts.models import Attempt, QuestionVersion, Response
from quizzes.attempts.refusals import StartRefusal, StartRefusedError
from quizzes.attempts.starting import start_attempt
from quizzes.attempts.submitting import submit_attempt
from quizzes.quiz.models import Quiz
from quizzes.quiz.slots import QuizSlot
from tests.factories.quizzes import (
    QuestionBankFactory,
    QuizFactory,
    bank_of,
    enrolled,
    in_swedish,
    placed,
    question,
    started,
    step_of,
)

pytestmark = pytest.mark.django_db
MINUTE = datetime.timedelta(minutes=1)


@pytest.fixture
def draws_from():
    """A quiz that draws so many questions from a bank."""

    def make(count, bank, **rules):
        return placed(QuizFactory(draws=(count, bank), **rules))

    return make


def asked_keys(attempt):
    versions = QuestionVersion.objects.filter(responses__attempt=attempt)
    return set(versions.values_list("question_key", flat=True))


@pytest.mark.parametrize("count", [1, 3, 20])
def test_starting_takes_ten_queries_whatever_the_number_of_questions(
    draws_from, count_queries, count
):
    page = draws_from(count, bank_of(count + 2))
    start = {"enrolment": enrolled(page), "step": step_of(page), "quiz": page.quiz}

    with count_queries(10):
        attempt = start_attempt(**start, language="fi")

    assert attempt.responses.count() == QuestionVersion.objects.count() == count


def test_starting_again_with_the_same_questions_writes_no_version(draws_from, count_queries):
    page = draws_from(3, bank_of(3))
    started(page)
    start = {"enrolment": enrolled(page), "step": step_of(page), "quiz": page.quiz}

    with count_queries(9):
        start_attempt(**start, language="fi")

    assert QuestionVersion.objects.count() == 3
    assert Response.objects.count() == 6


def test_an_attempt_copies_the_rules_that_judge_it(draws_from, noon):
    page = draws_from(2, bank_of(2), pass_percent=75, time_limit_minutes=30)

    attempt = started(page, now=noon, language="sv")
    Quiz.objects.update(pass_percent=10, time_limit_minutes=1)

    attempt.refresh_from_db()
    assert attempt.pass_percent == 75
    assert attempt.deadline_at == noon + 30 * MINUTE
    assert (attempt.number, attempt.language, attempt.max_score) == (1, "sv", 2)


def test_an_open_attempt_is_returned_and_never_drawn_again(draws_from):
    page = draws_from(3, bank_of(30))
    enrolment = enrolled(page)
    first = started(page, enrolment)

    assert started(page, enrolment) == first
    assert Attempt.objects.count() == 1
    assert Response.objects.count() == 3


def test_slots_ask_in_their_order_with_their_points(draws_from):
    fixed = question()
    quiz = QuizFactory(asks=[fixed], draws=(2, bank_of(4)))
    quiz.slots.filter(question=fixed).update(points=3)

    attempt = started(placed(quiz))

    first, *others = attempt.responses.select_related("question_version")
    assert first.question_version.question_key == fixed.translation_key
    assert [first.points, *(other.points for other in others)] == [3, 1, 1]
    assert attempt.max_score == 5


def test_a_draw_takes_only_questions_with_every_tag():
    bank = QuestionBankFactory()
    both = question(bank, tags=["kela", "laki"])
    question(bank, tags=["kela"])
    question(bank)
    quiz = QuizFactory()
    QuizSlot.objects.create(quiz=quiz, bank=bank, draw_count=1, tag_names="laki, kela")

    attempt = started(placed(quiz))

    assert asked_keys(attempt) == {both.translation_key}


def test_a_new_attempt_asks_first_what_this_learner_has_not_seen(draws_from):
    page = draws_from(3, bank_of(6))
    enrolment = enrolled(page)
    # Somebody else has seen everything; that is not this learner's concern.
    for _ in range(2):
        submit_attempt(started(page, enrolled(page)))

    first = submit_attempt(started(page, enrolment))
    second = started(page, enrolment)

    assert not asked_keys(first) & asked_keys(second)


def test_drafts_and_withdrawn_questions_are_not_drawn(draws_from):
    bank = bank_of(1)
    draft = question(bank)
    draft.unpublish()
    page = draws_from(1, bank)
    edited = bank.questions.get(live=True)
    edited.stem = "<p>Luonnos</p>"
    edited.save_revision()

    attempt = started(page)

    [response] = attempt.responses.select_related("question_version")
    assert response.question_version.question_key == edited.translation_key
    assert "Luonnos" not in response.question_version.content["words"]["fi"]["stem"]


def test_every_language_is_frozen_at_once(draws_from):
    bank = bank_of(1)
    in_swedish(bank.questions.get())
    page = draws_from(1, bank)

    [response] = started(page).responses.select_related("question_version")

    words = response.question_version.content["words"]
    assert set(words) == {"fi", "sv"}
    assert set(words["fi"]["answer"]) == set(words["sv"]["answer"])
    assert set(words["fi"]["answer"]) >= set(response.shown_order)


def test_an_edit_reaches_later_attempts_only(draws_from):
    bank = bank_of(1)
    page = draws_from(1, bank)
    before = started(page)
    edited = bank.questions.get()
    edited.stem = "<p>Korjattu kysymys?</p>"
    edited.save_revision().publish()

    after = started(page, enrolled(page))

    stems = [
        attempt.responses.get().question_version.content["words"]["fi"]["stem"]
        for attempt in (before, after)
    ]
    assert stems[0] != stems[1] == "<p>Korjattu kysymys?</p>"
    assert QuestionVersion.objects.count() == 2


@pytest.mark.parametrize(
    ("rules", "reason"),
    [
        pytest.param({"closes_at": 0}, StartRefusal.CLOSED, id="at the hard close"),
        pytest.param({"closes_at": 1}, None, id="a minute before it"),
        pytest.param({"last_start_at": 0}, None, id="at the last start"),
        pytest.param({"last_start_at": -1}, StartRefusal.LAST_START_PASSED, id="after it"),
    ],
)
def test_starting_depends_on_the_time(draws_from, noon, rules, reason):
    times = {name: noon + minutes * MINUTE for name, minutes in rules.items()}
    page = draws_from(1, bank_of(1), **times)

    if reason is None:
        assert started(page, now=noon).is_open
    else:
        with pytest.raises(StartRefusedError) as refused:
            started(page, now=noon)
        assert refused.value.reason == reason
        assert not Attempt.objects.exists()


def test_the_deadline_is_the_hard_close_where_that_comes_first(draws_from, noon):
    page = draws_from(1, bank_of(1), time_limit_minutes=60, closes_at=noon + 45 * MINUTE)

    assert started(page, now=noon).deadline_at == noon + 45 * MINUTE


def test_attempts_run_out(draws_from):
    page = draws_from(1, bank_of(1), attempts_allowed=2)
    enrolment = enrolled(page)
    for number in (1, 2):
        attempt = submit_attempt(started(page, enrolment))
        assert attempt.number == number

    with pytest.raises(StartRefusedError) as refused:
        started(page, enrolment)

    assert refused.value.reason == StartRefusal.NO_ATTEMPTS_LEFT
    # Another learner's attempts are their own.
    assert started(page, enrolled(page)).number == 1


def test_a_withdrawn_enrolment_starts_nothing(draws_from, noon):
    page = draws_from(1, bank_of(1))

    with pytest.raises(StartRefusedError) as refused:
        started(page, enrolled(page, withdrawn_at=noon))

    assert refused.value.reason == StartRefusal.NOT_ENROLLED


def test_a_quiz_that_has_lost_its_questions_is_refused_and_nothing_is_kept(draws_from):
    bank = bank_of(3)
    page = draws_from(3, bank)
    bank.questions.first().unpublish()

    with pytest.raises(StartRefusedError) as refused:
        started(page)

    assert refused.value.reason == StartRefusal.NOT_READY
    assert not Attempt.objects.exists()


def test_starting_after_the_time_of_an_open_attempt_submits_that_first(draws_from, noon):
    page = draws_from(1, bank_of(1), time_limit_minutes=10)
    enrolment = enrolled(page)
    first = started(page, enrolment, now=noon)

    second = started(page, enrolment, now=noon + 12 * MINUTE)

    first.refresh_from_db()
    assert first.submitted_at == noon + 10 * MINUTE
    assert (second.number, second.is_open) == (2, True)
