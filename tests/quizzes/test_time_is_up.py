"""What holds for whom, and what time does to an attempt: by request and by the clock alike."""

import datetime
from decimal import Decimal

import pytest

from home.clock import tick
from quizzes.attempts.exceptions import (
    attempts_with_exceptions,
    enrolments_with_exceptions,
    rules_for,
)
from quizzes.attempts.extending import (
    ExceptionStandsError,
    follow_all_exceptions,
    put_exception,
)
from quizzes.attempts.models import Attempt
from quizzes.attempts.refusals import SaveRefusal, SaveRefusedError, StartRefusal, StartRefusedError
from quizzes.attempts.rules import Rules, effective_rules
from quizzes.attempts.starting import start_attempt
from quizzes.attempts.submitting import close_all_overdue, close_overdue, submit_attempt
from quizzes.quiz.overrides import QuizOverride
from tests.factories.accounts import UserFactory
from tests.factories.courses import EnrolmentFactory
from tests.factories.quizzes import (
    QuizFactory,
    answered,
    enrolled,
    placed,
    question,
    started,
)

pytestmark = pytest.mark.django_db
MINUTE = datetime.timedelta(minutes=1)
HOUR = 60 * MINUTE
DAY = 24 * HOUR
SECOND = datetime.timedelta(seconds=1)
AT = datetime.datetime(2026, 11, 22, 12, 0, tzinfo=datetime.UTC)


@pytest.fixture
def quiz_of():
    """A placed quiz of two statements, ten minutes long unless told otherwise."""

    def make(**rules):
        asks = [question(kind="true_false") for _ in range(2)]
        return placed(QuizFactory(asks=asks, **{"time_limit_minutes": 10} | rules), required=True)

    return make


def allow(place, enrolment=None, **fields):
    """An exception for one learner, else for the whole run."""
    whose = {"enrolment": enrolment} if enrolment else {"run": place.step.course.runs.get()}
    return QuizOverride.objects.create(quiz=place.quiz, **whose, **fields)


# --- whose rule holds -------------------------------------------------------------------

OWN = {"extra_minutes": 30, "closes_at": AT + 3 * HOUR}
RUNS = {"extra_minutes": 5, "time_limit_minutes": 90, "closes_at": AT + 2 * HOUR}


@pytest.mark.parametrize(
    ("exceptions", "minutes", "closes_at"),
    [
        pytest.param([], 60, AT + HOUR, id="none: the quiz's own"),
        pytest.param([RUNS], 95, AT + 2 * HOUR, id="the run's"),
        pytest.param([OWN], 90, AT + 3 * HOUR, id="the learner's"),
        pytest.param([OWN, RUNS], 120, AT + 3 * HOUR, id="the learner's first, field by field"),
        pytest.param([{"extra_minutes": 0}, RUNS], 90, AT + 2 * HOUR, id="zero is a value"),
    ],
)
def test_each_rule_is_the_learners_then_the_runs_then_the_quizs(exceptions, minutes, closes_at):
    rules = effective_rules(Rules(time_limit_minutes=60, closes_at=AT + HOUR), exceptions)

    assert (rules.minutes, rules.closes_at) == (minutes, closes_at)


@pytest.mark.parametrize(
    ("allowed", "exceptions", "attempts"),
    [
        pytest.param(2, [{"extra_attempts": 1}], 3, id="one granted"),
        pytest.param(2, [{"extra_attempts": 1}, {"extra_attempts": 2}], 5, id="grants add up"),
        pytest.param(2, [{"attempts_allowed": 0, "extra_attempts": 1}], 0, id="no limit for one"),
        pytest.param(0, [{"extra_attempts": 3}], 0, id="no limit at all"),
        pytest.param(0, [{"attempts_allowed": 1}], 1, id="a limit for one"),
    ],
)
def test_attempts_granted(allowed, exceptions, attempts):
    assert effective_rules(Rules(attempts_allowed=allowed), exceptions).attempts_allowed == attempts


def test_extra_time_without_a_limit_is_no_limit():
    assert effective_rules(Rules(), [{"extra_minutes": 30}]).minutes is None


