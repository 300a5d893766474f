"""A morning in the middle of a run."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from django.utils.translation import override

from courses.following import reminding
from courses.models import ReminderRule, StepDate
from home import outbox

HELSINKI = ZoneInfo("Europe/Helsinki")


# A day in the middle of a run, and its morning in Finland.
TODAY = datetime.date(2026, 11, 23)


def at(hour, minute=0, day=TODAY):
    return datetime.datetime.combine(day, datetime.time(hour, minute), HELSINKI)


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """Set the clock: nine in the morning until said otherwise."""
    with override("en"):

        def show(moment):
            monkeypatch.setattr(timezone, "now", lambda: moment.astimezone(datetime.UTC))

        show(at(9))
        yield show


def tick():
    """What the clock does each twenty seconds, as far as reminders go."""
    begun = reminding.begin_day(timezone.now())
    while outbox.run_due(timezone.now()):
        pass
    return begun


def choose(house, kind="before_deadline", days=7):
    return ReminderRule.objects.create(run=house.run, kind=kind, days=days)


def due(house, step=0, days=7):
    day = TODAY + datetime.timedelta(days=days)
    return StepDate.objects.create(run=house.run, step=house.steps[step], due_on=day)
