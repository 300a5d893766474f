"""Reminders: chosen by a run, sent once, at most one mail a day, never to those not meant."""

import datetime

import pytest
from django.core import mail
from django.utils import timezone

from courses.following import reminding
from courses.following.reminder_mail import mail_reminder, token_of
from courses.models import Enrolment, ReminderSent
from home import outbox
from home.outbox import OutboxEntry
from tests.courses.following.reminders.conftest import TODAY, at, choose, due, tick
from tests.factories.activities import SessionFactory, SubmissionFactory
from tests.factories.courses import StepProgressFactory

pytestmark = pytest.mark.django_db


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
        SubmissionFactory(enrolment=one, step=ours.steps[1])

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


@pytest.mark.parametrize("people", [1, 3])
def test_as_many_queries_for_any_number_of_people(ours, django_assert_num_queries, people):
    choose(ours)
    due(ours)
    for number in range(people):
        ours.person(f"Oppija {number}")

    with django_assert_num_queries(15):
        reminding.remind(run_id=ours.run.pk, today=TODAY)