def test_exceptions_are_read_as_they_were_written(quiz_of):
    place = quiz_of()
    enrolment = enrolled(place)
    allow(place, enrolment, extra_minutes=15, closes_at=AT, extra_attempts=1)
    allow(place, time_limit_minutes=20, opens_at=AT - DAY)
    # Another quiz's exception, and another learner's, are theirs.
    other = quiz_of()
    allow(other, enrolled(other), extra_minutes=99)
    allow(place, enrolled(place), extra_minutes=98)

    read = enrolments_with_exceptions(place.quiz).get(pk=enrolment.pk)

    rules = rules_for(read, place.quiz)
    assert (rules.minutes, rules.closes_at, rules.opens_at) == (35, AT, AT - DAY)


def test_an_exception_stays_with_a_learner_who_comes_back(quiz_of):
    place = quiz_of()
    before = enrolled(place)
    allow(place, before, extra_minutes=15)
    before.withdrawn_at = AT
    before.save()

    again = EnrolmentFactory(run=before.run, learner=before.learner)

    assert started(place, again, now=AT).deadline_at == AT + 25 * MINUTE


# --- starting ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rules", "exception", "reason"),
    [
        pytest.param({"opens_at": AT + SECOND}, {}, StartRefusal.NOT_OPEN_YET, id="before opening"),
        pytest.param({"opens_at": AT}, {}, None, id="at the opening"),
        pytest.param({"opens_at": AT + DAY}, {"opens_at": AT}, None, id="opens earlier for one"),
        pytest.param({"last_start_at": AT}, {}, None, id="at the last start"),
        pytest.param(
            {"last_start_at": AT - SECOND}, {}, StartRefusal.LAST_START_PASSED, id="after it"
        ),
        pytest.param(
            {"last_start_at": AT - DAY}, {"last_start_at": AT + DAY}, None, id="a later last start"
        ),
        pytest.param({"closes_at": AT + SECOND}, {}, None, id="a second before the hard close"),
        pytest.param({"closes_at": AT}, {}, StartRefusal.CLOSED, id="at the hard close"),
        pytest.param({"closes_at": AT - DAY}, {"closes_at": AT + DAY}, None, id="a later close"),
        pytest.param(
            {}, {"closes_at": AT - DAY}, StartRefusal.CLOSED, id="an earlier close for one"
        ),
    ],
)
def test_starting_depends_on_what_holds_for_the_learner(quiz_of, rules, exception, reason):
    place = quiz_of(**rules)
    enrolment = enrolled(place)
    if exception:
        allow(place, enrolment, **exception)

    if reason is None:
        assert started(place, enrolment, now=AT).is_open
        return
    with pytest.raises(StartRefusedError) as refused:
        started(place, enrolment, now=AT)
    assert refused.value.reason == reason


def test_a_granted_attempt_can_be_started(quiz_of):
    place = quiz_of(attempts_allowed=1)
    enrolment = enrolled(place)
    submit_attempt(started(place, enrolment, now=AT), now=AT)
    with pytest.raises(StartRefusedError):
        started(place, enrolment, now=AT)

    allow(place, enrolment, extra_attempts=1)

    assert started(place, enrolment, now=AT).number == 2


@pytest.mark.parametrize(
    ("ended", "later", "reason"),
    [
        pytest.param(1, 30 * MINUTE - SECOND, StartRefusal.WAIT, id="too early after the first"),
        pytest.param(1, 30 * MINUTE, None, id="after the first delay"),
        pytest.param(2, 59 * MINUTE, StartRefusal.WAIT, id="too early after the second"),
        pytest.param(2, HOUR, None, id="after the later delay"),
    ],
)
def test_a_delay_between_attempts(quiz_of, ended, later, reason):
    place = quiz_of(first_delay_minutes=30, later_delay_minutes=60)
    enrolment = enrolled(place)
    for number in range(ended):
        attempt = started(place, enrolment, now=AT + number * DAY)
        submit_attempt(attempt, now=attempt.started_at)
    now = AT + (ended - 1) * DAY + later

    if reason is None:
        assert started(place, enrolment, now=now).is_open
        return
    with pytest.raises(StartRefusedError) as refused:
        started(place, enrolment, now=now)
    assert refused.value.reason == reason


# --- when time is up --------------------------------------------------------------------

CLOSERS = [
    pytest.param(lambda attempt, now: close_overdue(attempt, now=now), id="by a request"),
    pytest.param(lambda attempt, now: close_all_overdue(now), id="by the clock's job"),
    pytest.param(lambda attempt, now: tick(now), id="by the clock"),
]
GRACE = {"when_time_is_up": "grace", "grace_minutes": 60}
DEADLINE = AT + 10 * MINUTE


