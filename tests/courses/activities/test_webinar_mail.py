"""Mails on webinars that were moved or cancelled: to whom, once, with a right calendar file."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership
from courses.activities.sessions import cancel_session, keep_session, restore_session
from courses.activities.webinar_mail import mail_change
from courses.activities.webinars import WebinarSession
from home import outbox
from home.outbox import OutboxEntry
from tests.courses.activities.test_calendars import parsed
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.factories.activities import SessionFactory
from tests.factories.courses import CourseRunFactory, EnrolmentFactory

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def run():
    return CourseRunFactory()


@pytest.fixture
def session(run):
    return SessionFactory(run=run, title="Työkyvyn tuki; osa 1", place="Verkossa")


@pytest.fixture
def learner(run):
    return EnrolmentFactory(run=run, learner=UserFactory(language="fi")).learner


def moved(session, by=DAY):
    session.starts_at += by
    session.ends_at += by
    return keep_session(session)


def mails(mailoutbox):
    outbox.run_due(timezone.now())
    return {mail.to[0]: mail for mail in mailoutbox}


def file_of(mail):
    [file] = mail.attachments
    return file


class TestWhom:
    def test_those_who_study_get_a_mail_of_their_own(self, session, learner, run, mailoutbox):
        withdrawn = EnrolmentFactory(run=run, withdrawn_at=timezone.now())
        completed = EnrolmentFactory(run=run, completed_at=timezone.now())
        closed = EnrolmentFactory(run=run, learner__is_active=False)
        elsewhere = EnrolmentFactory(run__course=run.course)
        assert moved(session) == 1
        assert set(mails(mailoutbox)) == {learner.email}
        others = {one.learner.email for one in (withdrawn, completed, closed, elsewhere)}
        assert not others & {mail.to[0] for mail in mailoutbox}

    def test_whoever_leaves_before_it_goes_out_gets_none(self, session, learner, run, mailoutbox):
        cancel_session(session_id=session.pk)
        run.enrolments.update(withdrawn_at=timezone.now())
        assert mails(mailoutbox) == {}

    def test_each_change_is_told_once(self, session, learner, mailoutbox):
        assert [cancel_session(session_id=session.pk) for _twice in range(2)] == [1, 0]
        mails(mailoutbox)
        mails(mailoutbox)
        assert len(mailoutbox) == 1

    def test_of_two_changes_in_a_row_the_last_is_told(self, session, learner, mailoutbox):
        moved(session)
        moved(session)
        mails(mailoutbox)
        assert len(mailoutbox) == 1

    def test_a_new_title_after_it_hides_no_change(self, session, learner, mailoutbox):
        moved(session)
        session.title = "Toinen otsikko"
        assert keep_session(session) == 0
        mails(mailoutbox)
        [mail] = mailoutbox
        assert mail.subject == "Webinaarilla on uusi aika: Toinen otsikko"

    @pytest.mark.parametrize("changed", ["title", "step"])
    def test_what_keeps_nobody_away_is_not_told(self, session, learner, changed):
        value = None if changed == "step" else "Uusi nimi"
        setattr(session, changed, value)
        assert keep_session(session) == 0
        assert not OutboxEntry.objects.exists()

    def test_what_is_over_is_not_told(self, run, learner):
        past = SessionFactory(run=run, starts_at=timezone.now() - 3 * DAY)
        past.place = "Muualla"
        assert keep_session(past) == 0
        assert cancel_session(session_id=past.pk) == 0

    def test_one_moved_from_the_past_is_told(self, run, learner):
        past = SessionFactory(run=run, starts_at=timezone.now() - 3 * DAY)
        assert moved(past, 5 * DAY) == 1

    def test_the_time_of_a_cancelled_one_waits_for_it_to_be_held(self, session, learner):
        cancel_session(session_id=session.pk)
        session.refresh_from_db()
        assert moved(session) == 0
        assert restore_session(session_id=session.pk) == 1

    @pytest.mark.parametrize("count", [1, 3])
    def test_telling_takes_as_many_queries_for_any_number(
        self, run, session, count, django_assert_num_queries
    ):
        EnrolmentFactory.create_batch(count, run=run)
        session.starts_at -= datetime.timedelta(hours=1)
        with django_assert_num_queries(6):
            assert keep_session(session) == count


class TestMail:
    def test_of_a_moved_one_says_both_times(self, session, learner, mailoutbox):
        session.starts_at = datetime.datetime(2027, 3, 10, 7, tzinfo=datetime.UTC)
        session.ends_at = datetime.datetime(2027, 3, 10, 11, tzinfo=datetime.UTC)
        WebinarSession.objects.filter(pk=session.pk).update(
            starts_at=session.starts_at, ends_at=session.ends_at
        )
        moved(session)
        mail = mails(mailoutbox)[learner.email]
        assert mail.subject == "Webinaarilla on uusi aika: Työkyvyn tuki; osa 1"
        assert "10.3.2027 klo 9.00–13.00" in mail.body
        assert "11.3.2027 klo 9.00–13.00" in mail.body
        assert session.link in mail.body

    def test_has_the_file_of_the_moved_one(self, session, learner, mailoutbox):
        moved(session)
        file = file_of(mails(mailoutbox)[learner.email])
        method, [event] = parsed(file.get_payload(decode=True).decode())
        assert (file.get_content_type(), file.get_param("method")) == ("text/calendar", "PUBLISH")
        assert (method, event["STATUS"], event["SEQUENCE"]) == ("PUBLISH", "CONFIRMED", "1")
        assert event["DTSTART"] == f"{session.starts_at:%Y%m%dT%H%M%SZ}"
        assert event["UID"].startswith(str(session.uid))
        assert file.get_filename().endswith(".ics")

    def test_has_a_file_that_takes_a_cancelled_one_back(self, session, learner, mailoutbox):
        cancel_session(session_id=session.pk)
        mail = mails(mailoutbox)[learner.email]
        file = file_of(mail)
        method, [event] = parsed(file.get_payload(decode=True).decode())
        assert mail.subject == "Webinaari on peruttu: Työkyvyn tuki; osa 1"
        assert (method, file.get_param("method")) == ("CANCEL", "CANCEL")
        assert (event["STATUS"], event["SEQUENCE"]) == ("CANCELLED", "1")
        assert "URL" not in event

    def test_of_one_held_after_all_announces_it_again(self, session, learner, mailoutbox):
        cancel_session(session_id=session.pk)
        mails(mailoutbox)
        restore_session(session_id=session.pk)
        outbox.run_due(timezone.now())
        method, [event] = parsed(file_of(mailoutbox[-1]).get_payload(decode=True).decode())
        assert (method, event["STATUS"], event["SEQUENCE"]) == ("PUBLISH", "CONFIRMED", "2")

    def test_is_in_the_readers_language(self, session, run, mailoutbox):
        swede = EnrolmentFactory(run=run, learner__language="sv").learner
        cancel_session(session_id=session.pk)
        mail = mails(mailoutbox)[swede.email]
        assert mail.subject == "Webbinariet är inställt: Työkyvyn tuki; osa 1"
        assert "Kalenderfilen i det här meddelandet" in mail.body

    def test_names_nobody_else(self, session, run, learner, mailoutbox):
        other = EnrolmentFactory(run=run).learner
        cancel_session(session_id=session.pk)
        mail = mails(mailoutbox)[learner.email]
        assert other.email not in mail.message().as_string()
        assert other.last_name not in mail.body

    def test_title_cannot_begin_another_header(self, run, learner, mailoutbox):
        session = SessionFactory(run=run, title="Otsikko\r\nBcc: muu@example.fi")
        cancel_session(session_id=session.pk)
        mail = mails(mailoutbox)[learner.email]
        assert "Bcc" not in mail.message()

    def test_of_a_deleted_webinar_is_not_sent(self, mailoutbox):
        mail_change({"session": 0, "enrolment": 0, "change": "cancelled", "holds": []})
        assert not mailoutbox


class TestRoom:
    def test_says_how_many_are_told(self, client, session, learner, run):
        staff = MembershipFactory(organisation=run.organiser, role=Membership.Role.TEACHER).user
        client.force_login(staff)
        url = reverse("run:session", args=[run.pk, session.pk])
        response = client.post(url, {"cancel": "1"}, follow=True)
        assert "1 osallistuja saa sähköpostin" in response.text
        assert "1 osallistuja" not in client.post(url, {"cancel": "1"}, follow=True).text
