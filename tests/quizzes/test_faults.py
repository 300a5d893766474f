"""
What must survive: a worker killed at any instant, many at once, many writers.

L: every answer that was acknowledged is in the history, the last one in force; a request
without a reply left either the old or the new, nothing else. S: every stored score equals
grading the stored answers anew.
"""

import datetime
import os
import signal
import threading
import time
from unittest.mock import Mock
from uuid import uuid4

import pytest
from django.db import OperationalError, close_old_connections, connection, connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from home import outbox
from quizzes import content
from quizzes.attempts.history import GradeEvent, ResponseEvent
from quizzes.attempts.models import Attempt, Response
from quizzes.attempts.starting import start_attempt
from quizzes.attempts.submitting import close_all_overdue, submit_attempt
from quizzes.grading.totals import mark_of, total
from tests.factories.quizzes import (
    QuizFactory,
    answered,
    enrolled,
    placed,
    question,
    started,
)
from tests.quizzes.test_races import at_once

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
# More statements than one request has.
MOST_STATEMENTS = 60
DONE, KILLED = "done", "killed"


@pytest.fixture
def statements():
    """A required quiz of three statements, ten minutes long."""
    quiz = QuizFactory(asks=[question(kind="true_false") for _ in range(3)], time_limit_minutes=10)
    return placed(quiz, required=True)


@pytest.fixture(autouse=True)
def _effects_wait(monkeypatch):
    """Mails and certificates start after the commit, and have tests of their own."""
    monkeypatch.setattr(outbox, "run_entry", Mock())


def browser_of(attempt):
    """Somebody who is signed in, with a session that is stored."""
    client = Client()
    client.force_login(attempt.enrolment.learner)
    return client


def let_go():
    """Close what two processes must not share."""
    connections.close_all()
    if connection.vendor == "postgresql":
        connection.close_pool()


def killed_after(statement, request):
    """
    Do a request in a process of its own that is killed -9 right after so many statements.

    Returns DONE and its status, or KILLED.
    """
    let_go()
    reads, writes = os.pipe()
    pid = os.fork()
    if pid == 0:
        count = 0

        def count_and_die(execute, *args):
            nonlocal count
            result = execute(*args)
            count += 1
            if count == statement:
                os.kill(os.getpid(), signal.SIGKILL)
            return result

        signal.alarm(20)
        # A pool has threads, and a fork takes none of them along: one connection will do.
        connection.settings_dict["OPTIONS"].pop("pool", None)
        try:
            with connection.execute_wrapper(count_and_die):
                status = request().status_code
            os.write(writes, str(status).encode())
        finally:
            os._exit(0)
    os.close(writes)
    with os.fdopen(reads, "rb") as pipe:
        told = pipe.read()
    _pid, outcome = os.waitpid(pid, 0)
    if os.WIFSIGNALED(outcome):
        assert os.WTERMSIG(outcome) == signal.SIGKILL, "the request never ended"
        return KILLED, None
    assert told, "the request ended without an answer"
    return DONE, int(told)


def is_sound(attempt):
    """Whether S holds, and everything of a submission is there or nothing."""
    attempt.refresh_from_db()
    responses = list(attempt.responses.select_related("question_version"))
    events = GradeEvent.objects.filter(response__attempt=attempt)
    if attempt.is_open:
        assert not events.exists()
        assert {response.mark for response in responses} == {None}
        return
    marks = []
    for response in responses:
        mark = content.grade(response.question_version.content, response.answer, "fi")
        marks.append(mark_of(mark.fraction, response.points))
    assert [response.mark for response in responses] == marks
    anew = total(marks, [response.points for response in responses], attempt.pass_percent)
    assert (attempt.score, attempt.percent, attempt.passed) == (
        anew.score,
        anew.percent,
        anew.passed,
    )
    assert events.count() == len(responses)
    assert (attempt.enrolment.completions.count() == 1) == attempt.passed


