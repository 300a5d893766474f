"""One clock runs what is due, and a broken job stops no other."""

import uuid
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from home import clock
from home.clock import ClockLease

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def jobs(monkeypatch):
    """The clock's jobs, replaced by two of our own."""

    def broken(now):
        raise OSError("no")

    own = {"broken": broken, "good": lambda now: 2}
    monkeypatch.setattr(clock, "_jobs", own)
    return own


def test_every_job_runs_though_one_is_broken():
    assert clock.tick() == {"broken": None, "good": 2}


def test_a_second_clock_waits():
    ClockLease.objects.create(
        name="clock", holder=uuid.uuid4(), held_until=timezone.now() + timedelta(minutes=1)
    )
    assert clock.tick() is None


def test_a_killed_clock_is_followed_by_another():
    ClockLease.objects.create(
        name="clock", holder=uuid.uuid4(), held_until=timezone.now() - timedelta(seconds=1)
    )
    assert clock.tick() is not None
    assert ClockLease.objects.get().held_until is None


def test_the_command_says_what_was_done(capsys):
    call_command("tick")
    said = capsys.readouterr()
    assert "good: 2" in said.out
    assert "broken: failed" in said.err