def after(attempt):
    attempt.refresh_from_db()
    return attempt.state


@pytest.mark.parametrize("close", CLOSERS)
@pytest.mark.parametrize(
    ("rules", "moment", "state"),
    [
        pytest.param({}, DEADLINE + 60 * SECOND, "in_progress", id="submit, at +60"),
        pytest.param({}, DEADLINE + 61 * SECOND, "graded", id="submit, at +61"),
        pytest.param(GRACE, DEADLINE + 60 * SECOND, "in_progress", id="grace, at +60"),
        pytest.param(GRACE, DEADLINE + 61 * SECOND, "overdue", id="grace, at +61"),
        pytest.param(GRACE, DEADLINE + HOUR, "overdue", id="grace, at its end"),
        pytest.param(GRACE, DEADLINE + HOUR + SECOND, "abandoned", id="grace, a second after"),
        pytest.param(
            {"when_time_is_up": "abandon"}, DEADLINE + 60 * SECOND, "in_progress", id="abandon, +60"
        ),
        pytest.param(
            {"when_time_is_up": "abandon"}, DEADLINE + 61 * SECOND, "abandoned", id="abandon, +61"
        ),
    ],
)
def test_what_time_does_whoever_notices(quiz_of, close, rules, moment, state):
    attempt = started(quiz_of(**rules), now=AT)
    answered(attempt, 1, now=AT)

    close(attempt, moment)

    assert after(attempt) == state
    if state == "graded":
        assert (attempt.submitted_at, attempt.percent) == (DEADLINE, Decimal("50.00"))
    else:
        assert attempt.submitted_at is None
    assert attempt.grace_until == (
        DEADLINE + HOUR if rules == GRACE and state != "in_progress" else None
    )


@pytest.mark.parametrize("close", CLOSERS)
def test_overdue_and_then_abandoned_is_the_same_as_abandoned_at_once(quiz_of, close):
    place = quiz_of(**GRACE)
    watched, found_late = started(place, now=AT), started(place, enrolled(place), now=AT)
    close(watched, DEADLINE + 5 * MINUTE)
    watched.refresh_from_db()

    for attempt in (watched, found_late):
        close(attempt, DEADLINE + DAY)

    rows = Attempt.objects.values_list("state", "submitted_at", "grace_until", "score")
    assert set(rows) == {("abandoned", None, DEADLINE + HOUR, None)}


@pytest.mark.parametrize("noticed", [True, False], ids=["after the clock", "before the clock"])
def test_an_overdue_attempt_can_be_submitted_and_not_changed(quiz_of, noticed):
    attempt = started(quiz_of(**GRACE), now=AT)
    answered(attempt, 1, now=AT)
    later = DEADLINE + 30 * MINUTE
    if noticed:
        close_all_overdue(DEADLINE + 2 * MINUTE)

    with pytest.raises(SaveRefusedError) as refused:
        answered(attempt, 2, now=later)
    assert refused.value.reason == SaveRefusal.SUBMIT_ONLY

    done = submit_attempt(attempt, now=later)
    assert (done.state, done.submitted_at, done.percent) == ("graded", later, Decimal("50.00"))


@pytest.mark.parametrize("rules", [GRACE, {"when_time_is_up": "abandon"}])
def test_too_late_an_attempt_is_abandoned_by_submitting_it(quiz_of, rules):
    attempt = started(quiz_of(**rules), now=AT)
    answered(attempt, 1, now=AT)

    done = submit_attempt(attempt, now=DEADLINE + 2 * HOUR)

    assert (done.state, done.score, done.submitted_at) == ("abandoned", None, None)
    with pytest.raises(SaveRefusedError) as refused:
        answered(attempt, 2, now=DEADLINE + 2 * HOUR)
    assert refused.value.reason == SaveRefusal.ABANDONED


def test_within_the_grace_of_submitting_no_rule_abandons(quiz_of):
    attempt = started(quiz_of(when_time_is_up="abandon"), now=AT)

    done = submit_attempt(attempt, now=DEADLINE + 60 * SECOND)

    assert (done.state, done.submitted_at) == ("graded", DEADLINE + 60 * SECOND)


