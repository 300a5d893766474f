"""When an attempt ends, to the second."""

import datetime

import pytest

from quizzes.attempts.timing import deadline, is_overdue, is_time_up, what_time_does

START = datetime.datetime(2026, 3, 29, 0, 30, tzinfo=datetime.UTC)


def after(**time):
    return START + datetime.timedelta(**time)


@pytest.mark.parametrize(
    ("limit", "closes_at", "ends"),
    [
        pytest.param(None, None, None, id="neither limit nor close"),
        pytest.param(60, None, after(minutes=60), id="across the change to summer time"),
        pytest.param(None, after(hours=5), after(hours=5), id="the hard close alone"),
        pytest.param(60, after(minutes=45), after(minutes=45), id="the close cuts the limit"),
        pytest.param(30, after(minutes=45), after(minutes=30), id="the limit ends first"),
    ],
)
def test_deadline_is_the_first_of_limit_and_close(limit, closes_at, ends):
    assert deadline(START, limit, closes_at) == ends


@pytest.mark.parametrize(
    ("late", "up", "overdue"),
    [
        (-1, False, False),
        (0, False, False),
        (1, True, False),
        (60, True, False),
        (61, True, True),
    ],
)
def test_time_is_up_after_the_deadline_and_overdue_after_the_grace(late, up, overdue):
    now = START + datetime.timedelta(seconds=late)

    assert (is_time_up(now, START), is_overdue(now, START)) == (up, overdue)


def test_an_attempt_without_a_deadline_never_runs_out():
    assert not is_time_up(after(days=9999), None)
    assert not is_overdue(after(days=9999), None)


def test_the_end_of_the_calendar_is_no_end_of_the_page():
    last = datetime.datetime(9999, 12, 31, 23, 59, 59, tzinfo=datetime.UTC)

    assert deadline(last, 60, None) == last
    assert not is_overdue(START, last)
    assert what_time_does(last, last, "grace", datetime.timedelta(days=1)) is None