def test_a_worker_killed_while_saving_leaves_the_old_or_the_new(statements):
    attempt = started(statements)
    client = browser_of(attempt)
    choices = {True: "true", False: "false"}
    outcome, statement = KILLED, 0
    while outcome == KILLED:
        statement += 1
        assert statement < MOST_STATEMENTS
        before = Response.objects.get(attempt=attempt, position=1)
        old = before.answer
        new = choices[old != {"options": ["true"]}]
        sent = {"choice": new, "key": str(uuid4()), "based_on": before.version, "go": "stay"}

        outcome, status = killed_after(
            statement,
            lambda sent=sent: client.post(reverse("quizzes:question", args=[attempt.pk, 1]), sent),
        )

        after = Response.objects.get(attempt=attempt, position=1)
        assert after.answer in (old, {"options": [new]})
        last = ResponseEvent.objects.filter(response=after).order_by("version").last()
        in_history = (last.version, last.answer) if last else (0, None)
        assert in_history == (after.version, after.answer)
        assert ResponseEvent.objects.filter(response=after).count() == after.version
        # The browser sends it again: stored once.
        again = client.post(reverse("quizzes:question", args=[attempt.pk, 1]), sent)
        assert again.status_code == 302
        after.refresh_from_db()
        assert after.answer == {"options": [new]}
        assert ResponseEvent.objects.filter(response=after).count() == before.version + 1
    assert status == 302
    assert statement > 5


def test_a_worker_killed_while_submitting_leaves_all_or_nothing(statements):
    outcome, statement = KILLED, 0
    while outcome == KILLED:
        statement += 1
        assert statement < MOST_STATEMENTS
        attempt = started(statements, enrolled(statements))
        for position in (1, 2, 3):
            answered(attempt, position)
        client = browser_of(attempt)
        address = reverse("quizzes:submit", args=[attempt.pk])

        outcome, _status = killed_after(statement, lambda c=client, a=address: c.post(a))

        is_sound(attempt)
        assert client.post(address).status_code == 302
        is_sound(attempt)
        assert attempt.passed
    assert statement > 5


def test_a_worker_killed_while_starting_leaves_a_whole_attempt_or_none(statements):
    outcome, statement = KILLED, 0
    while outcome == KILLED:
        statement += 1
        assert statement < MOST_STATEMENTS
        enrolment = enrolled(statements)
        start = {"enrolment": enrolment, "step": statements.step, "quiz": statements.quiz}

        class Started:
            status_code = 200

        def begin(start=start):
            start_attempt(**start, language="fi")
            return Started

        outcome, _status = killed_after(statement, begin)

        counts = [found.responses.count() for found in Attempt.objects.filter(enrolment=enrolment)]
        assert counts in ([], [3])
        again = start_attempt(**start, language="fi")
        assert (again.number, again.responses.count()) == (1, 3)
    assert statement > 3


def test_a_worker_killed_while_checking_uses_up_a_try_or_none():
    quiz = QuizFactory(asks=[question(kind="true_false")], behaviour="immediate")
    place = placed(quiz)
    outcome, statement = KILLED, 0
    while outcome == KILLED:
        statement += 1
        assert statement < MOST_STATEMENTS
        attempt = started(place, enrolled(place))
        answered(attempt, 1)
        client = browser_of(attempt)
        address = reverse("quizzes:question", args=[attempt.pk, 1])
        response = attempt.responses.get()
        sent = {"choice": response.answer["options"], "key": str(uuid4())}
        sent |= {"based_on": response.version, "tries": 0, "go": "check:1"}

        outcome, _status = killed_after(statement, lambda c=client, a=address, s=sent: c.post(a, s))

        response.refresh_from_db()
        assert response.tries_used == response.grade_events.count()
        assert (response.locked_at is not None) == (response.mark is not None)
        client.post(address, sent)
        response.refresh_from_db()
        assert (response.tries_used, response.grade_events.count()) == (1, 1)
        assert response.mark == response.points
    assert statement > 5