def test_an_abandoned_attempt_uses_up_an_attempt_and_counts_for_nothing(quiz_of):
    place = quiz_of(when_time_is_up="abandon", attempts_allowed=2)
    enrolment = enrolled(place)
    close_overdue(started(place, enrolment, now=AT), now=AT + DAY)
    second = started(place, enrolment, now=AT + DAY)

    assert second.number == 2
    submit_attempt(second, now=AT + DAY)
    with pytest.raises(StartRefusedError) as refused:
        started(place, enrolment, now=AT + DAY)
    assert refused.value.reason == StartRefusal.NO_ATTEMPTS_LEFT


def test_starting_again_leads_to_the_overdue_attempt(quiz_of):
    place = quiz_of(**GRACE)
    enrolment = enrolled(place)
    first = started(place, enrolment, now=AT)

    again = started(place, enrolment, now=DEADLINE + 10 * MINUTE)

    assert (again.pk, again.state) == (first.pk, "overdue")


@pytest.mark.parametrize(
    ("begins", "ends"),
    [
        pytest.param(
            datetime.datetime(2026, 3, 29, 0, 30, tzinfo=datetime.UTC),
            datetime.datetime(2026, 3, 29, 1, 30, tzinfo=datetime.UTC),
            id="into summer time",
        ),
        pytest.param(
            datetime.datetime(2026, 10, 25, 0, 30, tzinfo=datetime.UTC),
            datetime.datetime(2026, 10, 25, 1, 30, tzinfo=datetime.UTC),
            id="out of summer time",
        ),
        pytest.param(
            datetime.datetime(2028, 2, 28, 23, 30, tzinfo=datetime.UTC),
            datetime.datetime(2028, 2, 29, 0, 30, tzinfo=datetime.UTC),
            id="into a leap day",
        ),
    ],
)
def test_an_hour_is_an_hour(quiz_of, begins, ends):
    attempt = started(quiz_of(time_limit_minutes=60), now=begins)

    assert attempt.deadline_at == ends


# --- exceptions for running attempts ----------------------------------------------------


def test_extra_time_reaches_a_running_attempt_at_once(quiz_of):
    place = quiz_of()
    attempt, others = started(place, now=AT), started(place, enrolled(place), now=AT)

    allow(place, attempt.enrolment, extra_minutes=5)

    attempt.refresh_from_db()
    others.refresh_from_db()
    assert (attempt.deadline_at, others.deadline_at) == (DEADLINE + 5 * MINUTE, DEADLINE)


def test_a_runs_extra_time_reaches_everybody_on_it(quiz_of):
    place = quiz_of()
    attempts = [started(place, enrolled(place), now=AT) for _ in range(2)]

    allow(place, extra_minutes=5)

    for attempt in attempts:
        attempt.refresh_from_db()
        assert attempt.deadline_at == DEADLINE + 5 * MINUTE


def test_the_hard_close_holds_against_extra_time_until_it_is_moved(quiz_of):
    place = quiz_of(closes_at=AT + 12 * MINUTE)
    attempt = started(place, now=AT)
    exception = allow(place, attempt.enrolment, extra_minutes=30)
    attempt.refresh_from_db()
    assert attempt.deadline_at == AT + 12 * MINUTE

    exception.closes_at = AT + DAY
    exception.save()

    attempt.refresh_from_db()
    assert attempt.deadline_at == AT + 40 * MINUTE


def test_extra_time_that_is_taken_back_leaves_what_was_promised(quiz_of):
    place = quiz_of()
    attempt = started(place, now=AT)
    exception = allow(place, attempt.enrolment, extra_minutes=5)

    exception.delete()

    attempt.refresh_from_db()
    assert attempt.deadline_at == DEADLINE


def test_nobody_gets_less_than_was_shown_before_starting(quiz_of):
    place = quiz_of()
    attempt = started(place, now=AT)

    allow(place, attempt.enrolment, time_limit_minutes=1)

    attempt.refresh_from_db()
    assert attempt.deadline_at == DEADLINE


def test_an_overdue_attempt_with_more_time_can_be_answered_again(quiz_of):
    place = quiz_of(**GRACE)
    attempt = started(place, now=AT)
    close_all_overdue(DEADLINE + 2 * MINUTE)

    allow(place, attempt.enrolment, extra_minutes=30)

    answered(attempt, 1, now=DEADLINE + 3 * MINUTE)
    assert after(attempt) == "in_progress"
    assert attempt.grace_until is None


