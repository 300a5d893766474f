"""Which limits hold for whom, and when an attempt can be started."""

import pytest

from quizzes.attempts.exceptions import enrolments_with_exceptions, rules_for
from quizzes.attempts.refusals import StartRefusal, StartRefusedError
from quizzes.attempts.rules import Rules, effective_rules
from quizzes.attempts.submitting import submit_attempt
from tests.factories.courses import EnrolmentFactory
from tests.factories.quizzes import enrolled, started
from tests.quizzes.deadlines.conftest import AT, DAY, HOUR, MINUTE, SECOND, allow

pytestmark = pytest.mark.django_db


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
