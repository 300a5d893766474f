"""Reminders come at a Finnish morning, and not to whoever turned them off."""

import datetime

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from courses.following import reminding
from courses.following.occasions import (
    BEFORE_DEADLINE,
    BEFORE_WEBINAR,
    Calendar,
    Event,
    Rule,
    occasions,
)
from courses.following.reminder_mail import token_of
from courses.models import Enrolment, ReminderSent, StepDate
from tests.courses.following.reminders.conftest import TODAY, at, choose, due, tick
from tests.factories.activities import SessionFactory

pytestmark = pytest.mark.django_db


class TestTimeInFinland:
    @pytest.mark.parametrize(("hour", "begun"), [(0, 0), (7, 0), (8, 1), (19, 1), (20, 0), (23, 0)])
    def test_nobody_is_reminded_at_night(self, ours, clock, hour, begun):
        choose(ours)
        clock(at(hour, 30))

        assert tick() == begun

    def test_a_webinar_just_after_midnight_is_on_its_finnish_day(self, ours):
        choose(ours, "before_webinar", 1)
        starts = at(0, 30, day=TODAY + datetime.timedelta(days=2))
        SessionFactory(run=ours.run, starts_at=starts, ends_at=starts + datetime.timedelta(hours=1))
        ours.person()

        tick()

        assert mail.outbox == []

    @pytest.mark.parametrize(
        "day", [datetime.date(2026, 3, 29), datetime.date(2026, 10, 25)], ids=str
    )
    def test_a_week_over_the_change_of_summer_time_is_seven_days(self, ours, clock, day):
        choose(ours)
        first = day - datetime.timedelta(days=3)
        StepDate.objects.create(
            run=ours.run, step=ours.steps[0], due_on=first + datetime.timedelta(days=7)
        )
        one = ours.person()
        Enrolment.objects.filter(pk=one.pk).update(enrolled_at=at(0, 30, day=first))

        clock(at(9, day=first - datetime.timedelta(days=1)))
        tick()
        assert mail.outbox == []
        clock(at(8, day=first))
        tick()
        assert len(mail.outbox) == 1
        clock(at(9, day=day))
        tick()
        assert len(mail.outbox) == 1

    def test_a_plan_left_from_yesterday_does_nothing(self, ours, clock):
        choose(ours)
        due(ours)
        ours.person()
        yesterday = TODAY - datetime.timedelta(days=1)

        reminding.remind_run({"run": ours.run.pk, "day": yesterday.isoformat()})

        assert not ReminderSent.objects.exists()


def test_a_meeting_that_is_no_step_is_reminded_of_too():
    day = datetime.date(2026, 11, 30)
    ahead = Calendar(webinars=(Event(3, day),), deadlines=(Event(5, day, step=5),))
    rules = [Rule(1, BEFORE_WEBINAR, 7), Rule(2, BEFORE_DEADLINE, 7)]

    found = occasions(rules, ahead, today=day, settled={5})

    assert [one.name for one in found] == ["before_webinar:3:2026-11-30"]


class TestTurningOff:
    def test_the_link_shows_and_its_button_turns_off(self, client, ours):
        one = ours.person()
        address = reverse("courses:reminders_off", args=[token_of(one.pk)])

        shown = client.get(address)
        one.refresh_from_db()
        assert shown.status_code == 200
        assert one.reminders_off_at is None

        assert client.post(address).status_code == 200
        one.refresh_from_db()
        assert one.reminders_off_at is not None

    def test_one_click_of_a_mail_program_needs_no_cookie(self, ours):
        one = ours.person()
        address = reverse("courses:reminders_off", args=[token_of(one.pk)])

        response = Client(enforce_csrf_checks=True).post(
            address,
            "List-Unsubscribe=One-Click",
            content_type="application/x-www-form-urlencoded",
        )

        one.refresh_from_db()
        assert response.status_code == 200
        assert one.reminders_off_at is not None

    @pytest.mark.parametrize("token", ["1.x", "x", "1", "1.", "999999999999999999999.aa"])
    def test_a_link_that_we_did_not_sign_is_not_there(self, client, ours, token):
        ours.person()

        address = reverse("courses:reminders_off", args=[token])

        assert client.get(address).status_code == client.post(address).status_code == 404

    def test_no_switch_where_nobody_is_reminded(self, client, ours, theirs):
        choose(theirs)
        one = ours.person()
        client.force_login(one.learner)

        address = reverse("courses:reminders", args=[one.pk])

        assert address not in client.get(reverse("courses:my_studies")).text

    def test_a_switch_in_my_studies(self, client, ours):
        choose(ours)
        one = ours.person()
        client.force_login(one.learner)
        address = reverse("courses:reminders", args=[one.pk])
        assert address in client.get(reverse("courses:my_studies")).text

        client.get(address)
        one.refresh_from_db()
        assert one.reminders_off_at is None
        client.post(address, {"on": "0"})
        one.refresh_from_db()
        assert one.reminders_off_at is not None
        client.post(address, {"on": "1"})
        one.refresh_from_db()
        assert one.reminders_off_at is None

    def test_not_somebody_elses(self, client, ours):
        one, other = ours.person(), ours.person("Toinen")
        client.force_login(other.learner)

        address = reverse("courses:reminders", args=[one.pk])
        assert client.post(address, {"on": "0"}).status_code == 404
        one.refresh_from_db()
        assert one.reminders_off_at is None
