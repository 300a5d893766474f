"""
Reminders that runs have chosen, once each, at most one mail a day to a person on a run.

The clock begins the day of each run in the morning, once (its key is the run and the day).
What is due then is written down for everybody in one transaction, with the mails: killed in
the middle, nothing was written, and the next try does it all. Whoever has finished, left or
turned reminders off gets none; what became needless between is left out of the mail.
"""

import datetime
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from courses.activities.webinars import WebinarSession
from courses.catalogue.runs import CourseRun
from courses.following.models import ReminderRule, ReminderSent
from courses.following.occasions import (
    Calendar,
    Event,
    Occasion,
    Rule,
    occasions,
)
from courses.following.participants import Participant, enrolments_of, participants
from home import outbox
from home.outbox import OutboxEntry

PLAN, REMIND = "courses.reminders_of_run", "courses.reminder"
# Nobody is reminded at night: hours of the day in Finland, [first, last).
FIRST_HOUR, LAST_HOUR = 8, 20


def begin_day(now: datetime.datetime) -> int:
    """Begin today's reminders on each run that has chosen some; the clock's job."""
    local = timezone.localtime(now)
    if not FIRST_HOUR <= local.hour < LAST_HOUR:
        return 0
    today = local.date()
    runs = (
        ReminderRule.objects.filter(
            Q(run__ends_on__isnull=True) | Q(run__ends_on__gte=today), run__archived_at__isnull=True
        )
        .order_by()
        .values_list("run_id", flat=True)
        .distinct()
    )
    keys = {f"{PLAN}:{run}:{today.isoformat()}": run for run in runs}
    begun = set(OutboxEntry.objects.filter(key__in=keys).values_list("key", flat=True))
    new = [
        (key, {"run": run, "day": today.isoformat()})
        for key, run in keys.items()
        if key not in begun
    ]
    if new:
        outbox.send_many(effect=PLAN, entries=new)
    return len(new)


def remind_run(payload: dict[str, Any]) -> None:
    """Write down what is due on a run today; a day that is over is left alone."""
    today = datetime.date.fromisoformat(payload["day"])
    if timezone.localdate() == today:
        remind(run_id=payload["run"], today=today)


@transaction.atomic
def remind(*, run_id: int, today: datetime.date) -> int:
    """Write down today's reminders of a run and their mails; return how many people get one."""
    run = CourseRun.objects.select_for_update(of=("self",)).filter(pk=run_id).first()
    if run is None or run.archived_at or run.ended_before(today):
        return 0
    rules = [Rule(rule.pk, rule.kind, rule.days) for rule in run.reminder_rules.all()]
    reached = [one for one in _active(run) if one.enrolment.reminders_off_at is None]
    calendar = calendar_of(run, reached)
    told = set(
        ReminderSent.objects.filter(rule__run=run).values_list(
            "rule_id", "enrolment_id", "occasion"
        )
    )
    due = {
        one.enrolment.pk: [
            occasion
            for occasion in occasions_of(one, rules, calendar, today)
            if (occasion.rule, one.enrolment.pk, occasion.name) not in told
        ]
        for one in reached
    }
    return _write_down({pk: found for pk, found in due.items() if found}, today)


def _active(run: CourseRun) -> list[Participant]:
    return participants(enrolments_of([run.pk]).active().filter(learner__is_active=True))


def calendar_of(run: CourseRun, people: Iterable[Participant]) -> Calendar:
    """What is ahead on a run: the days of its steps, which its people bring, and its webinars."""
    days = next((one.study.days for one in people), {})
    sessions = WebinarSession.objects.filter(
        run=run, cancelled_at__isnull=True, starts_at__gt=timezone.now()
    )
    return Calendar(
        ends_on=run.ends_on,
        deadlines=tuple(
            Event(step, day.due_on, step=step) for step, day in days.items() if day.due_on
        ),
        webinars=tuple(
            Event(session.pk, timezone.localdate(session.starts_at), step=session.step_id)
            for session in sessions
        ),
    )


def occasions_of(
    one: Participant, rules: Iterable[Rule], calendar: Calendar, today: datetime.date
) -> list[Occasion]:
    """What somebody is reminded of: nothing that is done, handed in, or of a retired step."""
    settled = set(one.study.done) | {
        event.key
        for event in calendar.deadlines
        if event.key not in one.study.by_id or one.has_handed_in(event.key)
    }
    can_be_silent = one.trace.can_go_on and not one.enrolment.run.begins_after(today)
    return occasions(
        rules,
        calendar,
        today=today,
        settled=settled,
        silent_since=one.trace.last_sign if can_be_silent else None,
    )


def _write_down(due: dict[int, list[Occasion]], today: datetime.date) -> int:
    now = timezone.now()
    ReminderSent.objects.bulk_create(
        [
            ReminderSent(
                rule_id=occasion.rule, enrolment_id=pk, occasion=occasion.name, sent_at=now
            )
            for pk, found in due.items()
            for occasion in found
        ],
        ignore_conflicts=True,
    )
    outbox.send_many(
        effect=REMIND,
        entries=[
            (
                f"{REMIND}:{pk}:{today.isoformat()}",
                {"enrolment": pk, "occasions": list(dict.fromkeys(one.name for one in found))},
            )
            for pk, found in due.items()
        ],
    )
    return len(due)