def test_what_was_half_closed_is_finished_by_the_next_sweep(statements):
    long_ago = timezone.now() - datetime.timedelta(hours=2)
    outcome, statement = KILLED, 0
    while outcome == KILLED:
        statement += 1
        assert statement < MOST_STATEMENTS
        attempt = started(statements, enrolled(statements), now=long_ago)
        answered(attempt, 1, now=long_ago)

        class Swept:
            status_code = 200

        def sweep():
            close_all_overdue(timezone.now())
            return Swept

        outcome, _status = killed_after(statement, sweep)

        is_sound(attempt)
        close_all_overdue(timezone.now())
        is_sound(attempt)
        assert (attempt.state, attempt.submitted_at) == ("graded", attempt.deadline_at)


def test_a_hundred_starts_at_once_make_the_one_attempt_that_is_allowed(statements):
    statements.quiz.attempts_allowed = 1
    statements.quiz.save()
    start = {"enrolment": enrolled(statements), "step": statements.step, "quiz": statements.quiz}

    results = at_once(*[lambda: start_attempt(**start, language="fi")] * 100)

    assert results == [Attempt.objects.get()] * 100
    assert Response.objects.count() == 3


def test_sixteen_writers_never_find_the_database_locked(statements):
    attempts = [started(statements, enrolled(statements)) for _ in range(16)]
    stop_at = time.monotonic() + 4
    faults, saved = [], []

    def write(attempt):
        try:
            while time.monotonic() < stop_at:
                for choice in ("true", "false"):
                    answered(attempt, 1, [choice])
                    saved.append(attempt.pk)
        except Exception as error:  # looked at below
            faults.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=(attempt,)) for attempt in attempts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert faults == []
    assert set(saved) == {attempt.pk for attempt in attempts}
    assert ResponseEvent.objects.count() == len(saved)


def test_a_database_that_goes_away_is_said_with_when_to_come_back(statements):
    attempt = started(statements)
    client = browser_of(attempt)
    client.raise_request_exception = False
    sent = {"choice": "true", "key": str(uuid4()), "based_on": 0, "go": "stay"}
    address = reverse("quizzes:question", args=[attempt.pk, 1])

    with connection.execute_wrapper(gone):
        response = client.post(address, sent, headers={"Accept": "application/json"})

    assert response.status_code == 503
    assert int(response.headers["Retry-After"]) <= 30
    assert client.post(address, sent).status_code == 302
    assert ResponseEvent.objects.count() == 1


def test_full_service_comes_back_within_ten_seconds_of_a_hard_restart(statements):
    attempt = started(statements)
    client = browser_of(attempt)
    client.raise_request_exception = False
    address = reverse("quizzes:question", args=[attempt.pk, 1])
    sent = {"choice": "true", "key": str(uuid4()), "based_on": 0, "go": "stay"}

    throw_everybody_out()
    began = time.monotonic()
    statuses = []
    while statuses[-1:] != [302]:
        # As between any two requests; the test client alone leaves it out.
        close_old_connections()
        statuses.append(client.post(address, sent).status_code)
        assert time.monotonic() - began < 10

    assert set(statuses) <= {302, 503}
    assert ResponseEvent.objects.filter(response__attempt=attempt).count() == 1


def throw_everybody_out():
    """Close every connection from the database's side, as a crash of it does."""
    if connection.vendor != "postgresql":
        connections.close_all()
        return
    with connection.cursor() as cursor:
        mine = "datname = current_database() AND pid <> pg_backend_pid()"
        cursor.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {mine}")
        try:
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
        except OperationalError:
            pass
        else:
            raise AssertionError("the connection is still there")


def gone(execute, *args):
    raise OperationalError("the server closed the connection unexpectedly")


def test_submitting_in_many_tabs_gives_one_result(statements):
    attempt = started(statements)
    answered(attempt, 1)

    results = at_once(*[lambda: submit_attempt(attempt)] * 20)

    assert {result.pk for result in results} == {attempt.pk}
    is_sound(attempt)
