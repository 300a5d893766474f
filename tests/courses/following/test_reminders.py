"""Reminders: chosen by a run, sent once, at most one mail a day, never to those not meant."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from courses.following import reminding
from courses.following.occasions import (
    BEFORE_DEADLINE,
    BEFORE_WEBINAR,
    Calendar,
    Event,
    Rule,
    occasions,
)
from courses.following.reminder_mail import mail_reminder, token_of
from courses.models import Enrolment, ReminderRule, ReminderSent, StepDate, Submission
from home import outbox
from home.outbox import OutboxEntry
from tests.factories.activities import SessionFactory
from tests.factories.courses import StepProgressFactory

pytestmark = pytest.mark.django_db

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


class TestWhatIsSent:
    def test_before_a_deadline_in_the_readers_language(self, ours, theirs):
        choose(ours)
        due(ours)
        theirs.person("Naapuri")
        due(theirs)
        one = ours.person(learner__language="sv", learner__email="strom@exempel.fi")

        tick()

        [letter] = mail.outbox
        assert letter.to == ["strom@exempel.fi"]
        assert "Askel 1" in letter.body
        assert "30.11.2026" in letter.body
        link = f"/sv/opinnot/muistutukset/{token_of(one.pk)}/"
        assert link in letter.body
        headers = letter.extra_headers
        assert headers["List-Unsubscribe"].endswith(f"{link}>")
        assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"

    @pytest.mark.parametrize(
        ("days", "sent"), [(8, 0), (7, 1), (1, 1), (0, 1), (-1, 0)], ids=lambda n: str(n)
    )
    def test_from_the_day_of_the_rule_to_the_day_itself(self, ours, days, sent):
        choose(ours)
        due(ours, days=days)
        ours.person()

        tick()

        assert len(mail.outbox) == sent

    def test_before_the_end_of_the_run(self, ours):
        choose(ours, "before_end", 3)
        ours.run.ends_on = TODAY + datetime.timedelta(days=3)
        ours.run.save()
        ours.person()

        tick()

        assert "26.11.2026" in mail.outbox[0].body

    def test_before_a_webinar_but_not_a_cancelled_one(self, ours):
        choose(ours, "before_webinar", 2)
        day = TODAY + datetime.timedelta(days=2)
        held = {"run": ours.run, "starts_at": at(9, day=day), "ends_at": at(10, day=day)}
        SessionFactory(**held, title="Yksi")
        SessionFactory(**held, title="Kaksi", cancelled_at=at(8))
        ours.person()

        tick()

        assert "Yksi: " in mail.outbox[0].body
        assert "Kaksi" not in mail.outbox[0].body

    def test_after_silence_once_for_each_silence(self, ours, clock):
        choose(ours, "after_silence", 14)
        one = ours.person(enrolled=14)

        tick()
        clock(at(9, day=TODAY + datetime.timedelta(days=1)))
        tick()
        assert len(mail.outbox) == 1

        Enrolment.objects.filter(pk=one.pk).update(last_seen_at=timezone.now())
        clock(at(9, day=TODAY + datetime.timedelta(days=15)))
        tick()
        assert len(mail.outbox) == 2

    def test_several_things_on_one_day_are_one_mail(self, ours):
        choose(ours)
        choose(ours, days=3)
        choose(ours, "after_silence", 14)
        due(ours, 0, days=2)
        due(ours, 1, days=5)
        ours.person(enrolled=20)

        tick()

        [letter] = mail.outbox
        assert letter.body.count("Askel 1") == letter.body.count("Askel 2") == 1
        assert ReminderSent.objects.count() == 4


class TestOnce:
    def test_however_often_the_clock_runs(self, ours, clock):
        choose(ours)
        due(ours)
        ours.person()

        for hour in (8, 9, 12, 19):
            clock(at(hour))
            tick()
        clock(at(9, day=TODAY + datetime.timedelta(days=1)))
        tick()

        assert len(mail.outbox) == 1

    def test_a_moved_deadline_is_told_again(self, ours, clock):
        choose(ours)
        date = due(ours)
        ours.person()
        tick()
        date.due_on += datetime.timedelta(days=1)
        date.save()

        clock(at(9, day=TODAY + datetime.timedelta(days=1)))
        tick()

        assert len(mail.outbox) == 2

    def test_killed_in_the_middle_nothing_is_written_and_the_next_try_does_it_all(
        self, ours, monkeypatch, clock
    ):
        choose(ours)
        due(ours)
        ours.person("Yksi")
        ours.person("Kaksi")
        send_many = outbox.send_many

        def killed(*, effect, entries):
            if effect == reminding.REMIND:
                send_many(effect=effect, entries=list(entries)[:1])
                raise SystemError
            send_many(effect=effect, entries=entries)

        with monkeypatch.context() as patched:
            patched.setattr(outbox, "send_many", killed)
            tick()
        assert not ReminderSent.objects.exists()
        assert not OutboxEntry.objects.filter(effect=reminding.REMIND).exists()

        clock(at(9, 5))
        tick()
        assert len(mail.outbox) == 2

    def test_two_clocks_at_once_write_once(self, ours):
        choose(ours)
        due(ours)
        ours.person()

        for _ in range(2):
            reminding.remind(run_id=ours.run.pk, today=TODAY)
        tick()

        assert ReminderSent.objects.count() == len(mail.outbox) == 1


class TestToNobodyElse:
    @pytest.mark.parametrize(
        "fields",
        [
            {"completed_at": at(8)},
            {"withdrawn_at": at(8)},
            {"reminders_off_at": at(8)},
            {"learner__is_active": False},
        ],
        ids=lambda fields: next(iter(fields)),
    )
    def test_finished_left_turned_off_or_gone(self, ours, fields):
        for kind in ("before_deadline", "before_end", "after_silence"):
            choose(ours, kind)
        due(ours)
        ours.run.ends_on = TODAY + datetime.timedelta(days=3)
        ours.run.save()
        ours.person(enrolled=60, **fields)

        tick()

        assert mail.outbox == []
        assert not ReminderSent.objects.exists()

    def test_not_of_what_is_done_or_handed_in(self, ours):
        choose(ours)
        due(ours, 0)
        due(ours, 1)
        one = ours.person(done=1)
        Submission.objects.create(
            enrolment=one,
            step=ours.steps[1],
            state="submitted",
            language="fi",
            created_at=at(8),
            saved_at=at(8),
            submitted_at=at(8),
        )

        tick()

        assert mail.outbox == []

    def test_what_is_done_between_is_left_out_of_the_mail(self, ours):
        choose(ours)
        due(ours)
        one = ours.person()
        reminding.remind(run_id=ours.run.pk, today=TODAY)
        StepProgressFactory(enrolment=one, step=ours.steps[0])

        tick()

        assert mail.outbox == []

    def test_turned_off_between(self, ours):
        choose(ours)
        due(ours)
        one = ours.person()
        reminding.remind(run_id=ours.run.pk, today=TODAY)
        Enrolment.objects.filter(pk=one.pk).update(reminders_off_at=at(8))

        occasion = f"before_deadline:{ours.steps[0].pk}:2026-11-30"
        mail_reminder({"enrolment": one.pk, "occasions": [occasion]})

        assert mail.outbox == []

    def test_not_on_a_run_that_is_over_or_archived(self, ours, theirs):
        for house in (ours, theirs):
            choose(house, "after_silence", 1)
            house.person(enrolled=60)
        ours.run.ends_on = TODAY - datetime.timedelta(days=1)
        ours.run.save()
        theirs.run.archived_at = at(8)
        theirs.run.save()

        assert tick() == 0
        assert mail.outbox == []


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


@pytest.mark.parametrize("people", [1, 3])
def test_as_many_queries_for_any_number_of_people(ours, django_assert_num_queries, people):
    choose(ours)
    due(ours)
    for number in range(people):
        ours.person(f"Oppija {number}")

    with django_assert_num_queries(15):
        reminding.remind(run_id=ours.run.pk, today=TODAY)
