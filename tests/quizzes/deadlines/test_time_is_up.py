"""What time does to an attempt: by request and by the clock alike."""

import datetime
from decimal import Decimal

import pytest

from quizzes.attempts.models import Attempt
from quizzes.attempts.refusals import SaveRefusal, SaveRefusedError, StartRefusal, StartRefusedError
from quizzes.attempts.submitting import close_all_overdue, close_overdue, submit_attempt
from tests.factories.quizzes import answered, enrolled, started
from tests.quizzes.deadlines.conftest import (
    AT,
    CLOSERS,
    DAY,
    DEADLINE,
    GRACE,
    HOUR,
    MINUTE,
    SECOND,
    after,
)

pytestmark = pytest.mark.django_db


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
