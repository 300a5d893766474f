"""Study plans: what is shared out on which days, whose they are, and their calendar file."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.planning.models import EVERY_DAY, StudyPlan
from courses.planning.pace import LONGEST_SITTING, Left, ahead_by, pace
from courses.progress.completing import complete_step
from tests.factories.accounts import UserFactory
from tests.factories.courses import EnrolmentFactory, LessonPageFactory, course_with

MONDAY = datetime.date(2026, 11, 23)
MONDAYS_AND_THURSDAYS = 0b1001


def day(number):
    return MONDAY + datetime.timedelta(days=number)


def of(*minutes, required=False):
    return [Left(f"Askel {number}", each, required) for number, each in enumerate(minutes, 1)]


class TestPace:
    def test_what_is_left_is_shared_out_evenly_over_the_days_of_study(self):
        found = pace(of(30, 30, 30), weekdays=MONDAYS_AND_THURSDAYS, today=MONDAY, ready_by=day(9))
        assert [(one.day, one.minutes) for one in found.sittings] == [
            (day(0), 30),
            (day(3), 30),
            (day(7), 30),
        ]
        assert (found.minutes, found.per_sitting, found.fits) == (90, 30, True)
        assert [one.day for one in found.between(day(0), day(6))] == [day(0), day(3)]

    def test_a_test_comes_after_its_lessons_and_a_long_step_takes_several_days(self):
        steps = [*of(20), Left("Koe", 60, required=True)]
        found = pace(steps, weekdays=EVERY_DAY, today=MONDAY, ready_by=day(3))
        assert [one.titles for one in found.sittings] == [
            ("Askel 1",),
            ("Koe",),
            ("Koe",),
            ("Koe",),
        ]
        assert (found.required_minutes, found.minutes) == (60, 80)

    def test_a_missed_day_makes_the_next_ones_longer(self):
        steps = of(*[10] * 12)
        before = pace(steps, weekdays=EVERY_DAY, today=MONDAY, ready_by=day(5))
        after = pace(steps, weekdays=EVERY_DAY, today=day(2), ready_by=day(5))
        assert (before.per_sitting, after.per_sitting) == (20, 30)

    def test_the_last_time_is_shorter_and_no_time_is_empty(self):
        found = pace(of(11, 0), weekdays=EVERY_DAY, today=MONDAY, ready_by=day(9))
        # A step without a length counts as ten; sittings are whole fives.
        assert [one.minutes for one in found.sittings] == [5, 5, 5, 5, 1]
        assert sum(one.minutes for one in found.sittings) == found.minutes == 21

    @pytest.mark.parametrize(
        ("weekdays", "ready_by", "sittings", "enough_by"),
        [
            # Ten hours in two days; two hours a day would take until Friday.
            (EVERY_DAY, day(1), 2, day(4)),
            # No day of study is left before the day, or the day has gone.
            (0b100, day(1), 0, day(30)),
            (EVERY_DAY, day(-1), 0, day(4)),
            # Five days are just enough.
            (EVERY_DAY, day(4), 5, None),
        ],
    )
    def test_too_little_time_is_told_with_a_day_that_would_do(
        self, weekdays, ready_by, sittings, enough_by
    ):
        found = pace(of(5 * LONGEST_SITTING), weekdays=weekdays, today=MONDAY, ready_by=ready_by)
        assert (len(found.sittings), found.enough_by) == (sittings, enough_by)

    def test_nothing_left_needs_no_time(self):
        found = pace([], weekdays=EVERY_DAY, today=MONDAY, ready_by=day(-3))
        assert (found.minutes, found.sittings, found.fits) == (0, (), True)

    @pytest.mark.parametrize(("today", "left", "ahead"), [(0, 100, 0), (5, 100, -5), (11, 10, -1)])
    def test_how_far_ahead_counts_in_times_as_they_were_planned(self, today, left, ahead):
        found = ahead_by(
            left,
            minutes_then=100,
            weekdays=EVERY_DAY,
            planned_on=MONDAY,
            today=day(today),
            ready_by=day(9),
        )
        assert found == ahead


@pytest.fixture
def learner(client):
    learner = UserFactory(language="fi")
    client.force_login(learner)
    return learner


@pytest.fixture
def enrolment(learner):
    page = course_with(lessons=2)
    LessonPageFactory(parent=page.get_children().first(), title="Loppukoe", required=True)
    return EnrolmentFactory(run__course=page.course, learner=learner, run__ends_on=None)


def typed(**changes):
    ready_by = timezone.localdate() + datetime.timedelta(days=20)
    return {
        "ready_by": ready_by.isoformat(),
        "weekdays": ["0", "1", "2", "3", "4", "5", "6"],
        "begins_at": "18.30",
    } | changes


@pytest.mark.django_db
@pytest.mark.one_engine
def test_a_plan_is_made_refused_followed_and_dropped(client, enrolment):
    address = reverse("courses:plan", args=[enrolment.pk])
    past = timezone.localdate() - datetime.timedelta(days=1)
    refused = client.post(address, typed(ready_by=past.isoformat(), weekdays=[]))
    assert refused.context["form"].errors.keys() == {"ready_by", "weekdays"}
    assert past.isoformat() in refused.text
    assert not StudyPlan.objects.exists()

    assert client.post(address, typed()).status_code == 302
    kept = StudyPlan.objects.get()
    assert (kept.enrolment, kept.weekdays, kept.begins_at) == (
        enrolment,
        EVERY_DAY,
        datetime.time(18, 30),
    )
    planned = client.get(address).context["planned"]
    first = planned.pace.minutes
    assert first == kept.minutes_then
    assert "Loppukoe" in planned.pace.sittings[-1].titles
    assert "Loppukoe" not in planned.pace.sittings[0].titles
    # It follows what is done.
    complete_step(enrolment, enrolment.run.course.steps.first())
    assert client.get(address).context["planned"].pace.minutes < first

    # The run's end is the last day that can be chosen.
    enrolment.run.ends_on = timezone.localdate() + datetime.timedelta(days=10)
    enrolment.run.save()
    assert client.post(address, typed()).context["form"].errors.keys() == {"ready_by"}

    client.force_login(UserFactory())
    assert client.get(address).status_code == 404
    assert client.post(address, {"deed": "drop"}).status_code == 404
    client.force_login(enrolment.learner)
    client.post(address, {"deed": "drop"})
    assert not StudyPlan.objects.exists()


def first_end(text):
    return next(line for line in text.split("\r\n") if line.startswith("DTEND"))


@pytest.mark.django_db
def test_the_calendar_file_keeps_the_hour_and_follows_what_is_done(
    client, learner, enrolment, monkeypatch
):
    """Over the end of summer time: 25 October 2026."""
    kept = StudyPlan.objects.create(
        enrolment=enrolment,
        ready_by=datetime.date(2026, 10, 26),
        weekdays=EVERY_DAY,
        begins_at=datetime.time(18, 30),
        planned_on=datetime.date(2026, 10, 24),
        minutes_then=300,
    )
    enrolment.run.course.steps.update(minutes=100)
    now = datetime.datetime(2026, 10, 24, 9, tzinfo=ZoneInfo("Europe/Helsinki"))
    monkeypatch.setattr(timezone, "now", lambda: now.astimezone(datetime.UTC))
    client.logout()
    address = reverse("courses:plan_calendar", args=[kept.secret])
    response = client.get(address)
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert "no-store" in response.headers["Cache-Control"]
    text = response.content.decode()
    lines = text.split("\r\n")
    assert [line for line in lines if line.startswith("DTSTART")] == [
        "DTSTART:20261024T153000Z",
        "DTSTART:20261025T163000Z",
        "DTSTART:20261026T163000Z",
    ]
    assert len({line for line in lines if line.startswith("UID")}) == 3
    assert all(len(line.encode()) <= 75 for line in lines)
    assert "ORGANIZER" not in text
    # Nobody is named, and the address of nobody's plan is not there.
    assert learner.last_name not in text
    assert learner.email not in text
    other = reverse("courses:plan_calendar", args=[enrolment.run.course.steps.first().key])
    assert client.get(other).status_code == 404

    complete_step(enrolment, enrolment.run.course.steps.first())
    shorter = client.get(address).content.decode()
    assert shorter.count("BEGIN:VEVENT") == 3
    assert first_end(shorter) < first_end(text)