# --- exceptions whose rows were written past every signal -------------------------------

LATE = DEADLINE + 90 * SECOND
NOTICERS = [
    *CLOSERS,
    pytest.param(lambda attempt, now: attempt_of_page(attempt, now), id="by a page"),
    pytest.param(lambda attempt, now: submit_attempt(attempt, now=now), id="by submitting"),
    pytest.param(lambda attempt, now: answered(attempt, 2, now=now), id="by an answer"),
    pytest.param(lambda attempt, now: started_again(attempt, now), id="by starting again"),
]


def attempt_of_page(attempt, now):
    found = attempts_with_exceptions(Attempt.objects.filter(pk=attempt.pk)).get()
    return close_overdue(found, now=now)


def started_again(attempt, now):
    return start_attempt(
        enrolment=attempt.enrolment, step=attempt.step, quiz=attempt.quiz, language="fi", now=now
    )


@pytest.mark.parametrize("whose", ["learner", "run"])
@pytest.mark.parametrize("notice", NOTICERS)
def test_a_row_written_in_bulk_gives_its_time_before_time_is_up(quiz_of, notice, whose):
    place = quiz_of()
    attempt = started(place, now=AT)
    answered(attempt, 1, now=AT)
    allow(place, attempt.enrolment if whose == "learner" else None, reason="vasta sovittu")
    QuizOverride.objects.update(extra_minutes=30)
    attempt.refresh_from_db()
    assert attempt.deadline_at == DEADLINE

    notice(attempt, LATE)

    attempt.refresh_from_db()
    assert attempt.deadline_at == DEADLINE + 30 * MINUTE
    # Nothing but the learner's own submitting ends it.
    assert attempt.submitted_at in (None, LATE)
    assert attempt.responses.get(position=1).answer


def test_a_row_written_in_bulk_takes_back_no_more_than_it_gave(quiz_of):
    place = quiz_of()
    attempt = started(place, now=AT)
    allow(place, attempt.enrolment, extra_minutes=30)
    QuizOverride.objects.update(extra_minutes=None, time_limit_minutes=1)

    with pytest.raises(SaveRefusedError) as refused:
        answered(attempt, 1, now=LATE)
    close_all_overdue(LATE)

    attempt.refresh_from_db()
    assert refused.value.reason == SaveRefusal.TIME_IS_UP
    assert (attempt.state, attempt.submitted_at) == ("graded", DEADLINE)


@pytest.mark.parametrize("count", [1, 3])
def test_the_clock_asks_once_for_all_running_attempts(quiz_of, count_queries, count):
    place = quiz_of()
    for _ in range(count):
        allow(place, started(place, enrolled(place), now=AT).enrolment, extra_minutes=5)

    with count_queries(1):
        assert follow_all_exceptions() == 0


def test_of_two_who_press_at_once_the_second_is_told(quiz_of):
    place = quiz_of()
    enrolment, editor = enrolled(place), UserFactory()
    first, second = (
        QuizOverride(quiz=place.quiz, enrolment=enrolment, extra_minutes=5) for _ in range(2)
    )
    put_exception(first, by=editor)

    with pytest.raises(ExceptionStandsError):
        put_exception(second, by=editor)

    assert QuizOverride.objects.get().made_by == editor


def test_an_attempt_that_has_ended_stays_ended(quiz_of):
    place = quiz_of()
    attempt = submit_attempt(started(place, now=AT), now=AT + MINUTE)

    allow(place, attempt.enrolment, extra_minutes=30)

    attempt.refresh_from_db()
    assert (attempt.state, attempt.deadline_at) == ("graded", DEADLINE)


def test_an_editors_change_of_the_quiz_reaches_no_running_attempt(quiz_of):
    place = quiz_of()
    attempt = started(place, now=AT)
    place.quiz.time_limit_minutes, place.quiz.when_time_is_up = 1, "abandon"
    place.quiz.save()

    allow(place, attempt.enrolment, extra_minutes=5)
    close_all_overdue(DEADLINE + 5 * MINUTE + 61 * SECOND)

    assert after(attempt) == "graded"
    assert attempt.submitted_at == DEADLINE + 5 * MINUTE
